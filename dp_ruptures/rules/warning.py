"""What a colleague reading over the shoulder would ask about a figure. Never a refusal.

Four questions, each about one line, all in units:

- `pack`: the ratio to last week is within 10 % of a pack size or of its inverse (or of 10, a digit
  too many): « boîtes ou doses ? », the commonest error;
- `move`: |ln(this week ÷ last week) − the peers' median of it| goes past max(ln 4, 3.5 × 1.4826 × MAD),
  the MAD being that of the peers: what moves everywhere surprises nobody;
- `unusual`: 10,000 units or more where last week had fewer;
- `flat`: the same figure for the third week in a row while most of the peers' figures moved.

`pack` does without the MAD: where everything moves wildly, 25 times more is still a box. Zero is
never asked about: going to 0 is a rupture, coming from 0 a delivery. Nor are figures that are
small in both weeks: one box more is no typing error.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dp_ruptures.french import number, plural
from dp_ruptures.rules.declaration import Line, Product
from dp_ruptures.rules.quantity import UNUSUAL

PACK, MOVE, LARGE, FLAT = "pack", "move", "unusual", "flat"
AT_MOST = 2
FLAT_WEEKS = 3

SMALL = 10
FLOOR = math.log(4)
# 1.4826 turns a MAD into a standard deviation where figures are normal; 3.5 is the usual bound.
_SPREAD = 3.5 * 1.4826
_FACTORS = (5, 10, 20, 25)
_NEAR = 0.1


@dataclass(frozen=True)
class Move:
    """How the other pharmacies' stocks of a product moved: median and MAD of ln(this week ÷ last week)."""

    median: float = 0.0
    mad: float = 0.0

    @property
    def is_general(self) -> bool:
        """Whether most figures moved: with half of them still, both would be 0."""
        return bool(self.median or self.mad)


@dataclass(frozen=True)
class Before:
    """What the pharmacy declared of a product up to last week.

    `units`: last week's, None when it declared no quantity; `weeks`: how many weeks in a row it had
    said so by then; `flat_asked`: whether it was asked about that already.
    """

    units: int | None = None
    weeks: int = 0
    flat_asked: bool = False


@dataclass(frozen=True)
class Question:
    """A question about one line; `message` is a French sentence. The stronger the more surprising."""

    cip13: str
    code: str
    message: str
    units: int
    previous: int | None = None
    strength: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Asked:
    """A question that a person was asked, and whether they said « c'est exact »."""

    question: Question
    confirmed: bool = False


def questions(
    lines: Iterable[Line],
    products: Mapping[str, Product],
    before: Mapping[str, Before],
    peers: Mapping[str, Move],
) -> tuple[Question, ...]:
    """At most two questions about a declaration, the strongest first.

    A product that `before` or `peers` does not hold is one of which nothing is known.
    """
    found = [
        question
        for line in lines
        if line.units and line.cip13 in products
        if (
            question := about(
                line.units,
                products[line.cip13],
                before.get(line.cip13, Before()),
                peers.get(line.cip13, Move()),
            )
        )
    ]
    return tuple(sorted(found, key=lambda question: -question.strength)[:AT_MOST])


def about(units: int, product: Product, before: Before, peers: Move) -> Question | None:
    """The one question about a figure above 0, or None."""
    return (
        _moved(units, product, before.units, peers)
        or _large(units, product, before.units)
        or _flat(units, product, before, peers)
    )


def _moved(units: int, product: Product, previous: int | None, peers: Move) -> Question | None:
    if not previous or max(units, previous) < SMALL:
        return None
    ratio = units / previous
    surprise = abs(math.log(ratio) - peers.median)
    unit = "test" if product.family == "tests" else "dose"
    if surprise > FLOOR and _near_a_pack(ratio, product.pack_size):
        message = f"{_times(ratio)} la semaine dernière : boîtes ou {unit}s ?"
        return Question(product.cip13, PACK, message, units, previous, surprise)
    if surprise > max(FLOOR, _SPREAD * peers.mad):
        counts = f"{number(units)} contre {plural(previous, unit)}"
        message = f"{_times(ratio)} la semaine dernière ({counts}) : est-ce exact ?"
        return Question(product.cip13, MOVE, message, units, previous, surprise)
    return None


def _near_a_pack(ratio: float, pack_size: int) -> bool:
    sizes = {*_FACTORS, pack_size} - {1}
    return any(abs(max(ratio, 1 / ratio) / size - 1) <= _NEAR for size in sizes)


def _large(units: int, product: Product, previous: int | None) -> Question | None:
    if units < UNUSUAL or (previous or 0) >= UNUSUAL:
        return None
    message = f"{number(units)} unités, c'est beaucoup pour une officine : confirmez si c'est exact."
    return Question(product.cip13, LARGE, message, units, previous, math.inf)


def _flat(units: int, product: Product, before: Before, peers: Move) -> Question | None:
    is_flat = units == before.units and before.weeks >= FLAT_WEEKS - 1
    if not is_flat or before.flat_asked or not peers.is_general:
        return None
    message = f"{number(units)} {_since(before.weeks + 1)} : recompté cette semaine ?"
    return Question(product.cip13, FLAT, message, units, before.units)


def _times(ratio: float) -> str:
    """`10 ×`, or `2,5 fois moins que`."""
    times = max(ratio, 1 / ratio)
    written = number(times, 0 if times >= 10 else 1).removesuffix(",0")
    return f"{written} ×" if ratio >= 1 else f"{written} fois moins que"


def _since(weeks: int) -> str:
    ordinal = {3: "troisième", 4: "quatrième"}.get(weeks)
    return f"pour la {ordinal} semaine de suite" if ordinal else "depuis un mois ou plus"
