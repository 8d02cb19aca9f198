"""Who is asked to answer a week, who did, and how often silence may be reminded of.

Lateness is a label: an answer counts until the week closes, whatever its day.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from dp_ruptures.rules.week import PARIS, Week

MOST_A_WEEK = 2
# A pharmacy that has been silent for so long is not expected: one letter a week says that the door is open.
MOST_WHEN_INACTIVE = 1
# Two runs of one day must not write twice; a cron of every morning must not miss its hour by a minute.
APART = timedelta(hours=18)


@dataclass(frozen=True)
class Turnout:
    """The pharmacies of an area in one week; `in_business` counts the inactive ones, `expected` does not."""

    in_business: int = 0
    expected: int = 0
    answered: int = 0
    on_time: int = 0
    ever: int = 0

    def __add__(self, other: "Turnout") -> "Turnout":
        return Turnout(**{name: number + getattr(other, name) for name, number in vars(self).items()})

    @property
    def inactive(self) -> int:
        return self.in_business - self.expected

    @property
    def silent(self) -> int:
        """Expected, and not heard of."""
        return self.expected - self.answered


def silent_since(week: Week, first: Week, weeks: int) -> Week | None:
    """From which week on a pharmacy must have been silent to be inactive in `week`.

    None while the campaign (or what is kept of it), which began in `first`, is younger than `weeks`:
    everybody is expected then.
    """
    since = week.shift(-weeks)
    return since if since >= first else None


def day_end(week: Week, day: int) -> datetime:
    """The instant, in UTC, at which the day of `week` ends in Paris; 1 is Monday."""
    return datetime.combine(week.monday + timedelta(days=day), time.min, tzinfo=PARIS).astimezone(UTC)


def next_rank(written: int, *, lately: bool, inactive: bool) -> int | None:
    """Which reminder of the week (1, then 2) may leave; None when none may, or not yet.

    `lately`: the last one left less than APART ago.
    """
    if lately or written >= (MOST_WHEN_INACTIVE if inactive else MOST_A_WEEK):
        return None
    return written + 1
