"""How long vaccines last in the first weeks of a campaign, when last week says little of the next one.

A campaign starts with a rush and calms down on a known curve, so the pace seen so far is moved along it.
"""

from itertools import accumulate

from dp_ruptures.rules.supply import LONGEST

# Share of a season's doses by week: our own means of five seasons (data/reference/demo_weekly_shares.csv),
# derived from the doses delivered in pharmacies each week from 2020-2021 to 2024-2025 (Licence Ouverte).
# Days are derived too: the source has weeks only, so the six open days of a week share it alike.
SHARES = (
    0.20950, 0.15062, 0.11022, 0.12560, 0.11312, 0.08734, 0.06502, 0.04330,
    0.03014, 0.01964, 0.01158, 0.00984,
)  # fmt: skip
FIRST_WEEKS = 3
_OPEN_DAYS, _DAYS = 6, 7
# Half of a week's declarations are in by Tuesday evening.
_COUNTED_ON = 2


def is_early(rank: int) -> bool:
    """Whether week `rank` of a campaign, from 1, is one of those that need the curve."""
    return 1 <= rank <= FIRST_WEEKS


def daily_share(day: int) -> float:
    """Share of the season on a day, counted from 0 on the first Monday; the last known week goes on."""
    week, weekday = divmod(day, _DAYS)
    return SHARES[min(week, len(SHARES) - 1)] / _OPEN_DAYS if weekday < _OPEN_DAYS else 0.0


def days(units: float, pace: float, rank: int) -> float | None:
    """Days that `units`, counted in week `rank`, last; at most LONGEST.

    `pace`: units a day in the seven days before that count. None when there is no pace or no week before.
    """
    if rank < 2 or pace <= 0:
        return None
    start = _DAYS * (rank - 1) + _COUNTED_ON
    # From one count to the next: the days since last week's.
    seen = sum(daily_share(day) for day in range(start - _DAYS, start)) / _DAYS
    demands = (pace * daily_share(start + ahead) / seen for ahead in range(LONGEST))
    for ahead, gone in enumerate(accumulate(demands)):
        if gone > units:
            return float(ahead)
    return float(LONGEST)
