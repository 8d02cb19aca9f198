"""The stock of a released area, silent pharmacies included, from released figures and nothing else.

Whoever holds the release can compute it, so it says nothing that the release does not (docs/adr/0012). Such
an estimate cannot know who was silent; it spreads the stock per answering pharmacy of the area, drawn towards
that of the area above when few answered. Its interval adds to the chance of who answered an allowance for the
silent being unlike: figures of declarants cannot show that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log1p, sqrt
from statistics import median

# Answers of the area above that count beside the area's own.
_BORROWED = 10.0
# The stock of one pharmacy varies about as much as its mean; a silent one may hold a quarter more or less.
_UNLIKE_EACH_OTHER, _UNLIKE_SILENT = 1.0, 0.25
_TWO_SIDED = 1.96
# As `rules.supply`: longer stocks say little; such a one lasts « 90 jours ou plus ».
LONGEST_DAYS = 90
_DAYS_A_WEEK = 7.0


@dataclass(frozen=True)
class Cell:
    """One published cell: its units, and the pharmacies that answered in its area out of the active ones.

    `answered`: the largest number of declarants published in the area, whatever the product.
    """

    units: int
    answered: int
    active: int


@dataclass(frozen=True)
class Estimate:
    """Units, with bounds that hold 95 times of 100 when the silent are not unlike by more than allowed."""

    units: int
    low: int
    high: int


def estimate(cell: Cell, above: Cell | None) -> Estimate:
    """The total of a cell; `above`: the same item in its région, of a région in France; None: withheld."""
    silent = max(cell.active - cell.answered, 0)
    if not cell.answered or not silent:
        return Estimate(cell.units, cell.units, cell.units)
    own = cell.units / cell.answered
    lent = above.units / above.answered if above and above.answered else own
    kept = cell.answered / (cell.answered + _BORROWED) if above else 1.0
    added = silent * (kept * own + (1 - kept) * lent)
    if not added:
        return Estimate(cell.units, cell.units, cell.units)
    chance = _UNLIKE_EACH_OTHER**2 * (1 / silent + 1 / (cell.answered + _BORROWED))
    spread = sqrt(log1p(chance + _UNLIKE_SILENT**2))
    reach = exp(_TWO_SIDED * spread)
    return Estimate(
        round(cell.units + added), round(cell.units + added / reach), round(cell.units + added * reach)
    )


def days(now: Cell, before: Sequence[Cell | None]) -> float | None:
    """Days that the stock lasts at the pace at which it has fallen over the last releases.

    `before`: the same cell in the weeks before, the latest first, None where not published or not fresh.
    The pace is net of deliveries; None where the stock per pharmacy did not fall between two such weeks.
    """
    if not now.answered:
        return None
    line = [_per_head(cell) for cell in (now, *before)]
    falls = [
        then - later
        for later, then in zip(line, line[1:], strict=False)
        if later is not None and then is not None and then > later
    ]
    if not now.units:
        return 0.0
    pace = median(falls) / _DAYS_A_WEEK if falls else 0.0
    return round(min(now.units / now.answered / pace, float(LONGEST_DAYS)), 1) if pace else None


def _per_head(cell: Cell | None) -> float | None:
    return cell.units / cell.answered if cell and cell.answered else None
