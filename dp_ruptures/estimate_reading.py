"""What an estimate reads of the store: every pharmacy by its rank, and what it said week after week.

Reading costs more than estimating: the weeks of a curve, whose windows overlap, are read once for all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dp_ruptures.rules.estimate import Panel
from dp_ruptures.rules.estimate.panel import Floats, Integers
from dp_ruptures.rules.week import Week, weeks_between
from dp_ruptures.stocks import Item
from dp_ruptures.store import Row, Store


@dataclass(frozen=True)
class Spoken:
    """A week's declarations of the item: ranks of the pharmacies, their units, the part of them at zero."""

    places: Integers
    units: Floats
    outs: Floats


def read(store: Store, first: Week, last: Week, item: Item) -> dict[Week, Spoken]:
    """The declarations of each week that has any, from `first` to `last`."""
    bounds = {"first": first.monday, "last": last.monday}
    rows = store.query("estimate_figures", **bounds, cip13s=list(item.cip13s))
    return {Week(row["week"]): Spoken(np.array(row["places"], np.int64), np.array(row["units"]),
                                      np.array(row["outs"])) for row in rows}  # fmt: skip


def panel(
    places: Sequence[Row], regions: list[str], weeks: tuple[Week, Week], spoken: Mapping[Week, Spoken]
) -> Panel:
    """The pharmacies active in the last of `weeks` (first, last), `places`: estimate_places of that week.

    Weeks before their first declaration are left out.
    """
    highest = max(*(max(row["places"]) for row in places), *(_highest(one) for one in spoken.values()), 0)
    home: Integers = np.full(1 + highest, -1, np.int64)
    for number, row in enumerate(places):
        home[row["places"]] = number
    active = np.flatnonzero(home >= 0)
    rank = np.full(1 + highest, -1, np.int64)
    rank[active] = np.arange(len(active))
    told = {week: rank[one.places] for week, one in spoken.items() if weeks[0] <= week <= weeks[1]}
    begun = min((week for week, ranks in told.items() if (ranks >= 0).any()), default=weeks[1])
    heard = weeks_between(begun, weeks[1])
    units, out = np.full((len(active), len(heard)), np.nan), np.zeros((len(active), len(heard)))
    for column, week in enumerate(heard):
        if week in told:
            known = told[week] >= 0
            units[told[week][known], column] = spoken[week].units[known]
            out[told[week][known], column] = spoken[week].outs[known]
    region = np.array([regions.index(row["region_code"]) for row in places], np.int64)
    return Panel(units, out, home[active], region)


def _highest(one: Spoken) -> int:
    return int(one.places.max(initial=0))
