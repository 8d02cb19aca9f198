"""Which boxes to move between neighbouring areas so that the worst off last longer, within a budget.

A box is worth the days it brings below the goal: the first day of stock of an area is worth `goal`, the
second one day less, and nothing from the goal on. Worth times boxes is what a plan raises, so the emptiest
are served first and nobody gives a day that they need more than who receives it. Among the plans that
raise as much, the one that travels least. Solved exactly (integer program, HiGHS): a larger budget
never gains less.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dp_ruptures.rules.transport_program import Program, solve

# Figures come from divisions: 3 days of 0.1 box must not become a fourth.
_HAIR = 1e-9


@dataclass(frozen=True)
class Area:
    """What an area holds, in whole boxes: `movable` of them may leave; `need`: boxes dispensed a day."""

    code: str
    stock: int
    movable: int
    need: float

    def days(self, boxes: int) -> float:
        """How long `boxes` would last here; infinite where nothing is dispensed."""
        return boxes / self.need if self.need else math.inf


@dataclass(frozen=True)
class Link:
    """Two areas that may send each other boxes, and how far apart they are."""

    one: str
    other: str
    km: int


@dataclass(frozen=True)
class Budget:
    """At most so many boxes moved, and so many kilometres summed over boxes; None: no limit."""

    boxes: int | None = None
    box_km: int | None = None


@dataclass(frozen=True)
class Terms:
    """What a plan aims at: `goal` whole days of stock, boxes moved by multiples of `lot`."""

    goal: int = 14
    lot: int = 1


@dataclass(frozen=True)
class Move:
    """Boxes that go from one area to a neighbour."""

    start: str
    end: str
    boxes: int
    km: int


@dataclass(frozen=True)
class Plan:
    """The moves, largest first, each area's boxes afterwards, and what they raise (days times boxes).

    `is_exact`: proved to raise the most; False when the time was out, the best found being given.
    """

    moves: tuple[Move, ...]
    stocks: Mapping[str, int]
    gain: int
    is_exact: bool = True

    @property
    def boxes(self) -> int:
        return sum(move.boxes for move in self.moves)

    @property
    def box_km(self) -> int:
        return sum(move.boxes * move.km for move in self.moves)


def plan(areas: Sequence[Area], links: Iterable[Link], budget: Budget, terms: Terms = Terms()) -> Plan:
    """The plan that raises the most within the budget.

    No area sends more than its movable boxes, ends below what the worst off had in days, nor is a box
    lost. Links to an unknown area are left out. Raises ValueError on a negative figure.
    """
    _check(areas, budget, terms)
    held = {area.code: area.stock for area in areas}
    roads = [link for link in links if link.one in held and link.other in held]
    if not roads or 0 in (budget.boxes, budget.box_km):
        return Plan((), held, 0)
    shipped, is_exact = solve(_program(areas, roads, budget, terms))
    moves = _moves(roads, shipped, terms.lot)
    for move in moves:
        held[move.start] -= move.boxes
        held[move.end] += move.boxes
    gain = sum(
        worth(area, held[area.code], terms.goal) - worth(area, area.stock, terms.goal) for area in areas
    )
    return Plan(moves, held, gain, is_exact) if gain > 0 else Plan((), _as_they_are(areas), 0, is_exact)


def worth(area: Area, boxes: int, goal: int) -> int:
    """What `boxes` are worth there: each counts the days that were missing to the goal before it."""
    total, left = 0, boxes
    for day, size in enumerate(shelves(area, goal)):
        held = min(size, left)
        total += held * (goal - day)
        left -= held
    return total


def shelves(area: Area, goal: int) -> list[int]:
    """How many boxes make the first day of stock of an area, the second, and so on to the goal.

    The last box of a day may reach into the next: a box given from a day leaves that many days whole.
    """
    edges = [boxes_for(area, day) for day in range(goal + 1)]
    return [upper - lower for lower, upper in zip(edges, edges[1:], strict=False)]


def boxes_for(area: Area, days: float) -> int:
    """The fewest whole boxes that last `days` there."""
    return max(0, math.ceil(area.need * days - _HAIR))


def _program(areas: Sequence[Area], roads: list[Link], budget: Budget, terms: Terms) -> Program:
    place = {area.code: rank for rank, area in enumerate(areas)}
    least = min((area.days(area.stock) for area in areas if area.need), default=0.0)
    return Program(
        stocks=[area.stock for area in areas],
        movable=[area.movable for area in areas],
        kept=[min(area.stock, boxes_for(area, least)) for area in areas],
        shelves=[shelves(area, terms.goal) for area in areas],
        roads=[(place[link.one], place[link.other], link.km) for link in roads],
        boxes=budget.boxes,
        box_km=budget.box_km,
        lot=terms.lot,
    )


def _moves(roads: list[Link], shipped: Sequence[tuple[int, int]], lot: int) -> tuple[Move, ...]:
    """Net of what would cross on the road."""
    moves = []
    for link, (there, back) in zip(roads, shipped, strict=True):
        net = (there - back) * lot
        start, end = (link.one, link.other) if net > 0 else (link.other, link.one)
        if net:
            moves.append(Move(start, end, abs(net), link.km))
    return tuple(sorted(moves, key=lambda move: (-move.boxes, move.start, move.end)))


def _worth(held: Iterable[tuple[Area, int]], goal: int) -> int:
    return sum(worth(area, boxes, goal) for area, boxes in held)


def _as_they_are(areas: Sequence[Area]) -> dict[str, int]:
    return {area.code: area.stock for area in areas}


def _check(areas: Sequence[Area], budget: Budget, terms: Terms) -> None:
    figures = [figure for area in areas for figure in (area.stock, area.movable, area.need)]
    limits = [limit for limit in (budget.boxes, budget.box_km) if limit is not None]
    if any(figure < 0 for figure in [*figures, *limits]) or terms.goal < 1 or terms.lot < 1:
        raise ValueError("stocks, needs and budgets are 0 or more, goal and lot 1 or more")
