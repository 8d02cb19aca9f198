"""When the portal's own work of the night comes round, on the clocks of Paris."""

from datetime import datetime, time, timedelta

from dp_ruptures.rules.week import PARIS

NIGHT = time(2, 30)


def next_night(now: datetime) -> datetime:
    """The next instant of the night's work after `now`."""
    today = now.astimezone(PARIS).date()
    tonight = datetime.combine(today, NIGHT, PARIS)
    return tonight if tonight > now else datetime.combine(today + timedelta(days=1), NIGHT, PARIS)


def next_erasing_night(now: datetime) -> datetime:
    """The next of them on which another week falls out of retention: the one of a Monday."""
    night = next_night(now)
    return datetime.combine(night.date() + timedelta(days=-night.weekday() % 7), NIGHT, PARIS)
