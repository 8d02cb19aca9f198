"""The autumn campaign: from mid-October to the end of February, in whole ISO weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

from dp_ruptures.rules.week import Week, week_of_day


@dataclass(frozen=True)
class Season:
    """A campaign of declarations; both days are included."""

    campaign_id: str
    name: str
    opens_on: date
    closes_on: date


def season(today: date) -> Season:
    """The season of `today`; between two seasons, the next one, so that it can be prepared."""
    running = _season_from(today.year - 1)
    return running if today <= running.closes_on else _season_from(today.year)


def same_week_last_season(week: Week) -> Week | None:
    """The week of that number a year before; None for a week 53 when that year had none."""
    year, number, _ = week.monday.isocalendar()
    try:
        return Week(date.fromisocalendar(year - 1, number, 1))
    except ValueError:
        return None


def _season_from(year: int) -> Season:
    years = f"{year}-{year + 1}"
    last_of_february = date(year + 1, 3, 1) - timedelta(days=1)
    opens, closes = week_of_day(date(year, 10, 15)).monday, week_of_day(last_of_february).sunday
    return Season(years, f"Saison {years}", opens, closes)
