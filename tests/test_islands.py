"""Saint-Barthélemy (977) and Saint-Martin (978), from the register to the release: with Guadeloupe."""

from datetime import datetime
from pathlib import Path

import pytest

from dp_ruptures import aggregates, released
from dp_ruptures.imports.finess import import_finess
from dp_ruptures.release import release
from dp_ruptures.rules.finess import with_key
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.rows import declare

WEEK = parse_week("2026-W46")
TEST = "2999000000012"
TOWNS = ["97133 ST BARTHELEMY", "97150 ST MARTIN", "97110 POINTE A PITRE"]


def number(rank: int) -> str:
    return with_key(f"97{rank:06d}")


def line(rank: int, town: str) -> str:
    fields = [""] * 32
    fields[0], fields[1], fields[3] = "structureet", number(rank), f"PHARMACIE {rank}"
    fields[13], fields[15], fields[18] = "9A", town, "620"
    return ";".join(fields)


@pytest.fixture
def islands(store: Store, tmp_path: Path, now: datetime) -> Store:
    """One pharmacy on each island and one in Guadeloupe, that all declared last week."""
    file = tmp_path / "extract.csv"
    lines = [line(rank, town) for rank, town in enumerate(TOWNS)]
    file.write_text("\n".join(["finess;etalab;111;2026-11-10", *lines, ""]), encoding="latin-1")
    import_finess(store, file, today=now.date())
    for rank, units in enumerate((40, 35, 30)):
        declare(store, rank + 1, number(rank), WEEK.monday, {TEST: units})
    return store


def test_case_29_the_islands_count_in_guadeloupe_s_aggregate(islands: Store, now: datetime) -> None:
    aggregates.refresh(islands, WEEK, now)
    rows = islands.query("stock_by_department", week=WEEK.monday, item_level="produit", item=TEST)
    counted = {row["department_code"]: row for row in rows if row["active"]}
    assert list(counted) == ["971"]
    guadeloupe = counted["971"]
    assert (guadeloupe["units"], guadeloupe["declarants"]) == (105, 3)
    assert (guadeloupe["respondents"], guadeloupe["active"]) == (3, 3)


def test_case_29_the_islands_count_in_guadeloupe_s_release(
    islands: Store, now: datetime, tmp_path: Path
) -> None:
    release(islands, WEEK, now=now, actor="test", out=tmp_path / "out")
    rows = [row for row in released.cells(islands, WEEK) if row["area_level"] == "departement"]
    cells = [row for row in rows if row["item"] == TEST and row["units"]]
    assert [(row["area_code"], row["units"], row["declarants"], row["active"]) for row in cells] == [
        ("971", 105, 3, 3)
    ]
    assert not {"977", "978"} & {row["area_code"] for row in released.cells(islands, WEEK)}
