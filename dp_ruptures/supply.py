"""One pharmacy's own weekly counts, and how long its stocks last. Never another's figures."""

from collections import defaultdict

from dp_ruptures import french
from dp_ruptures.rules.declaration import QUANTITY
from dp_ruptures.rules.supply import LONGEST, WEEKS, days
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store


def days_from(rows: list[Row], week: Week) -> dict[str, int | None]:
    """cip13 → days of supply of its last count, in `week` or the week before, from what `counts` returned.

    0: in rupture. None: the pace is unknown. A product that the pharmacy did not count lately is
    missing: read the dict with `.get(cip13)`.
    """
    return {cip13: days(units, week) for cip13, units in by_product(rows).items()}


def by_product(rows: list[Row]) -> dict[str, dict[Week, int | None]]:
    """cip13 → units by week, None where no quantity was declared, from what `counts` returned."""
    units: dict[str, dict[Week, int | None]] = defaultdict(dict)
    for row in rows:
        units[row["cip13"]][row["week"]] = row["units"] if row["state"] == QUANTITY else None
    return dict(units)


def counts(store: Store, finess: str, week: Week) -> list[Row]:
    """What the pharmacy declared in the last weeks, `week` included: cip13, week, state, units."""
    rows = store.query("supply_counts", finess=finess, first=week.shift(-WEEKS).monday, last=week.monday)
    return [{**row, "week": Week(row["week"])} for row in rows]


def in_words(left: int | None) -> str:
    """`6 j`, `plus de 90 j`, `0 j`, or a dash when unknown: what a line of the form or a table shows."""
    if left is None:
        return "—"
    lead = "plus de " if left >= LONGEST else ""
    return f"{lead}{french.number(left)}{french.NO_BREAK}j"
