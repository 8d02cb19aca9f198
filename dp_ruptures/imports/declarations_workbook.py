"""Reads the first filled sheet of an Excel workbook as rows of texts."""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from dp_ruptures.errors import Refused

_ZIP = b"PK\x03\x04"
# What a bomb of a few kilobytes would swell to; a true sheet is 5 to 20 times its size in the file.
_MOST_SWOLLEN, _SWELLING = 200_000_000, 30
_SMALLEST_LIMIT = 5_000_000
_MOST_COLUMNS = 60
# Excel's own last row. A row may claim any number, and openpyxl makes up every one before it.
_LAST_ROW = 1_048_576
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, KeyError, ValueError, TypeError,
    AttributeError, IndexError, EOFError, OSError, NotImplementedError,
)  # fmt: skip


def is_workbook(content: bytes) -> bool:
    """Whether these bytes are a workbook or an archive, whatever the file is called."""
    return content.startswith(_ZIP)


def read_workbook(content: bytes, name: str) -> list[tuple[int, list[str]]]:
    """(row number, texts of its cells) of the first sheet that holds something.

    Formulas come as they are written, `=B2*25`, never as a value. Raises Refused on anything
    that is not a workbook, or that would swell past reason.
    """
    try:
        _refuse_bomb(content, name)
        # Not data_only: the value beside a formula is what somebody else's Excel said.
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        sheets = (list(_rows(sheet)) for sheet in book.worksheets)
        return next((rows for rows in sheets if rows), [])
    except _BROKEN:
        raise Refused(
            f"Le fichier {name} n'est pas un classeur Excel lisible : enregistrez-le en .xlsx ou en CSV."
        ) from None


def _refuse_bomb(content: bytes, name: str) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        swollen = sum(entry.file_size for entry in archive.infolist())
    if swollen > min(_MOST_SWOLLEN, _SMALLEST_LIMIT + _SWELLING * len(content)):
        raise Refused(f"Le fichier {name} est trop gros une fois décompressé : enregistrez-le en CSV.")


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # What the file says of its own size is not to be believed, and some writers forget it.
    sheet.reset_dimensions()
    for rank, cells in enumerate(sheet.iter_rows(max_row=_LAST_ROW, values_only=True), start=1):
        texts = [_text(cell) for cell in cells[:_MOST_COLUMNS]]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield rank, texts


def _text(cell: object) -> str:
    """A cell as somebody would have typed it: whole numbers without decimals, French decimals."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "VRAI" if cell else "FAUX"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell).replace(".", ",")
    if isinstance(cell, datetime):
        return f"{cell:%d/%m/%Y}"
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)
