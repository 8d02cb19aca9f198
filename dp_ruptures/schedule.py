"""The portal's own clockwork: what it does without being asked, in a thread beside the server."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from dp_ruptures import clock, drafts, monday, night, night_report, settings, store
from dp_ruptures.rules.night import NIGHT
from dp_ruptures.rules.week import PARIS, week_of

# A server that was down at 8 acts when it is back, the same day.
_LATE_SECONDS = 12 * 3600
_log = logging.getLogger(__name__)


@contextmanager
def running() -> Iterator[None]:
    """The portal's jobs, as long as the server runs. None with a fixed clock: it would never be Monday."""
    if settings.load().fixed_now:
        yield
        return
    scheduler = BackgroundScheduler(timezone=PARIS)
    every_monday = CronTrigger(day_of_week="mon", hour=monday.HOUR, minute=0, timezone=PARIS)
    scheduler.add_job(
        publish, every_monday, id="release", coalesce=True, max_instances=1, misfire_grace_time=_LATE_SECONDS
    )
    every_night = CronTrigger(hour=NIGHT.hour, minute=NIGHT.minute, timezone=PARIS)
    scheduler.add_job(
        keep, every_night, id="keep", coalesce=True, max_instances=1, misfire_grace_time=_LATE_SECONDS
    )
    if missed_a_night(clock.now()):
        scheduler.add_job(keep, id="keep-late")
    if is_late(clock.now()):
        scheduler.add_job(publish, id="release-late")
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def is_late(now: datetime) -> bool:
    """Whether a server that starts at `now` acts at once: this week's hour has come, whatever the day since.

    The act itself finds out what is left to do. Not in a demo: its last week is the visitor's to publish.
    Nor on a portal just installed, which would publish a week in which nobody could declare.
    """
    base = store.current()
    if now < monday.moment(week_of(now).shift(-1)) or base.query("setting_by_name", name="demo"):
        return False
    return bool(base.query("administration_counts")[0]["declarations"])


def publish() -> None:
    """Monday's act; a failure nobody foresaw is said on the desk and by mail, like a refusal."""
    base, now = store.current(), clock.now()
    try:
        attempt = monday.act(base, now)
        if attempt and attempt.outcome == monday.DONE:
            night_report.note(base, night.save(base, now))
    except Exception as error:  # noqa: BLE001 - a scheduler's thread has nobody to raise to
        _log.error("monday's release failed: %s", type(error).__name__)
        monday.failed(base, now)
    drafts.forget_before(base, week_of(now))


def missed_a_night(now: datetime) -> bool:
    """Whether a server that starts at `now` was down last night. Not on a first start: nothing is old yet."""
    last = store.current().query("purge_last")
    return bool(last) and now - last[0]["purged_at"] > night_report.LATE_AFTER


def keep() -> None:
    """The night's work; a store that is not there any more is the log's."""
    try:
        night.work(store.current(), clock.now())
    except Exception as error:  # noqa: BLE001 - a scheduler's thread has nobody to raise to
        _log.error("the night's work failed: %s", type(error).__name__)
