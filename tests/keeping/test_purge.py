"""What is past retention goes, down to its bytes; what is not stays; each purge is signed."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dp_ruptures import backups, integrity, purge, schedule, settings
from dp_ruptures import store as store_module
from dp_ruptures.errors import Refused
from dp_ruptures.release.turn import alone
from dp_ruptures.rules.retention import first_kept
from dp_ruptures.store import Store, in_transaction
from tests.conftest import NOW, add_pharmacy
from tests.keeping.conftest import FINESS, NEW, OLD
from tests.rows import declare, put

Found = Callable[..., Iterator[str]]


def run(store: Store, **asked: Any) -> dict[str, Any]:
    return purge.purge(store, now=NOW, as_of=asked.get("as_of", NOW), actor="test")


def test_no_byte_of_an_erased_figure_is_left_in_the_store_nor_in_any_backup(
    process_store: Store, home: Path, tmp_path_factory: pytest.TempPathFactory, found_in: Found
) -> None:
    elsewhere = tmp_path_factory.mktemp("usb")
    backups.nightly(process_store, NOW - timedelta(days=1), "test")
    backups.backup(process_store, elsewhere / "copie.duckdb", now=NOW, actor="test")
    spilled = home / "tmp" / "duckdb_temp_storage-0.tmp"
    spilled.parent.mkdir()
    spilled.write_bytes(FINESS.encode())
    assert {name.partition("-")[0] for name in found_in(home)} >= {"dp_ruptures", "duckdb_temp_storage"}
    assert list(found_in(elsewhere)) == ["copie.duckdb"]
    done = run(process_store)
    assert list(found_in(home, elsewhere)) == []
    assert len(done["backups"]["erased"]) == 2
    assert sorted(path.name for path in elsewhere.iterdir()) == ["copie.duckdb"]


def test_deleting_alone_would_leave_the_bytes(process_store: Store, home: Path, found_in: Found) -> None:
    """Why the file is written anew: without it, this test's own search finds what was deleted."""
    process_store._connection.execute("CHECKPOINT")  # type: ignore[attr-defined]
    in_transaction(process_store, lambda transaction: purge.erase(transaction, NOW))
    process_store._connection.execute("CHECKPOINT")  # type: ignore[attr-defined]
    assert list(found_in(home)) == ["dp_ruptures.duckdb"]
    process_store.rebuild()
    assert list(found_in(home)) == []


def test_what_is_counted_is_what_goes_and_a_dry_run_takes_nothing(process_store: Store, home: Path) -> None:
    told = purge.look(process_store, NOW)
    assert told["dry_run"] is True
    assert {kind: n for kind, n in told["erased"].items() if n} == {
        "lignes": 1, "questions": 1, "etats": 1, "declarations": 1, "brouillons": 1,
    }  # fmt: skip
    assert purge.look(process_store, NOW) == told
    assert run(process_store)["erased"] == told["erased"]
    assert purge.look(process_store, NOW)["total"] == 0


def test_the_edge_is_the_day_told_to_the_pharmacist(process_store: Store) -> None:
    edge = first_kept(NOW)
    declare(process_store, 1, FINESS, edge.shift(-1).monday, {"3400930306000": 1})
    declare(process_store, 2, FINESS, edge.monday, {"3400930306000": 1})
    run(process_store)
    assert [row["week"] for row in process_store.query("declaration_history", finess=FINESS)] == [edge.monday]


def test_releases_stay_and_thin_totals_of_departments_go(process_store: Store) -> None:
    cell = {"week": OLD, "item_level": "produit", "item": "3400930306000", "units": 5}
    for code, declarants in (("01", 2), ("03", 3)):
        put(process_store, "week_aggregate", {**cell, "department_code": code, "declarants": declarants})
    both = {"item_level": "ensemble", "item": "ensemble", "declarants": 9}
    put(process_store, "week_aggregate", {**cell, "department_code": "01", **both})
    put(process_store, "release", {"week": OLD, "published_at": datetime(2026, 4, 13)})  # noqa: DTZ001
    before = process_store.query("release_by_week", week=OLD)
    run(process_store)
    kept = process_store._connection.execute("SELECT department_code FROM week_aggregate").fetchall()  # type: ignore[attr-defined]
    assert kept == [("03",)]
    assert process_store.query("release_by_week", week=OLD) == before


