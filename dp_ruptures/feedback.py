"""What a pharmacy gets back for its declaration: its own weeks, and what is released around it.

Its own figures come from its own declarations; everything of others from the release tables,
never from the week under way: what nobody may know yet, a pharmacist must not know either.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from dp_ruptures import supply
from dp_ruptures.rules.declaration import NOT_STOCKED
from dp_ruptures.rules.supply import WEEKS
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store

PUBLISHED = "publie"
ALL = "ensemble"
_SHOWN = 3


@dataclass(frozen=True)
class Own:
    """The pharmacy's last weeks of one product, oldest first; None where it was not declared.

    `days`: how long the stock of the last of them lasts, None when unknown.
    """

    weeks: dict[Week, Row | None]
    days: int | None

    @property
    def quantity(self) -> int | None:
        """The quantity of the last week; None when it has none: what is blank is never 0."""
        return _quantity(list(self.weeks.values())[-1])

    @property
    def previous(self) -> int | None:
        """The latest quantity before the last week, if any."""
        earlier = [_quantity(row) for row in list(self.weeks.values())[:-1]]
        return next((units for units in reversed(earlier) if units is not None), None)

    @property
    def is_counted(self) -> bool:
        """Whether any of the weeks has a quantity."""
        return self.quantity is not None or self.previous is not None


@dataclass(frozen=True)
class Around:
    """The released figures of one product (or ALL) in the pharmacy's surroundings.

    `home`: its département's cells by released week, oldest first; `near`: the cells that are
    published for the other départements of its région, at the last release.
    """

    home: list[Row] = field(default_factory=list)
    near: list[Row] = field(default_factory=list)

    @property
    def last(self) -> Row | None:
        return self.home[-1] if self.home else None

    @property
    def per_pharmacy(self) -> list[float]:
        """Units per declaring pharmacy of the département, as published; a figure held over counts once."""
        figures: dict[date, float] = {}
        for cell in self.home:
            if is_published(cell):
                figures[cell["data_of"] or cell["week"]] = cell["units"] / cell["declarants"]
        return list(figures.values())

    @property
    def previous(self) -> float | None:
        """The published figure before the last one, where the last one is published."""
        known = self.per_pharmacy
        return known[-2] if len(known) > 1 and self.last and is_published(self.last) else None


@dataclass(frozen=True)
class Surroundings:
    """What is released around a pharmacy; `week` None: nothing is yet."""

    week: Week | None
    department: str
    by_item: dict[str, Around]

    def of(self, item: str) -> Around:
        return self.by_item.get(item, Around())


def own(rows: list[Row], week: Week) -> dict[str, Own]:
    """cip13 → the pharmacy's own weeks up to `week`, from what `supply.counts` returned.

    Days of supply only where `week` has a quantity: a receipt says nothing of what it was not told.
    """
    days = supply.days_from(rows, week)
    found: dict[str, dict[Week, Row]] = defaultdict(dict)
    for row in rows:
        found[row["cip13"]][row["week"]] = row
    span = [*weeks_before(week), week]
    mine = {cip13: {at: said.get(at) for at in span} for cip13, said in found.items()}
    return {
        cip13: Own(weeks, None if _quantity(weeks[week]) is None else days.get(cip13))
        for cip13, weeks in mine.items()
    }


def _quantity(row: Row | None) -> int | None:
    return row["units"] if row and row["state"] != NOT_STOCKED else None


def weeks_before(week: Week) -> list[Week]:
    """The weeks that a declaration of `week` is shown beside, oldest first."""
    return [week.shift(-back) for back in range(_SHOWN, 0, -1)]


def surroundings(store: Store, finess: str, week: Week) -> Surroundings:
    """What is released around the pharmacy, of the weeks before `week`; one question."""
    rows = store.query("feedback_released", finess=finess, first=week.shift(-WEEKS).monday)
    by_item: dict[str, Around] = defaultdict(Around)
    for row in rows:
        around = by_item[ALL if row["item_level"] == ALL else row["item"]]
        if row["is_home"]:
            around.home.append(row)
        elif is_published(row):
            around.near.append(row)
    at_home = [row for row in rows if row["is_home"]]
    if not at_home:
        return Surroundings(None, "", {})
    return Surroundings(Week(at_home[-1]["week"]), at_home[-1]["area_name"], dict(by_item))


def is_published(cell: Row) -> bool:
    """Whether a cell gives a figure that can be divided among its declaring pharmacies."""
    return bool(cell["status"] == PUBLISHED and cell["units"] is not None and cell["declarants"])
