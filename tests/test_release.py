"""The weekly act: safe leaves only, frozen once, files from the frozen table."""

import csv
import errno
import hashlib
import io
import json
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import frictionless
import pytest

from dp_ruptures import release_audit, release_files, release_folder, released, settings
from dp_ruptures.disclosure.rules import Rules
from dp_ruptures.errors import Refused
from dp_ruptures.reference import load_reference
from dp_ruptures.release import release
from dp_ruptures.release.check import check_week
from dp_ruptures.release.draft import draw
from dp_ruptures.release.table import Figure
from dp_ruptures.rules.week import Week, parse_week
from dp_ruptures.store import Store, Transaction, in_transaction, open_store
from tests.conftest import add_pharmacy
from tests.rows import declare

WEEK = parse_week("2026-W46")
TEST, VACCINE = "2999000000012", "3400930306000"
Stock = dict[str, int | None]


@pytest.fixture
def declared(store: Store) -> Callable[..., str]:
    """Adds a pharmacy that declared in the closed week."""
    numbers = iter(range(1, 1000))

    def add(units: Stock, *, department: str = "01", **columns: object) -> str:
        number = next(numbers)
        finess = add_pharmacy(
            store,
            f"{10000000 + number:08d}",
            department_code=department,
            territory_code=department,
            **columns,
        )
        declare(store, number, finess, WEEK.monday, units)
        return finess

    return add


def publish(store: Store, tmp_path: Path, now: datetime, **options: object) -> dict[str, object]:
    return release(store, WEEK, now=now, actor="test", out=tmp_path / "out", **options)  # type: ignore[arg-type]


def cell(store: Store, item: str = TEST, department: str = "01") -> tuple[str, int | None, int | None]:
    (row,) = [
        row
        for row in released.cells(store, WEEK)
        if (row["area_level"], row["area_code"], row["item"]) == ("departement", department, item)
    ]
    return row["status"], row["units"], row["declarants"]


def test_a_balanced_leaf_is_published(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    for units in (40, 35, 30):
        declared({TEST: units})
    publish(store, tmp_path, now)
    assert cell(store) == ("publie", 105, 3)


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param([40, 35], id="two declarants"),
        pytest.param([900, 50, 40], id="dominance"),
        pytest.param([50, 49, 1], id="p percent: the second guesses the first"),
        pytest.param([0, 0, 0, 0], id="everybody is out: a zero tells on each"),
    ],
)
def test_a_leaf_that_gives_somebody_away_is_withheld_without_a_figure(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime, figures: list[int]
) -> None:
    for units in figures:
        declared({TEST: units})
    publish(store, tmp_path, now)
    assert cell(store) == ("secret", None, None)


