"""The estimates of a release: a function of its published cells and of earlier releases (docs/adr/0012).

Withheld figures are not among the arguments, so no estimate can tell of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dp_ruptures.release.former import CellKey
from dp_ruptures.release.survey import FRANCE
from dp_ruptures.rules.hold import WINDOW_WEEKS
from dp_ruptures.rules.released_estimate import Cell, Estimate, days, estimate
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Transaction


@dataclass(frozen=True)
class Shown:
    """One published cell as its readers have it; `fresh`: its figures are of the release's own week."""

    units: int
    declarants: int
    active: int
    fresh: bool


Release = Mapping[CellKey, Shown]


def shown(rows: Iterable[Mapping[str, Any]]) -> Release:
    """The published cells among rows of `release_cells`."""
    return {
        (row["area_level"], row["area_code"], row["item_level"], row["item"]): Shown(
            row["units"], row["declarants"], row["active"], row["data_of"] == row["week"]
        )
        for row in rows
        if row["status"] == "publie"
    }


def earlier(transaction: Transaction, week: Week) -> list[Release]:
    """The releases of the four weeks before, the latest first, as they stand; empty where there is none."""
    return [shown(_cells(transaction, week.shift(-back).monday)) for back in range(1, WINDOW_WEEKS + 1)]


def _cells(transaction: Transaction, monday: date) -> list[Row]:
    headers = transaction.query("release_by_week", week=monday)
    if not headers:
        return []
    return transaction.query("release_cells", week=monday, revision=headers[0]["revision"])


@dataclass(frozen=True)
class Estimates:
    """What a release adds to its published cells; a cell that is not published has nothing."""

    totals: Mapping[CellKey, Estimate]
    days: Mapping[CellKey, float | None]


def estimates(now: Release, before: Sequence[Release], region_of: Mapping[str, str]) -> Estimates:
    """Totals and days of supply of the published cells; `region_of`: the région of each département."""
    cells = _counted(now)
    former = [_counted({key: one for key, one in release.items() if one.fresh}) for release in before]
    return Estimates(
        {key: estimate(cell, cells.get(_above(key, region_of))) for key, cell in cells.items()},
        {
            key: days(cell, [release.get(key) for release in former]) if now[key].fresh else None
            for key, cell in cells.items()
        },
    )


def _counted(release: Release) -> dict[CellKey, Cell]:
    """Each cell with the pharmacies that answered in its area: those of one product did not all stock it."""
    answered: dict[tuple[str, str], int] = defaultdict(int)
    for (level, code, *_), one in release.items():
        answered[level, code] = max(answered[level, code], one.declarants)
    return {key: Cell(one.units, answered[key[0], key[1]], one.active) for key, one in release.items()}


def _above(key: CellKey, region_of: Mapping[str, str]) -> CellKey:
    """The same item in the area above; France has none."""
    level, code, *item = key
    if level == "departement":
        return "region", region_of[code], item[0], item[1]
    return "france" if level == "region" else "", FRANCE, item[0], item[1]
