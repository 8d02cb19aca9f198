"""What was done after a backup is not undone by it: purges, copies kept elsewhere, releases, log-outs."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from dp_ruptures import (
    accounts,
    backups,
    integrity,
    keeping_journal,
    monday,
    purge,
    restoring,
    sessions,
    settings,
)
from dp_ruptures import store as store_module
from dp_ruptures.errors import Refused
from dp_ruptures.rules.retention import first_kept, instant_that_erases
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy
from tests.keeping.conftest import NEW
from tests.rows import declare

AHEAD = timedelta(weeks=40)


def saved(store: Store, file: Path) -> Path:
    backups.backup(store, file, now=NOW, actor="test")
    return file


def restored(file: Path, **asked: bool) -> Store:
    store_module.close()
    restoring.restore(file, now=NOW, **asked)
    return store_module.current()


def logged_in(store: Store) -> str:
    """The session of an analyst."""
    accounts.create_with_password(
        store, name="analyste", role="analyst", finess=None, password="un mot de passe de test",
        now=NOW, actor="test",
    )  # fmt: skip
    token = sessions.trade_ticket(store, sessions.issue_ticket(store, "analyste", NOW), NOW)
    assert token
    assert sessions.person_of(store, token, NOW)
    return token


def test_the_purges_made_since_are_put_back_and_what_they_erased_stays_erased(
    process_store: Store, tmp_path: Path
) -> None:
    finess = add_pharmacy(process_store, "01000230")
    declare(process_store, 1, finess, NEW, {"3400930306000": 7})
    purge.purge(process_store, now=NOW, as_of=NOW, actor="test")
    copy = tmp_path / "b.duckdb"
    process_store.copy_to(copy)
    for as_of in (NOW, NOW + AHEAD):
        purge.purge(process_store, now=NOW, as_of=as_of, actor="test")
    again = restored(copy)
    assert integrity.check(again, NOW)["purges"] == 3
    assert again.query("declaration_history", finess=finess) == []


def test_a_backup_put_back_by_hand_is_seen_and_the_next_purge_mends_the_chain(
    process_store: Store, tmp_path: Path
) -> None:
    copy = tmp_path / "b.duckdb"
    process_store.copy_to(copy)
    purge.purge(process_store, now=NOW, as_of=NOW, actor="test")
    kept = copy.read_bytes()
    purge.purge(process_store, now=NOW, as_of=NOW, actor="test")
    store_module.close()
    (tmp_path / "dp_ruptures.duckdb").write_bytes(kept)
    again = store_module.current()
    with pytest.raises(Refused) as refused:
        integrity.check(again, NOW)
    assert ["n° 1 manque dans la base" in line for line in refused.value.lines] == [True, False]
    purge.purge(again, now=NOW, as_of=NOW, actor="test")
    assert integrity.check(again, NOW)["purges"] == 3


def test_lines_that_are_not_ours_or_not_whole_are_passed_over(process_store: Store, tmp_path: Path) -> None:
    copy = saved(process_store, tmp_path / "b.duckdb")
    purge.purge(process_store, now=NOW, as_of=NOW, actor="test")
    file = settings.load().keeping_journal
    forged = json.loads(file.read_text().splitlines()[-1])
    forged["purge"]["content"] = forged["purge"]["content"].replace('"number": 1', '"number": 2')
    with file.open("a") as opened:
        opened.write(json.dumps(forged) + '\n{"purge": 3}\n["x"]\n{"copy": "/a"}\n{"copy": "/tm')
    keeping_journal.note_copy(tmp_path / "d.duckdb", NOW)
    assert [path.name for path, _ in keeping_journal.read().copies] == ["b.duckdb", "d.duckdb"]
    assert integrity.check(restored(copy), NOW)["purges"] == 1
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_purge_dated_after_the_clock_stops_a_restore_unless_it_is_asked_for(
    process_store: Store, tmp_path: Path
) -> None:
    finess = add_pharmacy(process_store, "01000230")
    declare(process_store, 1, finess, NEW, {"3400930306000": 7})
    copy = tmp_path / "b.duckdb"
    process_store.copy_to(copy)  # as a snapshot of the machine does: no purge goes there
    purge.purge(process_store, now=NOW + AHEAD, as_of=NOW + AHEAD, actor="test")
    store_module.close()
    with pytest.raises(Refused, match="l'horloge recule"):
        restoring.restore(copy, now=NOW)
    again = restored(copy, anyway=True)
    assert len(again.query("declaration_history", finess=finess)) == 1
    purge.purge(again, now=NOW, as_of=NOW, actor="test")
    assert integrity.check(again, NOW)["purges"] == 2


def test_copies_made_since_are_still_held_to_the_same_age_and_nobody_stays_logged_in(
    process_store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    token = logged_in(process_store)
    elsewhere = tmp_path_factory.mktemp("usb")
    first = elsewhere / "first.duckdb"
    process_store.copy_to(first)
    second = saved(process_store, elsewhere / "second.duckdb")
    again = restored(first)
    assert {row["path"] for row in again.query("backup_copies")} == {str(first), str(second)}
    assert sessions.person_of(again, token, NOW) is None


def test_a_backup_older_than_a_release_that_is_out_is_refused_or_suspends_monday(
    process_store: Store, tmp_path: Path
) -> None:
    copy = tmp_path / "b.duckdb"
    process_store.copy_to(copy)
    place = settings.load().releases / parse_week("2026-W46").iso
    place.mkdir(parents=True)
    (place / "manifest.json").write_text('{"revision": 1}')
    store_module.close()
    with pytest.raises(Refused, match=r"d'avant la publication de 2026-W46"):
        restoring.restore(copy, now=NOW)
    assert monday.is_automatic(store_module.current())
    again = restored(copy, anyway=True)
    assert not monday.is_automatic(again)
    assert integrity.check(again, NOW)["unknown_releases"] == ["2026-W46"]


def test_the_instant_of_a_purge_is_the_first_that_erases_as_much() -> None:
    before = first_kept(NOW).monday
    instant = instant_that_erases(before)
    assert first_kept(instant).monday == before
    assert first_kept(instant - timedelta(seconds=1)).monday < before
