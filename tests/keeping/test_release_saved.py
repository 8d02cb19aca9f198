"""Every release that comes out of the running server is in a backup, and one that is not is said."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any

import pytest

from dp_ruptures import (
    backup_files,
    erratum_desk,
    mailing_lists,
    night,
    night_report,
    operations,
    release,
    release_desk,
    schedule,
)
from dp_ruptures.progress import silent
from dp_ruptures.release import WITHHELD
from dp_ruptures.release_desk import Look
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW
from tests.postbox import Postbox

SEEN = Look(
    parse_week("2026-W46"), 1, NOW, "claire", "", {"reasons": [], "counts": {WITHHELD: 0}, "reason": "m"}
)


def three_acts(store: Store) -> None:
    release_desk.publish(store, SEEN, reason="", now=NOW, actor="denis")
    erratum_desk.publish(store, SEEN, alone="", now=NOW, actor="denis")
    for dry_run in (True, False):
        asked = {"week": "2026-W46", "out": None, "dry_run": dry_run}
        operations.perform(store, "release", asked, silent)


def test_a_release_of_the_desk_an_erratum_and_a_command_s_are_each_saved_by_the_running_server(
    process_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "publish", lambda *_, **__: SimpleNamespace())
    monkeypatch.setattr(release, "release", lambda *_, **__: {"message": ""})
    saved: list[Any] = []
    first = Lock()

    def save(store: Store, now: datetime) -> None:
        # One real backup shows as much as three.
        saved.append(first.acquire(blocking=False) and night._save(store, now))

    monkeypatch.setattr(night, "save_release", save)
    three_acts(process_store)  # No server: nobody to save.
    monkeypatch.delenv("DP_RUPTURES_NOW")
    with schedule.running():
        three_acts(process_store)
        deadline = time.monotonic() + 60
        while len(saved) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
    assert len(saved) == 3
    assert backup_files.taken()


def test_a_release_that_could_not_be_saved_is_said_to_the_operators(
    process_store: Store, tmp_path: Path, box: Postbox
) -> None:
    mailing_lists.change(process_store, mailing_lists.OPERATORS, "a@ordre.example", now=NOW, actor="test")
    (tmp_path / "backups").write_text("un fichier à la place du dossier")
    night.save_release(process_store, NOW)
    assert box.recipients == ["a@ordre.example"]
    assert "Elle suivait une publication." in box.letters[0].get_content()
    assert night_report.states(process_store, NOW)["backup"] == night_report.FAILED


def test_a_clock_in_doubt_deletes_no_backup_after_a_release(process_store: Store, tmp_path: Path) -> None:
    process_store.execute(
        "purge_record_insert",
        number=1, now=NOW, week=NOW.date(), content="", signature="", public_key="",
    )  # fmt: skip
    kept = tmp_path / "backups" / backup_files.own_name(NOW)
    kept.parent.mkdir()
    kept.touch()
    met = night.save_release(process_store, NOW + timedelta(days=400))
    assert (met.done, "l'horloge a peut-être sauté" in met.sentence) == (False, True)
    assert list(backup_files.taken().values()) == [kept]
