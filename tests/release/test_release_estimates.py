"""What a release estimates is a function of what releases publish: recomputed from the frozen rows alone."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from dp_ruptures import released
from dp_ruptures.release import release
from dp_ruptures.release.estimates import Release, estimates, shown
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Row, Store
from tests.release.season import Season

WEEKS = [parse_week(f"2026-W{number}") for number in (45, 46)]
Key = tuple[str, str, str, str]
Figures = tuple[object, ...]


@pytest.fixture
def published(store: Store, tmp_path: Path, now: datetime) -> list[list[Row]]:
    """The frozen rows of two releases of a small country, the oldest first."""
    season = Season(store, 7)
    for week in WEEKS:
        season.week(week, answer=0.8, move=0.9)
        release(store, week, now=now, actor="test", out=tmp_path / week.iso)
    return [released.cells(store, week) for week in WEEKS]


def recomputed(
    store: Store, rows: list[Row], before: list[Release]
) -> dict[tuple[str, ...], tuple[object, ...]]:
    """Estimates of the rows, each read off the published columns and off earlier releases."""
    region_of = {
        row["department_code"]: row["region_code"]
        for row in store.query("release_areas", week=rows[0]["week"], sunday=rows[0]["week"])
    }
    found = estimates(shown(rows), before, region_of)
    return {key: (one.units, one.low, one.high, found.days[key]) for key, one in found.totals.items()}


def frozen(rows: list[Row]) -> dict[Key, Figures]:
    return {
        (row["area_level"], row["area_code"], row["item_level"], row["item"]): tuple(
            row[name] for name in ("estimated_units", "estimate_low", "estimate_high", "days_of_supply")
        )
        for row in rows
    }


def test_estimates_follow_from_the_published_cells_alone(
    store: Store, published: list[list[Row]], tmp_path: Path
) -> None:
    before: list[Release] = []
    days = 0
    for rows in published:
        kept, expected = frozen(rows), recomputed(store, rows, before)
        assert expected
        for row, found in zip(rows, kept.values(), strict=True):
            key = (row["area_level"], row["area_code"], row["item_level"], row["item"])
            assert found == (expected[key] if row["status"] == "publie" else (None,) * 4)
            days += found[3] is not None
        before.insert(0, shown(rows))
    assert days
    with (tmp_path / WEEKS[-1].iso / "stocks.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    for row, line in zip(published[-1], written, strict=True):
        estimated = row["estimated_units"]
        assert line["unites_estimees"] == ("" if estimated is None else str(estimated))
        if line["statut"] == "publie":
            assert int(line["unites"]) <= int(line["estimation_bas"]) <= int(line["unites_estimees"])
        else:
            assert {line[name] for name in ("estimation_bas", "estimation_haut", "jours_de_stock")} == {""}


def test_a_held_cell_has_no_days_and_a_withheld_parent_lends_nothing() -> None:
    leaf = {
        "week": WEEKS[1].monday, "data_of": WEEKS[0].monday, "area_level": "departement", "area_code": "01",
        "item_level": "produit", "item": "x", "status": "publie",
        "units": 100, "declarants": 10, "active": 40,
    }  # fmt: skip
    above = leaf | {"area_level": "region", "area_code": "84", "status": "secret"}
    key = ("departement", "01", "produit", "x")
    former = shown([leaf | {"units": 340, "week": WEEKS[0].monday}])
    held = estimates(shown([leaf, above]), [former], {"01": "84"})
    assert held.totals[key].units == 400
    assert held.days[key] is None
    fresh = estimates(shown([leaf | {"data_of": WEEKS[1].monday}, above]), [former], {"01": "84"})
    assert fresh.days[key] == pytest.approx(100 / 24 * 7 / 10, abs=0.1)
