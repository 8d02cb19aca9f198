"""Turns what a pharmacist pastes or brings in a file into fields of the form's draft.

Nothing is declared here: the values land where they would have been typed, to be seen and
sent. One refused line, and none lands.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_start import COUNT, TYPED, UNITS
from dp_ruptures.errors import Refused
from dp_ruptures.french import plural
from dp_ruptures.imports.declarations_lines import Asked, FileReading, read_lines
from dp_ruptures.imports.declarations_report import LEFT, REFUSED, TAKEN, ReportLine, in_words
from dp_ruptures.imports.declarations_table import Row
from dp_ruptures.rules.declaration import NOT_STOCKED, Line, Product
from dp_ruptures.rules.entry import SAME, Entry, read_entries


@dataclass(frozen=True)
class Screen:
    """What the form shows now: the text of each field, and the families that are counted in boxes."""

    typed: Mapping[str, str]
    boxed: frozenset[str]


@dataclass(frozen=True)
class Landing:
    """What became of each line, and the draft's fields to keep: none when a line is refused."""

    report: list[ReportLine]
    fields: dict[str, str]

    @property
    def refused(self) -> list[ReportLine]:
        return [line for line in self.report if line.outcome == REFUSED]

    @property
    def sentence(self) -> str:
        """What happened, in one French sentence."""
        taken = sum(line.outcome == TAKEN for line in self.report)
        if self.refused:
            many = plural(len(self.refused), "ligne refusée", "lignes refusées")
            return f"Rien n'a été repris : {many}. Corrigez-les, puis recommencez."
        if not self.fields:
            return "Rien n'a été repris : aucune ligne ne dit de quantité nouvelle pour un produit suivi."
        placed = plural(taken, "ligne placée", "lignes placées")
        return f"{placed} dans le formulaire. Vérifiez, puis déclarez : rien n'est encore envoyé."


def is_column(text: str) -> bool:
    """Whether what was pasted is one column of quantities, without codes."""
    cells = [line.strip() for line in text.splitlines() if line.strip()]
    return bool(cells) and not any(
        any(sign in cell for sign in "\t;|") or sum(c.isdigit() for c in cell) >= 7 for cell in cells
    )


def read_column(text: str, sheet: Sheet, screen: Screen) -> Landing:
    """Quantities in the form's order, as they would be typed in it; a blank leaves its line as it is.

    Raises Refused unless there are as many as lines on the form: a shifted column would
    declare each product's stock for its neighbour.
    """
    cells = text.removesuffix("\n").split("\n")
    products = _order(sheet, len(cells))
    report: list[ReportLine] = []
    fields: dict[str, str] = {}
    for number, (product, cell) in enumerate(zip(products, cells, strict=True), start=1):
        entry = Entry(product.cip13, cell.strip(), in_boxes=product.family in screen.boxed)
        report.append(_answer(number, entry, product, sheet))
        if report[-1].outcome == TAKEN:
            fields |= _typed(product.cip13, cell.strip())
    landing = Landing(report, fields)
    return replace(landing, fields={}) if landing.refused else landing


def read_rows(rows: list[Row], sheet: Sheet, screen: Screen) -> Landing:
    """The lines of a file or of two pasted columns, by their codes. Raises Refused without its columns."""
    asked = Asked(sheet.start.week, sheet.products, lambda finess: sheet.last_week, own=sheet.finess)
    reading = read_lines(rows, asked)
    if reading.refused:
        return Landing(reading.report, {})
    kept = {line.cip13 for line in _declared(reading, sheet) if line.unchanged and _typed_text(line, screen)}
    report = [_kept(line, screen) if line.code in kept else line for line in reading.report]
    return Landing(report, _fields(reading, sheet, screen, kept))


def in_order(products: Sequence[Product]) -> list[Product]:
    """Products as the form draws them: family by family."""
    families = list(dict.fromkeys(product.family for product in products))
    return sorted(products, key=lambda product: families.index(product.family))


def _order(sheet: Sheet, count: int) -> list[Product]:
    shown, others = in_order(sheet.shelf.shown), in_order(sheet.shelf.others)
    if count == len(shown):
        return shown
    if others and count == len(shown) + len(others):
        return shown + others
    raise Refused(
        f"{plural(count, 'quantité collée', 'quantités collées')} pour {plural(len(shown), 'ligne')} du "
        "formulaire : collez-en autant que de lignes, dans le même ordre, ou deux colonnes, code et quantité."
    )


def _answer(number: int, entry: Entry, product: Product, sheet: Sheet) -> ReportLine:
    line = ReportLine(number, sheet.finess, product.cip13, product.name)
    reading = read_entries([entry], sheet.products, sheet.last_week)
    if reading.problems:
        line.outcome, line.said = REFUSED, reading.problems[0].message
    elif reading.lines:
        line.outcome, line.said = TAKEN, in_words(reading.lines[0], product, own=True)
    else:
        said = reading.remarks[0].message if reading.remarks else "Vide : la ligne reste comme elle est."
        line.outcome, line.said = LEFT, said
    return line


def _declared(reading: FileReading, sheet: Sheet) -> list[Line]:
    return list(reading.declared.get(sheet.finess, {}).values())


def _typed_text(line: Line, screen: Screen) -> str:
    """What the form holds for this product this week; « unchanged » is what a blank says too."""
    text = screen.typed.get(line.cip13, "").strip()
    return "" if text == SAME else text


def _kept(line: ReportLine, screen: Screen) -> ReportLine:
    """A blank of a file says nothing against a quantity of this week."""
    if line.outcome != TAKEN:
        return line
    return replace(line, outcome=LEFT, said=f"déjà saisi : {screen.typed[line.code].strip()}, gardé")


def _fields(reading: FileReading, sheet: Sheet, screen: Screen, kept: Collection[str]) -> dict[str, str]:
    lines = [line for line in _declared(reading, sheet) if line.cip13 not in kept]
    fields: dict[str, str] = {}
    boxed = screen.boxed
    for family in sorted(_not_in_whole_boxes(lines, sheet) & boxed):
        boxed -= {family}
        fields |= _counted_in_units(family, sheet, screen)
    for line in lines:
        product = sheet.products[line.cip13]
        fields |= _field(line, product, product.family in boxed)
    return fields


def _not_in_whole_boxes(lines: list[Line], sheet: Sheet) -> set[str]:
    counted = [(line.units, sheet.products[line.cip13]) for line in lines if line.units is not None]
    return {product.family for units, product in counted if units % product.pack_size}


def _counted_in_units(family: str, sheet: Sheet, screen: Screen) -> dict[str, str]:
    """A family that the form counts in boxes, counted in units from now on: what is typed follows."""
    fields = {f"{COUNT}:{family}": UNITS}
    for product in sheet.products.values():
        typed = screen.typed.get(product.cip13, "").strip()
        if product.family == family and typed.isascii() and typed.isdigit():
            fields |= _typed(product.cip13, str(int(typed) * product.pack_size))
    return fields


def _field(line: Line, product: Product, boxed: bool) -> dict[str, str]:
    if line.unchanged:
        return _typed(line.cip13, "", same="1")
    if line.state == NOT_STOCKED:
        return _typed(line.cip13, "", absent="1")
    units = line.units or 0
    return _typed(line.cip13, str(units // product.pack_size if boxed else units))


def _typed(cip13: str, text: str, *, absent: str = "", same: str = "") -> dict[str, str]:
    return {f"{TYPED}:{cip13}": text, f"absent:{cip13}": absent, f"same:{cip13}": same}
