"""Reads what somebody typed for each product: a line to declare, a fault to correct, or nothing said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from dp_ruptures.rules.declaration import NOT_STOCKED, QUANTITY, Line, Problem, Product
from dp_ruptures.rules.quantity import LARGEST, QuantityError, read_quantity

UNDERSTOOD = "understood"
# In the place of a quantity: « as last week », « not stocked here ».
SAME, ABSENT = "=", "NR"
_ABSENT_WORDS = {"nr", "nonréférencé", "nonreference"}
_NOTHING_BEFORE: Mapping[str, Line] = MappingProxyType({})


@dataclass(frozen=True)
class Entry:
    """What somebody typed for one product. `unchanged`: nothing typed, and last week's line still holds."""

    cip13: str
    text: str = ""
    not_stocked: bool = False
    in_boxes: bool = False
    unchanged: bool = False

    @property
    def confirms(self) -> bool:
        """Whether it says « as last week »; whatever else is typed beside wins."""
        return (self.is_blank and self.unchanged) or self.text.strip() == SAME

    @property
    def is_absent(self) -> bool:
        """Whether it says « not stocked », by the box or in words."""
        return self.not_stocked or "".join(self.text.split()).lower() in _ABSENT_WORDS

    @property
    def is_blank(self) -> bool:
        """Whether it says nothing at all."""
        return not self.text.strip() and not self.not_stocked


@dataclass(frozen=True)
class Reading:
    """The outcome of reading a form: lines to write, faults to correct.

    `remarks` says what was understood where nothing is declared: « NC » in a line.
    """

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()


def confirm_rest(entries: Iterable[Entry], last_week: Mapping[str, Line]) -> list[Entry]:
    """The entries, each blank one that had a line last week now confirmed unchanged."""
    return [
        replace(entry, unchanged=True) if entry.is_blank and entry.cip13 in last_week else entry
        for entry in entries
    ]


def read_entries(
    entries: Iterable[Entry],
    products: Mapping[str, Product],
    last_week: Mapping[str, Line] = _NOTHING_BEFORE,
) -> Reading:
    """Read every entry by the same rules; nothing is kept silently, nothing is guessed.

    `last_week`: the lines of the week before, by CIP13, which an unchanged entry repeats.
    """
    lines: list[Line] = []
    problems: list[Problem] = []
    remarks: list[Problem] = []
    for entry in entries:
        product = products.get(entry.cip13)
        if product is None:
            outcome: Line | Problem | None = _outside(entry)
        elif entry.confirms:
            outcome = _same_as(last_week.get(entry.cip13), entry)
        else:
            outcome = _read(entry, product)
        if isinstance(outcome, Problem):
            (remarks if outcome.code == UNDERSTOOD else problems).append(outcome)
        elif outcome:
            lines.append(outcome)
    return Reading(tuple(lines), tuple(problems), tuple(remarks))


def _read(entry: Entry, product: Product) -> Line | Problem | None:
    if entry.is_absent and not entry.not_stocked:
        return Line(entry.cip13, NOT_STOCKED)
    try:
        quantity = read_quantity(entry.text)
    except QuantityError as error:
        return Problem(entry.cip13, error.code, str(error))
    if entry.not_stocked and quantity.count is not None:
        return _two_states(entry)
    if entry.not_stocked:
        return Line(entry.cip13, NOT_STOCKED)
    if quantity.count is None:
        return Problem(entry.cip13, UNDERSTOOD, quantity.remark) if quantity.remark else None
    return _counted(entry, quantity.count, product)


def _same_as(last_week: Line | None, entry: Entry) -> Line | Problem:
    if entry.not_stocked:
        return _two_states(entry)
    if last_week is None:
        return Problem(
            entry.cip13,
            "nothing_to_confirm",
            "Rien à confirmer : ce produit n'a pas été déclaré la semaine dernière. Écrivez sa quantité.",
        )
    return replace(last_week, unchanged=True)


def _two_states(entry: Entry) -> Problem:
    return Problem(
        entry.cip13,
        "two_states",
        "Une quantité et « non référencé » à la fois : effacez la quantité ou décochez la case.",
    )


def _counted(entry: Entry, count: int, product: Product) -> Line | Problem:
    if not entry.in_boxes:
        return Line(entry.cip13, QUANTITY, units=count)
    units = count * product.pack_size
    if units > LARGEST:
        return Problem(
            entry.cip13,
            "too_large",
            f"{count} boîtes de {product.pack_size} font plus de {LARGEST} unités. Vérifiez la saisie.",
        )
    return Line(entry.cip13, QUANTITY, units=units, boxes=count)


def _outside(entry: Entry) -> Problem:
    return Problem(
        entry.cip13,
        "not_surveyed",
        "Ce code n'est pas suivi cette saison ; s'il manque, déclarez une rupture d'approvisionnement.",
    )
