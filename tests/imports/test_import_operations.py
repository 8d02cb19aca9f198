"""What follows an import for the whole portal: the denominators, the register of acts."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dp_ruptures import aggregates, operations, release
from dp_ruptures.progress import silent
from dp_ruptures.rules.finess import with_key
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store
from tests.conftest import NOW
from tests.rows import declare

WEEK = Week(date(2026, 11, 16))
TEST = "2999000000012"


@pytest.fixture
def import_finess(process_store: Store, tmp_path: Path) -> Any:
    """Has the register of `ranks` imported as the command does."""

    def run(*ranks: int, close_missing: bool = False) -> Row:
        file = tmp_path / "extract.csv"
        lines = ["finess;etalab;111;2026-11-10", *map(line, ranks), ""]
        file.write_text("\n".join(lines), encoding="latin-1")
        parameters = {"file": str(file), "close_missing": close_missing}
        return operations.perform(process_store, "import-finess", parameters, silent)

    return run


def line(rank: int) -> str:
    fields = [""] * 32
    fields[0], fields[1], fields[3] = "structureet", number(rank), f"PHARMACIE {rank}"
    fields[13], fields[15], fields[18] = "01", "01500 AMBERIEU EN BUGEY", "620"
    return ";".join(fields)


def number(rank: int) -> str:
    return with_key(f"01{rank:06d}")


def active(store: Store, week: Week) -> int | None:
    """The open pharmacies of the Ain as the map reads them."""
    rows = store.query("stock_by_department", week=week.monday, item_level="ensemble", item="ensemble")
    (row,) = [row for row in rows if row["department_code"] == "01"]
    count: int | None = row["active"]
    return count


def test_a_map_looked_at_before_the_register_came_counts_its_pharmacies(
    process_store: Store, import_finess: Any
) -> None:
    operations.perform(process_store, "init", {}, silent)
    aggregates.refresh(process_store, WEEK, NOW)
    assert active(process_store, WEEK) == 0
    import_finess(1, 2, 3)
    aggregates.refresh(process_store, WEEK, NOW)
    assert active(process_store, WEEK) == 3


def test_a_closing_leaves_the_open_week_but_not_the_ones_before(
    process_store: Store, import_finess: Any
) -> None:
    import_finess(*range(1, 13))
    for week in (WEEK, WEEK.shift(-1)):
        declare(process_store, week.monday.day, number(1), week.monday, {TEST: 5})
        aggregates.refresh(process_store, week, NOW)
    with process_store.transaction() as transaction:
        transaction.execute("finess_close_pharmacies", finesses=[number(12)], closed_on=WEEK.monday)
    # What the command closes today still counts this week; the one closed on Monday no longer does.
    import_finess(*range(2, 12), close_missing=True)
    assert (active(process_store, WEEK), active(process_store, WEEK.shift(-1))) == (11, 12)


def test_released_weeks_and_erased_ones_keep_their_denominators(
    process_store: Store, import_finess: Any, tmp_path: Path
) -> None:
    import_finess(1)
    last, erased = WEEK.shift(-1), WEEK.shift(-2)
    declare(process_store, 1, number(1), erased.monday, {TEST: 5})
    for week in (WEEK, last, erased):
        aggregates.refresh(process_store, week, NOW)
    release.release(process_store, last, now=NOW, actor="test", out=tmp_path / "out")
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("DELETE FROM declaration")
    import_finess(1, 2)
    assert [active(process_store, week) for week in (WEEK, last, erased)] == [2, 1, 1]


def test_an_import_is_not_stopped_by_an_aggregate_of_a_week_to_come(
    process_store: Store, import_finess: Any
) -> None:
    aggregates.refresh(process_store, WEEK.shift(1), NOW + timedelta(7))
    assert import_finess(1)["added"] == 1


def test_init_in_production_brings_no_demonstration_code(
    empty_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DP_RUPTURES_NOW", raising=False)
    monkeypatch.setenv("DP_RUPTURES_ENV", "production")
    operations.perform(empty_store, "init", {}, silent)
    catalogue = empty_store.query("product_catalogue")
    assert len(catalogue) == 12
    assert not any(row["demo"] for row in catalogue)
