"""ISO weeks in Europe/Paris, the calendar of every declaration.

One calendar for everybody, overseas pharmacies included: a week opens on Monday
00:00 and closes on Sunday 23:59 in Paris. The French label writes S for semaine.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_WEEK = re.compile(r"(\d{4})-?[WS](\d{1,2})", re.IGNORECASE)


class WeekError(ValueError):
    """A text that names no week; the message is a French sentence."""


@dataclass(frozen=True, order=True)
class Week:
    """One ISO week, known by its Monday."""

    monday: date

    def __post_init__(self) -> None:
        if self.monday.weekday() != 0:
            raise WeekError(f"Le {self.monday:%d/%m/%Y} n'est pas un lundi.")

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def iso(self) -> str:
        """`2026-W47`, as files and commands write it."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"

    @property
    def label(self) -> str:
        """`2026-S47`, as screens write it."""
        return self.iso.replace("W", "S")

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def opens_at(self) -> datetime:
        """Monday 00:00 in Paris, as a UTC instant."""
        return _paris_midnight(self.monday)

    @property
    def closes_at(self) -> datetime:
        """The instant after Sunday 23:59:59 in Paris, in UTC."""
        return _paris_midnight(self.monday + timedelta(days=7))

    def shift(self, weeks: int) -> "Week":
        return Week(self.monday + timedelta(weeks=weeks))

    def is_open(self, instant: datetime) -> bool:
        return self.opens_at <= instant < self.closes_at


def _paris_midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=PARIS).astimezone(UTC)


def week_of_day(day: date) -> Week:
    return Week(day - timedelta(days=day.weekday()))


def week_of(instant: datetime) -> Week:
    """The week that holds `instant` (timezone-aware) on a clock in Paris."""
    return week_of_day(instant.astimezone(PARIS).date())


def parse_week(text: str) -> Week:
    """`2026-W47`, `2026W47` or `2026-S47` to a Week. Raises WeekError in French."""
    match = _WEEK.fullmatch(text.strip())
    if not match:
        raise WeekError(f"« {text} » n'est pas une semaine : écrivez par exemple 2026-W47.")
    year, number = int(match[1]), int(match[2])
    try:
        return Week(date.fromisocalendar(year, number, 1))
    except ValueError:
        raise WeekError(f"L'année {year} n'a pas de semaine {number}.") from None


def weeks_between(first: Week, last: Week) -> list[Week]:
    """Every week from `first` to `last`, both included; empty when `last` comes before."""
    count = (last.monday - first.monday).days // 7 + 1
    return [first.shift(i) for i in range(max(count, 0))]
