"""Tables that leave for a spreadsheet, and words that must stay words."""

import csv
import io
import re
from collections.abc import Mapping, Sequence

_FORMULA = re.compile(r"[=+\-@\t\r]")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>$~:#|])")


def formula_safe(text: str) -> str:
    """The text as a cell that no spreadsheet computes: an apostrophe before =, +, -, @, tab."""
    return f"'{text}" if _FORMULA.match(text) else text


def csv_bytes(rows: Sequence[Mapping[str, object]]) -> bytes:
    """Rows as a French spreadsheet opens them: UTF-8 with its mark, semicolons, decimal commas.

    The columns are those of the first row; None is an empty cell. No row: an empty file.
    """
    if not rows:
        return b""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([formula_safe(name) for name in rows[0]])
    writer.writerows([_cell(content) for content in row.values()] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def plain(text: str) -> str:
    """A name of somebody's own writing, shown as typed where Streamlit would read Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)


def _cell(content: object) -> str:
    if content is None:
        return ""
    if isinstance(content, float):
        return f"{content:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    return str(content) if isinstance(content, int) else formula_safe(str(content))