def test_a_pharmacy_long_closed_leaves_its_public_line_only(process_store: Store) -> None:
    gone = add_pharmacy(process_store, "01000555", closed_on=date(2026, 4, 1), telephone="0465710001")
    here = add_pharmacy(process_store, "01000556", closed_on=date(2026, 11, 1), email="c@d.fr")
    for finess in (gone, here):
        with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute("INSERT INTO pharmacy_product VALUES (?, '3400930306000', 1, false)", [finess])
            cursor.execute(
                "INSERT INTO account VALUES (?, 'n', 'pharmacist', ?, NULL, 'h', now()::TIMESTAMP, false)",
                [f"compte-{finess}", finess],
            )
    counts = run(process_store)["erased"]
    assert (counts["produits"], counts["courriels"], counts["comptes"]) == (1, 1, 1)
    assert process_store.query("account_of_pharmacy", finess=here)
    assert process_store.query("pharmacy_by_finess", finess=gone)
    assert process_store.query("own_pharmacy", finess=gone)[0]["telephone"] is None


def test_the_registers_have_a_year(process_store: Store) -> None:
    for days in (363, 365):
        when = NOW - timedelta(days=days)
        process_store.execute("access_insert", now=when, actor="a", subject=str(days), purpose="p")
    run(process_store)
    left = process_store._connection.execute("SELECT subject FROM access_log").fetchall()  # type: ignore[attr-defined]
    assert left == [("363",)]


def test_each_purge_is_signed_and_names_the_one_before(process_store: Store) -> None:
    run(process_store)
    run(process_store, as_of=NOW + timedelta(weeks=1))
    assert integrity.check(process_store, NOW)["purges"] == 2


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE purge_record SET content = replace(content, '\"lignes\": 0', '\"lignes\": 9')", "signature"),
        ("DELETE FROM purge_record WHERE number = 2", "manque avant le n° 3"),
        (
            "UPDATE purge_record SET erased_before = DATE '2020-01-06' WHERE number = 1",
            "manque avant le n° 1",
        ),
    ],
)
def test_a_record_changed_or_taken_away_is_seen(process_store: Store, change: str, fault: str) -> None:
    for _ in range(3):
        run(process_store)
    process_store._connection.execute(change)  # type: ignore[attr-defined]
    with pytest.raises(Refused) as refused:
        integrity.check(process_store, NOW)
    assert any(fault in line for line in refused.value.lines)


def test_a_record_of_another_key_is_seen_and_one_of_a_former_key_is_not(process_store: Store) -> None:
    run(process_store)
    known = settings.load()
    former = process_store.query("purge_records")[0]["public_key"]
    known.signing_key.unlink()
    with pytest.raises(Refused, match="clé inconnue"):
        integrity.check(process_store, NOW)
    known.former_keys.mkdir()
    (known.former_keys / "2026.pem").write_text(former)
    run(process_store)
    assert integrity.check(process_store, NOW)["purges"] == 2


def test_a_purge_waits_for_no_release(process_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purge, "_PATIENCE_SECONDS", 0.01)
    with alone(1), pytest.raises(Refused, match="calcul de publication est déjà en cours"):
        run(process_store)


def test_what_is_written_after_a_rebuild_is_found_again(process_store: Store, home: Path) -> None:
    run(process_store)
    declare(process_store, 901, FINESS, NEW, {"3400930306000": 7})
    store_module.close()
    assert len(store_module.connect().query("declaration_history", finess=FINESS)) == 1


def test_the_night_saves_then_erases_and_a_clock_set_ahead_erases_nothing(
    process_store: Store, home: Path, found_in: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule.keep()
    assert list(found_in(home)) == []
    assert len(list((home / "backups").glob("*.duckdb"))) == 1
    declare(process_store, 901, FINESS, NEW, {"3400930306000": 7})
    monkeypatch.setenv("DP_RUPTURES_NOW", "2036-11-18T10:00:00+00:00")
    assert schedule.missed_a_night(datetime(2036, 11, 18, tzinfo=UTC))
    schedule.keep()
    assert process_store.query("declaration_history", finess=FINESS)
    assert len(process_store.query("purge_records")) == 1
