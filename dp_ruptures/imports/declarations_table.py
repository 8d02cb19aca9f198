"""Turns a file of lines, or what was pasted, into rows of texts, whatever wrote it.

Text in UTF-8, cp1252 or UTF-16, separated by `;`, `,`, tabs or `|`; or an Excel workbook, even
when it is named .csv. Nothing is computed: a formula stays the text that it is.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from dp_ruptures.errors import Refused
from dp_ruptures.french import number
from dp_ruptures.imports.declarations_workbook import is_workbook, read_workbook
from dp_ruptures.imports.text import decode

# One row: (number of its first line in the file, its cells without the blanks around them).
Row = tuple[int, list[str]]

MOST_BYTES = 64_000_000
MOST_LINES = 500_000
_SAMPLE_LINES = 50
# In the order of their certainty: a comma is a decimal sign too, a tab never stands in a name.
_SEPARATORS = "\t;|,"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_CODE_THEN_QUANTITY = re.compile(r"\s*[0-9]{7,14}[ \u00a0\u202f]+\S")


def read_table(content: bytes, name: str) -> list[Row]:
    """The rows of a file that are not blank. Raises Refused when there is none, or too much."""
    if len(content) > MOST_BYTES:
        raise Refused(
            f"Le fichier {name} dépasse {number(MOST_BYTES // 1_000_000)} Mo : coupez-le en plusieurs."
        )
    if content.startswith(_OLD_EXCEL):
        raise Refused(
            f"Le fichier {name} est un ancien classeur Excel (.xls) ou un classeur protégé par un mot de "
            "passe : enregistrez-le en .xlsx sans mot de passe, ou en CSV."
        )
    rows = read_workbook(content, name) if is_workbook(content) else _read_text(decode(content))
    return _kept(rows, f"Le fichier {name}")


def read_pasted(text: str) -> list[Row]:
    """The rows that were pasted, blank ones left out. Raises Refused when there is none, or too much."""
    return _kept(_read_text(text.replace("\0", "")), "La zone de collage")


def _kept(rows: Iterable[Row], place: str) -> list[Row]:
    # Row after row: twice 500,000 lists at once keep Python busy looking for what to forget.
    stripped = ((line, [cell.strip() for cell in cells]) for line, cells in rows)
    kept = list(islice((row for row in stripped if any(row[1])), MOST_LINES + 1))
    if not kept:
        raise Refused(f"{place} est vide : il n'y a aucune ligne à lire.")
    if len(kept) > MOST_LINES:
        raise Refused(f"{place} dépasse {number(MOST_LINES)} lignes : coupez-le en plusieurs.")
    return kept


def _read_text(text: str) -> Iterable[Row]:
    lead, _, rest = text.partition("\n")
    declared = lead.strip().lower()
    if re.fullmatch(r"sep=[^\s]?", declared):
        return _rows(rest, declared[4:] or "\t", first=2)
    separator = _separator(text)
    if separator is None:
        return _without_separator(text)
    return _rows(text, separator, first=1)


def _separator(text: str) -> str | None:
    """The separator that stands in half of the first lines, None when there is one column only."""
    sample = [line for line in text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES] if line.strip()]
    for separator in _SEPARATORS:
        if 2 * sum(separator in line for line in sample) >= len(sample) > 0:
            return separator
    return None


def _without_separator(text: str) -> list[Row]:
    """One column; two when a code and its quantity are only held apart by a blank."""
    lines = [(rank, line.removesuffix("\r")) for rank, line in enumerate(text.split("\n"), start=1)]
    full = [line for _, line in lines if line.strip()]
    if 2 * sum(bool(_CODE_THEN_QUANTITY.match(line)) for line in full) >= len(full) > 0:
        return [(rank, line.split(maxsplit=1)) for rank, line in lines]
    return [(rank, [line]) for rank, line in lines]


def _rows(text: str, separator: str, first: int) -> Iterator[Row]:
    # Strict: a quote that nobody closes would otherwise swallow the rest of the file.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    shift, line = first - 1, first
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1 + shift
    except csv.Error:
        raise Refused(f"La ligne {line} est illisible : ses guillemets sont mal placés.") from None
