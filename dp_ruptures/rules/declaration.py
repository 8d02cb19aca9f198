"""What a pharmacy may declare, and what makes two declarations the same.

Four states, everywhere: a quantity above 0; 0, a rupture; not stocked; not declared
(no line). "Unknown" and "none left" are different facts: in October 2020 mixing them
made one week's shortage 18 % in one official figure and 60-90 % in another.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dp_ruptures.rules.week import Week

QUANTITY, NOT_STOCKED = "quantity", "not_stocked"
_NAMESPACE = uuid.UUID("5b1f3f52-3c55-5c1e-9a3e-6f0f6a1d7c10")


@dataclass(frozen=True)
class Product:
    """A product of the campaign. `pack_size`: units (doses, tests) in one box."""

    cip13: str
    name: str
    family: str
    pack_size: int
    demo: bool = False


@dataclass(frozen=True)
class Line:
    """One declared product. `units` is None when not stocked; `boxes` when units were typed."""

    cip13: str
    state: str
    units: int | None = None
    boxes: int | None = None
    unchanged: bool = False

    @property
    def is_rupture(self) -> bool:
        return self.state == QUANTITY and self.units == 0


@dataclass(frozen=True)
class Declaration:
    """A pharmacy's whole week as one person sends it; `channel` is the door it came through."""

    finess: str
    week: Week
    lines: tuple[Line, ...]
    author: str
    channel: str


@dataclass(frozen=True)
class Problem:
    """Why a line is refused, or how it was UNDERSTOOD; `message` is a French sentence."""

    cip13: str
    code: str
    message: str


def receipt_id(declaration: Declaration, sequence: int) -> str:
    """The id of a declaration, from its content: a double click or a retry gives the same one.

    `sequence` counts the pharmacy's earlier declarations of that week, so that going back
    to a former content is a new declaration and not a replay.
    """
    content = ";".join(
        f"{line.cip13}|{line.state}|{line.units}|{line.boxes}|{line.unchanged}"
        for line in sorted(declaration.lines, key=lambda line: line.cip13)
    )
    return str(uuid.uuid5(_NAMESPACE, f"{declaration.finess}/{declaration.week.iso}/{sequence}/{content}"))


def receipt_number(receipt: str) -> str:
    """What is read over the phone: twelve characters in three groups, `3F9A-21C7-80B2`."""
    digits = receipt.replace("-", "").upper()
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:12]}"


def same_content(one: Iterable[Line], other: Iterable[Line]) -> bool:
    """Whether two declarations say the same, in whatever order.

    State and units decide: 100 tests counted as 4 boxes of 25 are the same 100 tests.
    """
    first, second = ({(line.cip13, line.state, line.units) for line in lines} for lines in (one, other))
    return first == second


def may_declare(opened_on: date | None, closed_on: date | None, today: date) -> bool:
    """Whether a pharmacy is in business on `today`: it declares until the day before it closes."""
    return (opened_on is None or opened_on <= today) and (closed_on is None or today < closed_on)
