"""The portal's own clockwork: what it does without being asked, in a thread beside the server."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from dp_ruptures import clock, monday, settings, store
from dp_ruptures.rules.week import PARIS

# A server that was down at 8 acts when it is back, the same day.
_LATE_SECONDS = 12 * 3600
_log = logging.getLogger(__name__)


@contextmanager
def running() -> Iterator[None]:
    """The weekly jobs, as long as the server runs. None with a fixed clock: it would never be Monday."""
    if settings.load().fixed_now:
        yield
        return
    scheduler = BackgroundScheduler(timezone=PARIS)
    every_monday = CronTrigger(day_of_week="mon", hour=8, minute=0, timezone=PARIS)
    scheduler.add_job(
        publish, every_monday, id="release", coalesce=True, max_instances=1, misfire_grace_time=_LATE_SECONDS
    )
    if is_late():
        scheduler.add_job(publish, id="release-late")
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def is_late() -> bool:
    """Whether the server comes back on a Monday after 8 with a week still to publish.

    Not in a demo: its last week is left for the visitor to publish.
    """
    base = store.current()
    now = clock.now()
    local = now.astimezone(PARIS)
    is_demo = bool(base.query("setting_by_name", name="demo"))
    return not is_demo and local.weekday() == 0 and local.hour >= 8 and monday.due(base, now) is not None


def publish() -> None:
    """Monday's act; a failure nobody foresaw is logged by its kind, and the desk shows the week as due."""
    try:
        monday.act(store.current(), clock.now())
    except Exception as error:  # noqa: BLE001 - a scheduler's thread has nobody to raise to
        _log.error("monday's release failed: %s", type(error).__name__)