def test_three_pharmacies_of_one_owner_are_one_declarant(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    for units in (40, 35, 30):
        declared({TEST: units}, owner_key="one owner")
    publish(store, tmp_path, now)
    assert cell(store) == ("secret", None, None)


def test_nobody_is_no_data_and_not_stocked_is_nobody(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    for _ in range(3):
        declared({TEST: None})
    publish(store, tmp_path, now)
    assert cell(store) == ("sans_donnee", None, None)


def test_case_34_only_the_last_declaration_of_the_week_counts(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    first = declared({TEST: 4000})
    for units in (35, 30):
        declared({TEST: units})
    declare(store, 9999, first, WEEK.monday, {TEST: 40})
    publish(store, tmp_path, now)
    assert cell(store) == ("publie", 105, 3)


def test_case_32_a_closed_pharmacy_is_out(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    for units in (40, 35, 30):
        declared({TEST: units})
    declared({TEST: 60}, closed_on=WEEK.monday)
    publish(store, tmp_path, now)
    assert cell(store) == ("publie", 105, 3)


def test_every_place_and_item_has_a_cell(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    publish(store, tmp_path, now)
    rows = released.cells(store, WEEK)
    assert len(rows) == (101 + 18 + 1) * (10 + 2 + 1)
    assert {row["status"] for row in rows} == {"sans_donnee"}


def test_margins_add_their_leaves_up_and_count_a_pharmacy_once(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    for department in ("01", "03"):
        for units in (40, 35, 30):
            declared({TEST: units, VACCINE: 2 * units}, department=department)
    publish(store, tmp_path, now)
    found = {(row["area_code"], row["item"]): row for row in released.cells(store, WEEK) if row["units"]}
    assert found["84", TEST]["units"] == found["FR", TEST]["units"] == 210
    assert found["FR", "ensemble"]["units"] == 630
    assert found["FR", "ensemble"]["declarants"] == 6


@pytest.mark.parametrize(
    ("week", "why"),
    [("2026-W47", "encore ouverte"), ("2026-W48", "n'a pas commencé"), ("2026-W20", "campagne")],
)
def test_case_37_an_open_future_or_unsurveyed_week_is_refused(
    store: Store, now: datetime, tmp_path: Path, week: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        release(store, parse_week(week), now=now, actor="test", out=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_released_week_is_never_released_again(store: Store, tmp_path: Path, now: datetime) -> None:
    publish(store, tmp_path, now)
    with pytest.raises(Refused, match="déjà publiée"):
        publish(store, tmp_path, now + timedelta(days=1))


def test_two_releases_at_once_publish_once(process_store: Store, tmp_path: Path, now: datetime) -> None:
    def attempt(_: int) -> bool:
        try:
            publish(process_store, tmp_path, now)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, range(2))) == [False, True]
    assert len(released.cells(process_store, WEEK)) == 1560


def test_a_dry_run_leaves_no_trace(store: Store, tmp_path: Path, now: datetime) -> None:
    outcome = publish(store, tmp_path, now, dry_run=True)
    assert outcome["files"] == {}
    assert released.weeks(store) == []
    assert not (tmp_path / "out").exists()


def test_a_late_declaration_does_not_change_a_frozen_release(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    for units in (40, 35, 30):
        declared({TEST: units})
    publish(store, tmp_path, now)
    declared({TEST: 99})
    assert cell(store) == ("publie", 105, 3)


def test_the_csv_is_valid_under_its_own_table_schema(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    for units in (40, 35, 30):
        declared({TEST: units, VACCINE: 0})
    publish(store, tmp_path, now)
    schema = frictionless.Schema.from_descriptor(
        json.loads((tmp_path / "out/stocks.schema.json").read_text())
    )
    with frictionless.system.use_context(trusted=True):
        resource = frictionless.Resource(path=str(tmp_path / "out" / "stocks.csv"), schema=schema)
        assert frictionless.validate(resource).valid


def test_the_csv_has_the_columns_of_the_contract_and_hides_what_is_not_published(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    for units in (40, 35, 30):
        declared({TEST: units, VACCINE: 0})
    publish(store, tmp_path, now)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "stocks.csv").read_text(encoding="utf-8"))))
    assert list(rows[0]) == [
        "semaine",
        "niveau",
        "code",
        "nom",
        "produit_niveau",
        "produit",
        "famille",
        "libelle",
        "statut",
        "unites",
        "donnees_de",
        "officines_declarantes",
        "officines_actives",
        "unites_estimees",
        "estimation_bas",
        "estimation_haut",
        "jours_de_stock",
    ]
    for row in rows:
        figures = list(row.values())[9:]
        assert any(figures) == (row["statut"] == "publie")
    shown = next(row for row in rows if row["statut"] == "publie" and row["niveau"] == "departement")
    assert (shown["semaine"], shown["unites"], shown["donnees_de"]) == ("2026-W46", "105", "2026-W46")


def test_csv_and_json_say_the_same_and_the_manifest_seals_them(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    for units in (40, 35, 30):
        declared({TEST: units})
    publish(store, tmp_path, now)
    out = tmp_path / "out"
    cells = json.loads((out / "stocks.json").read_text())["cellules"]
    rows = list(csv.DictReader(io.StringIO((out / "stocks.csv").read_text(encoding="utf-8"))))
    as_text = [{k: "" if v is None else str(v) for k, v in cell.items()} for cell in cells]
    assert as_text == rows
    manifest = json.loads((out / "manifest.json").read_text())
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    assert manifest["counts"] == {"publie": 9, "secret": 0, "sans_donnee": 1551}


def test_the_same_state_gives_byte_identical_files_whatever_the_order_and_the_day(
    tmp_path: Path, now: datetime
) -> None:
    def files(order: list[int], day: datetime) -> dict[str, bytes]:
        opened = open_store("duckdb:///:memory:")
        opened.migrate()
        load_reference(opened, now.date())
        opened.execute("setting_insert", name="policy_salt", content="the same policy")
        for number, place in enumerate(order):
            finess = add_pharmacy(opened, f"0100023{place}")
            declare(opened, number, finess, WEEK.monday, {TEST: 30 + place})
        release(opened, WEEK, now=day, actor="test", out=tmp_path / str(order))
        return release_files.contents(opened, WEEK)

    one, other = files([0, 1, 2], now), files([2, 0, 1], now + timedelta(days=3))
    assert one == other
    assert json.loads(one["manifest.json"])["counts"]["publie"] == 9


def sha256(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def test_neither_the_policy_nor_the_state_can_be_guessed_from_the_manifest(
    store: Store, declared: Callable[..., str], tmp_path: Path, now: datetime
) -> None:
    for units in (40, 35, 30):
        declared({TEST: units})
    publish(store, tmp_path, now)
    state = store.query("release_audit", week=WEEK.monday, revision=1)
    everything = b"".join(release_files.contents(store, WEEK).values())
    assert b"p_percent" not in everything
    for guess in (asdict(Rules()), {"rules": asdict(Rules())}, state, {"content": state}):
        assert sha256(guess).encode() not in everything


def test_another_salt_gives_another_policy_hash(tmp_path: Path, now: datetime) -> None:
    hashes = set()
    for salt in ("one", "other"):
        opened = open_store("duckdb:///:memory:")
        opened.migrate()
        load_reference(opened, now.date())
        opened.execute("setting_insert", name="policy_salt", content=salt)
        release(opened, WEEK, now=now, actor="test", out=tmp_path / salt)
        hashes.add(json.loads(release_files.contents(opened, WEEK)["manifest.json"])["policy_sha256"])
    assert len(hashes) == 2


def test_a_disk_that_refuses_the_files_leaves_nothing_published(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    (tmp_path / "out").write_text("a file stands where the folder should be")
    with pytest.raises(Refused, match="ne s'écrivent pas"):
        release(store, WEEK, now=now, actor="test", out=tmp_path / "out" / "inside")
    assert released.weeks(store) == []
    assert publish(store, tmp_path / "elsewhere", now)["files"]


def test_a_full_disk_is_said_and_leaves_nothing(
    store: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content[:9])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(release_folder, "_write_through", full)
        with pytest.raises(Refused, match=r"Le disque est plein.*Faites de la place"):
            publish(store, tmp_path, now)
    assert list(tmp_path.glob(".*")) == []
    assert released.weeks(store) == []
    assert publish(store, tmp_path, now)["files"]


def test_a_commit_that_fails_leaves_no_draft(
    store: Store, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def fails(opened: Store, work: Callable[[Transaction], object]) -> object:
        with opened.transaction() as transaction:
            work(transaction)
            written.extend(tmp_path.glob(".out.*"))
            raise RuntimeError("the commit fails")

    monkeypatch.setattr("dp_ruptures.release.act.in_transaction", fails)
    with pytest.raises(RuntimeError):
        publish(store, tmp_path, now)
    assert len(written) == 1
    assert list(tmp_path.glob(".*")) == []


def test_the_draft_of_a_process_that_died_goes_with_the_next_release_and_a_fresh_one_stays(
    store: Store, tmp_path: Path, now: datetime
) -> None:
    for name, age in ((".2026-W45.77.88", 2 * release_folder.ABANDONED_SECONDS), (".2026-W46.99.88", 0)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "stocks.csv").write_text("half")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    publish(store, tmp_path, now)
    assert [place.name for place in tmp_path.glob(".*")] == [".2026-W46.99.88"]


def test_a_kill_between_commit_and_files_is_mended_by_the_next_attempt(
    process_store: Store, now: datetime
) -> None:
    release(process_store, WEEK, now=now, actor="test")
    folder = settings.load().releases / WEEK.iso
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    (folder / "stocks.csv").unlink()
    (folder / "stocks.json").write_text("half")
    with pytest.raises(Refused, match="déjà publiée"):
        release(process_store, WEEK, now=now, actor="test")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def recounted(store: Store, change: Callable[[Figure], Figure], status: str) -> dict[str, object]:
    """The recount of a week in whose table the leaf of the Ain was changed, with this status."""

    def work(transaction: Transaction) -> dict[str, object]:
        campaign = check_week(transaction, WEEK, WEEK.closes_at)
        drawn = draw(transaction, WEEK, 1, campaign, seconds=None)
        key = ("departement", "01", "produit", TEST)
        figures = drawn.table.figures | {key: change(drawn.table.figures[key])}
        statuses = {**drawn.suppression.status, key: status}
        table = replace(drawn.table, figures=figures)
        return release_audit.audit(transaction, table, statuses, Rules(), week=WEEK, revision=1)

    return in_transaction(store, work)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"units": 106}, "publie"),
        ({"declarants": 4}, "publie"),
        ({}, "sans_donnee"),
    ],
)
def test_the_recount_stops_a_wrong_figure(
    store: Store, declared: Callable[..., str], change: dict[str, int], status: str
) -> None:
    for units in (40, 35, 30):
        declared({TEST: units})
    with pytest.raises(Refused, match="audit"):
        recounted(store, lambda figure: replace(figure, **change), status)


@pytest.mark.parametrize("figures", [[40, 35], [900, 50, 40], [50, 49, 1], [0, 0, 0]])
def test_the_recount_stops_a_leaf_published_against_the_rules(
    store: Store, declared: Callable[..., str], figures: list[int]
) -> None:
    for units in figures:
        declared({TEST: units})
    with pytest.raises(Refused, match="audit"):
        recounted(store, lambda figure: figure, "publie")


def test_the_recount_passes_what_was_drawn(store: Store, declared: Callable[..., str]) -> None:
    for units in (40, 35, 30):
        declared({TEST: units})
    report = recounted(store, lambda figure: figure, "publie")
    assert (report["cells"], report["violations"]) == (1560, [])


def test_files_are_only_made_of_a_released_week(store: Store) -> None:
    with pytest.raises(Refused, match="n'est pas publiée"):
        release_files.contents(store, Week(date(2026, 11, 9)))
