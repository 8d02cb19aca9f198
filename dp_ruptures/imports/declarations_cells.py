"""Reads the cells of one line of a file of declarations: nothing is guessed, a formula is a text."""

from dataclasses import dataclass

from dp_ruptures.imports.declarations_names import plain_words
from dp_ruptures.rules.cell import shown
from dp_ruptures.rules.codes import CodeError, read_code
from dp_ruptures.rules.declaration import Product
from dp_ruptures.rules.entry import Entry
from dp_ruptures.rules.quantity import QuantityError, read_quantity
from dp_ruptures.rules.scan import read_scans
from dp_ruptures.rules.week import Week, WeekError, parse_week

_TOTALS = {"total", "totaux", "sous", "somme"}
_NOT_STOCKED = {"non reference", "non referencee", "non stocke", "not stocked"}
_YES = {"oui", "o", "x", "1", "vrai", "true", "yes", *_NOT_STOCKED}
_NO = {"", "non", "n", "0", "faux", "false", "no", "reference", "quantity", "quantite"}
_SHORTEST_CODE, _LONGEST_CODE = 7, 14


class Wrong(Exception):
    """A line that is refused; the message is a French sentence."""


class Left(Exception):
    """A line that declares nothing; the message says why, in French."""


@dataclass(slots=True)
class Cells:
    """One row, by kind of column."""

    number: int
    finess: str
    week: str
    code: str
    units: str
    boxes: str
    absent: str


def is_total(cells: Cells, raw: list[str]) -> bool:
    """Whether this row only adds the others up."""
    # A product may be called « Total … », never a line without a code.
    if len(cells.code) >= _SHORTEST_CODE and cells.code[-1].isdigit():
        return False
    words = [plain_words(cell).split()[:1] for cell in raw if cell]
    return any(first and first[0] in _TOTALS for first in words)


def code_of(text: str, surveyed: frozenset[str]) -> str:
    """The 13-digit code in a cell, a whole DataMatrix included. Raises Wrong."""
    try:
        if len(text) > _LONGEST_CODE:
            scans = [scan for scan in read_scans(text.replace(" ", ""), surveyed) if scan.code]
            if len(scans) == 1 and scans[0].code:
                return scans[0].code
        return read_code(text)
    except CodeError as error:
        raise Wrong(str(error)) from None


def week_fault(text: str, week: Week) -> str | None:
    """Why a week said in the file is not the one it is read for; None when it is, or says nothing."""
    if not text:
        return None
    try:
        said = parse_week(text)
    except WeekError as error:
        return str(error)
    if said == week:
        return None
    when = "est à venir" if said > week else "est close ou effacée"
    return f"La semaine {said.label} {when} : ce fichier est lu pour la semaine {week.label}."


def entry_of(product: Product, units: str, boxes: str, absent: str) -> Entry:
    """What the cells say of a product, as the form would have it typed. Raises Wrong."""
    said_in_units = plain_words(units) in _NOT_STOCKED
    if said_in_units:
        units = ""
    if units and boxes:
        _refuse_unequal(units, boxes, product)
    # Boxes keep both: what was counted, and what it makes.
    text, in_boxes = (boxes, True) if boxes else (units, False)
    not_stocked = _says_absent(absent) or said_in_units
    return Entry(product.cip13, text, not_stocked, in_boxes)


def _says_absent(text: str) -> bool:
    word = plain_words(text)
    if word not in _YES | _NO:
        raise Wrong(f"« non référencé » vaut oui ou non ; lu : « {shown(text)} ».")
    return word in _YES


def _refuse_unequal(units: str, boxes: str, product: Product) -> None:
    try:
        counted, packed = read_quantity(units).count, read_quantity(boxes).count
    except QuantityError as error:
        raise Wrong(str(error)) from None
    if packed is not None and counted != packed * product.pack_size:
        raise Wrong(
            f"{shown(units)} unités et {shown(boxes)} boîtes de {product.pack_size} ne disent pas la même "
            "chose : gardez une des deux."
        )
