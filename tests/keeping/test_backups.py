"""A backup counts once it is proven; a restore takes nothing that is not, and keeps what was there."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from dp_ruptures import backup_files, backups, integrity, restoring, settings
from dp_ruptures import store as store_module
from dp_ruptures.errors import Refused
from dp_ruptures.settings import SettingsError
from dp_ruptures.store import Store, duckdb_files
from tests.conftest import NOW, add_pharmacy
from tests.keeping.conftest import FINESS, NEW
from tests.rows import declare

VACCINE = "3400930306000"


def saved(store: Store, file: Path) -> Path:
    backups.backup(store, file, now=NOW, actor="test")
    return file


def histories(finess: str) -> int:
    return len(store_module.current().query("declaration_history", finess=finess))


def test_a_backup_taken_while_others_write_is_whole(process_store: Store, tmp_path: Path) -> None:
    finess = add_pharmacy(process_store, "01000230")
    stop, written = threading.Event(), []

    def write() -> None:
        number = 1
        while not stop.is_set():
            with process_store.transaction() as transaction:
                transaction.execute(
                    "bulk_insert_headers", receipt_ids=[f"r{number}"], finesses=[finess], weeks=[NEW],
                    instants=[NOW], channels=["form"], authors=["a"], line_counts=[1],
                )  # fmt: skip
                transaction.execute(
                    "declaration_insert_lines", receipt_ids=[f"r{number}"], cip13s=[VACCINE],
                    states=["quantity"], units=[number], boxes=[None], unchanged=[False],
                )  # fmt: skip
            written.append(number)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 5:
            time.sleep(0.01)
        counts = [
            backups.backup(process_store, tmp_path / f"{i}.duckdb", now=NOW, actor="t")["counts"]
            for i in range(2)
        ]
    finally:
        stop.set()
        writer.join()
    assert 0 < counts[0]["declarations"] < counts[1]["declarations"] <= len(written)
    assert all(one["declarations"] == one["lignes"] for one in counts)
    assert list(tmp_path.glob(".*")) == []


def test_a_restore_brings_back_what_was_and_keeps_what_is_aside(process_store: Store, tmp_path: Path) -> None:
    finess = add_pharmacy(process_store, "01000230")
    declare(process_store, 1, finess, NEW, {VACCINE: 7})
    copy = saved(process_store, tmp_path / "b.duckdb")
    declare(process_store, 2, finess, NEW, {VACCINE: 8})
    store_module.close()
    outcome = restoring.restore(copy, now=NOW)
    assert histories(finess) == 1
    assert store_module.current().query("audit_latest")[0]["action"] == "restore"
    store_module.close()
    restoring.restore(Path(outcome["aside"]), now=NOW + timedelta(hours=1))
    assert histories(finess) == 2


def test_a_restore_does_not_bring_back_what_is_past_retention(
    process_store: Store, home: Path, found_in: Callable[..., Iterator[str]]
) -> None:
    copy = saved(process_store, home / "b.duckdb")
    store_module.close()
    aside = Path(restoring.restore(copy, now=NOW, anyway=True)["aside"])
    assert histories(FINESS) == 0
    assert sorted(found_in(home)) == sorted([aside.name, "b.duckdb"])


def test_nothing_is_restored_while_the_portal_runs(process_store: Store, tmp_path: Path) -> None:
    copy = saved(process_store, tmp_path / "b.duckdb")
    with pytest.raises(Refused, match="arrêtez d'abord le portail"):
        restoring.restore(copy, now=NOW)


@pytest.mark.parametrize("damage", ["text", "cut", "orphan", "newer"])
def test_a_bad_backup_is_refused_and_the_store_is_as_it_was(
    process_store: Store, tmp_path: Path, damage: str
) -> None:
    finess = add_pharmacy(process_store, "01000230")
    declare(process_store, 1, finess, NEW, {VACCINE: 7})
    bad = saved(process_store, tmp_path / "b.duckdb")
    store_module.close()
    if damage == "text":
        bad.write_text("pas une base\n")
    elif damage == "cut":
        bad.write_bytes(bad.read_bytes()[:50_000])
    else:
        with duckdb.connect(str(bad)) as opened:
            opened.execute(
                "DELETE FROM declaration" if damage == "orphan"
                else "INSERT INTO schema_migration (name) VALUES ('9999_later')"
            )  # fmt: skip
    with pytest.raises(Refused):
        restoring.restore(bad, now=NOW)
    assert histories(finess) == 1
    store_module.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "b.duckdb", "conservation.jsonl", "dp_ruptures.duckdb", "dp_ruptures.lock",
    ]  # fmt: skip


def test_a_backup_replaces_a_backup_and_nothing_else(process_store: Store, tmp_path: Path) -> None:
    copy = saved(process_store, tmp_path / "b.duckdb")
    saved(process_store, copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    letter = tmp_path / "lettre.txt"
    letter.write_text("à garder")
    with pytest.raises(Refused, match="n'est pas une sauvegarde"):
        saved(process_store, letter)
    with pytest.raises(Refused, match="la base elle-même"):
        saved(process_store, tmp_path / "dp_ruptures.duckdb")
    assert letter.read_text() == "à garder"


def test_a_store_with_a_fault_is_saved_all_the_same_and_the_fault_said(
    process_store: Store, tmp_path: Path
) -> None:
    declare(process_store, 1, add_pharmacy(process_store, "01000230"), NEW, {VACCINE: 7})
    process_store._connection.execute("DELETE FROM declaration_line")  # type: ignore[attr-defined]
    outcome = backups.backup(process_store, tmp_path / "b.duckdb", now=NOW, actor="test")
    assert outcome["faults"] == ["Déclarations dont le nombre de lignes ne correspond pas : 1."]
    assert outcome["faults"][0] in outcome["message"]


def test_nights_are_rotated_and_what_a_restore_replaced_goes_after_a_week(
    process_store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for back in range(1, 40):
        (folder / backup_files.own_name(NOW - timedelta(days=back))).touch()
    mine = folder / "à-moi.duckdb"
    mine.touch()
    for days in (6, 8):
        backup_files.aside_name(tmp_path / "dp_ruptures.duckdb", NOW - timedelta(days=days)).touch()
    backups.nightly(process_store, NOW, "test")
    assert 7 <= len(backup_files.taken()) <= 11
    assert mine.exists()
    assert len(backup_files.aside()) == 1


def test_our_own_backup_that_does_not_open_is_deleted_by_the_purge_and_an_operator_s_is_said(
    process_store: Store, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = saved(process_store, tmp_path_factory.mktemp("usb") / "b.duckdb")
    gone = saved(process_store, outside.with_name("gone.duckdb"))
    gone.unlink()
    outside.write_text("abîmée")
    (tmp_path / "backups").mkdir()
    ours = tmp_path / "backups" / backup_files.own_name(NOW)
    ours.write_text("abîmée")
    visited = backup_files.purge(process_store, lambda opened: False, lambda opened: None)
    assert (visited.unreadable, visited.missing) == ([str(ours), str(outside)], [str(gone)])
    assert not list(outside.parent.glob("*.lock"))
    assert (ours.exists(), outside.exists()) == (False, True)
    assert backup_files.purge(process_store, lambda opened: False, lambda opened: None).missing == []


def test_a_backup_of_a_later_version_is_said_and_left_whole(process_store: Store, tmp_path: Path) -> None:
    ours = saved(process_store, tmp_path / "backups" / backup_files.own_name(NOW))
    with duckdb.connect(str(ours)) as opened:
        opened.execute("INSERT INTO schema_migration (name) VALUES ('9999_later')")
    visited = backup_files.purge(process_store, lambda opened: True, lambda opened: None)
    assert (visited.newer, visited.unreadable, ours.exists()) == ([str(ours)], [], True)


def test_check_counts_what_is_kept(process_store: Store) -> None:
    declare(process_store, 1, add_pharmacy(process_store, "01000230"), NEW, {VACCINE: 7})
    outcome = integrity.check(process_store, NOW)
    assert (outcome["counts"]["declarations"], outcome["counts"]["lignes"]) == (1, 1)
    assert outcome["faults"] == []


def test_a_plain_backup_becomes_an_encrypted_store_and_its_key_is_changed_by_a_restore(
    process_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DuckDB's own cipher in the place of the extension, which this machine may not have."""
    monkeypatch.setattr(
        duckdb_files, "_load_encryption", lambda at: at.execute("SET GLOBAL force_mbedtls_unsafe = 'true'")
    )
    finess = add_pharmacy(process_store, "01000230")
    declare(process_store, 1, finess, NEW, {VACCINE: 7})
    plain = saved(process_store, tmp_path / "clair.duckdb")
    keys = ("une première clef", "une seconde clef !")
    file = plain
    for step, key in enumerate(key.replace("è", "e") for key in keys):
        store_module.close()
        monkeypatch.setenv("DP_RUPTURES_STORE_KEY", key)
        restoring.restore(file, now=NOW + timedelta(hours=step))
        assert histories(finess) == 1
        assert finess.encode() not in (tmp_path / "dp_ruptures.duckdb").read_bytes()
        visited = backup_files.purge(store_module.current(), lambda opened: False, lambda opened: None)
        assert (visited.unreadable, str(plain) in visited.erased) == ([], True)
        assert finess.encode() not in plain.read_bytes()
        assert not list(tmp_path.glob("*restauration*.lock"))
        file = saved(store_module.current(), tmp_path / f"{step}.duckdb")
        monkeypatch.setenv("DP_RUPTURES_STORE_KEY_BEFORE", key)


@pytest.mark.parametrize("key", ["courte", "une clé avec un accent", "une clef avec \\ dedans"])
def test_a_key_that_duckdb_would_read_otherwise_is_refused(key: str) -> None:
    with pytest.raises(SettingsError, match="16 caractères"):
        settings.load({"DP_RUPTURES_STORE_KEY": key})
