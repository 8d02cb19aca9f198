"""How long individual data are kept: declarations about six months, the registers a year, then erased."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from dp_ruptures.rules.week import PARIS, Week, week_of, week_of_day

# Six months as the announcement of the service says, counted in whole weeks.
RETENTION_WEEKS = 26
# Who looked and who did what: long enough to find an abuse, no longer than the CNIL advises (2021-122).
REGISTER_WEEKS = 52
# A week is open for seven days: a fortnight on, a program's retry has nothing left to retry.
KEY_LIFE = timedelta(days=14)
# Backups: the last of each of seven days, and the last of each of four weeks.
DAILY_BACKUPS, WEEKLY_BACKUPS = 7, 4
# A purge that would jump further than this since the last one is asked of a person: clocks are set wrong.
LONGEST_LEAP = timedelta(days=45)


def erasure_day(week: Week) -> date:
    """The day on which a pharmacy's figures of `week` are erased."""
    return week.monday + timedelta(weeks=RETENTION_WEEKS)


def first_kept(now: datetime) -> Week:
    """The oldest week whose declarations are still kept at `now`; every week before it is erased."""
    return week_of(now).shift(1 - RETENTION_WEEKS)


def instant_that_erases(before: date) -> datetime:
    """The first instant at which every week before that Monday is past retention."""
    return week_of_day(before).shift(RETENTION_WEEKS - 1).opens_at


def registers_since(now: datetime) -> datetime:
    """Lines of the registers before this instant are erased."""
    return now - timedelta(weeks=REGISTER_WEEKS)


def clock_doubt(now: datetime, last_purge: datetime | None) -> str | None:
    """Why the clock is not to be believed, in French; None when it is. The last purge is the proof."""
    if last_purge is None:
        return None
    if now < last_purge:
        return f"l'horloge recule : le dernier effacement est du {_day(last_purge)}"
    if now - last_purge > LONGEST_LEAP:
        return f"aucun effacement depuis le {_day(last_purge)} : l'horloge a peut-être sauté"
    return None


def backups_to_keep(taken: Collection[datetime], now: datetime) -> set[datetime]:
    """Which of the portal's own backups stay; the others are deleted, all that is past retention first."""
    recent = [when for when in taken if now - when < timedelta(weeks=RETENTION_WEEKS)]
    # The last of each day.
    days = {when.astimezone(PARIS).date(): when for when in sorted(recent)}
    daily = sorted(days)[-DAILY_BACKUPS:]
    weeks = {(day - timedelta(days=day.weekday())): day for day in sorted(days)}
    weekly = [weeks[monday] for monday in sorted(weeks)[-WEEKLY_BACKUPS:]]
    return {days[day] for day in {*daily, *weekly}}


def _day(when: datetime) -> str:
    return f"{when.astimezone(PARIS):%d/%m/%Y}"
