"""« Mon dernier fichier »: the pharmacy's own products, last week's figures, and a blank to fill."""

import io
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import xlsxwriter

from dp_ruptures.rules.declaration import NOT_STOCKED, Line, Product
from dp_ruptures.rules.spreadsheet import csv_bytes, formula_safe

# Named so that the file, filled and sent back, is read without a question.
CODE, NAME, LAST, QUANTITY, ABSENT = "Code", "Produit", "Semaine dernière", "Quantité", "Non référencé"
_WIDTHS = (16, 44, 18, 12, 14)
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template_rows(
    products: Iterable[Product],
    last_week: Mapping[str, Line],
    this_week: Mapping[str, Line] = MappingProxyType({}),
) -> list[dict[str, object]]:
    """One row per product, in the order of the form; a quantity left blank will be « unchanged ».

    `this_week`: what is typed or declared already, in its columns; « unchanged » is a blank there.
    """
    return [
        {
            CODE: product.cip13, NAME: product.name, LAST: _figure(last_week.get(product.cip13)),
            **_entered(this_week.get(product.cip13)),
        }
        for product in products
    ]  # fmt: skip


def template_csv(rows: list[dict[str, object]]) -> bytes:
    """The template for any software."""
    return csv_bytes(rows)


def template_xlsx(rows: list[dict[str, object]]) -> bytes:
    """The template for a spreadsheet: codes are texts, so that it loses none of their digits."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Stock")
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        for place, (name, width) in enumerate(
            zip((CODE, NAME, LAST, QUANTITY, ABSENT), _WIDTHS, strict=True)
        ):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, name, bold)
        for rank, row in enumerate(rows, start=1):
            sheet.write_string(rank, 0, str(row[CODE]), text)
            sheet.write_string(rank, 1, formula_safe(str(row[NAME])), text)
            for place, column in enumerate((LAST, QUANTITY, ABSENT), start=2):
                sheet.write(rank, place, row[column])
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _entered(line: Line | None) -> dict[str, object]:
    if line is None or line.unchanged:
        return {QUANTITY: None, ABSENT: None}
    return {QUANTITY: line.units, ABSENT: "oui" if line.state == NOT_STOCKED else None}


def _figure(line: Line | None) -> int | str | None:
    if line is None:
        return None
    return "non référencé" if line.state == NOT_STOCKED else line.units
