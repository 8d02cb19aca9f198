"""A week whose figures nothing can protect still comes out: it holds them, or says less."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dp_ruptures import release, released
from dp_ruptures.disclosure.errors import Unprotectable
from dp_ruptures.release import drawing
from dp_ruptures.release.retreat import FRANCE, REGIONS, SILENT, Retreat
from dp_ruptures.release.survey import Item, Place, Survey
from dp_ruptures.rules.week import Week, parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.rows import declare

WEEK = parse_week("2026-W46")
FLUAD, FLUCELVAX, VAXIGRIP, INFLUVAC = "3400930304716", "3400930304686", "3400930306000", "3400930296165"
# Three leaves too thin to show, of 52 units together, and one that six pharmacies declare.
THIN: list[dict[str, int | None]] = [
    {FLUAD: 20, FLUCELVAX: 20}, {FLUCELVAX: 5, VAXIGRIP: 6}, {VAXIGRIP: 1},
]  # fmt: skip


@pytest.fixture
def answer(store: Store) -> Callable[[Week, int], None]:
    """The thin leaves again, and `units` of Influvac in each of six pharmacies."""
    finesses = [add_pharmacy(store, f"0100{rank:04d}") for rank in range(9)]
    numbers = iter(range(1, 1000))

    def write(week: Week, units: int) -> None:
        rich: list[dict[str, int | None]] = [{INFLUVAC: units} for _ in range(6)]
        for finess, lines in zip(finesses, THIN + rich, strict=True):
            declare(store, next(numbers), finess, week.monday, lines)

    return write


def publish(store: Store, week: Week, tmp_path: Path) -> release.Preview:
    return release.publish(store, week, now=week.closes_at, actor="test", out=tmp_path / week.iso,
                           terms=release.Terms(reason="essai"))  # fmt: skip


def shown(
    store: Store, week: Week, level: str = "departement", code: str = "01"
) -> dict[str, tuple[str, int | None, str | None]]:
    """What a release says of each item in one area."""
    return {
        row["item"]: (
            row["status"], row["units"], Week(row["data_of"]).iso if row["data_of"] else None,
        )
        for row in released.cells(store, week)
        if (row["area_level"], row["area_code"]) == (level, code)
    }  # fmt: skip


def test_a_total_that_falls_to_a_sum_already_known_is_held_and_the_next_weeks_come_out(
    store: Store, answer: Callable[[Week, int], None], tmp_path: Path
) -> None:
    answer(WEEK, 10)
    publish(store, WEEK, tmp_path)
    assert shown(store, WEEK)["vaccins"] == ("publie", 112, WEEK.iso)
    assert shown(store, WEEK)[INFLUVAC] == ("publie", 60, WEEK.iso)
    # Whoever subtracts has 52 for the thin leaves. Without Influvac the family is that 52, and unsafe: it can
    # only be more, never less.
    answer(WEEK.shift(1), 0)
    seen = publish(store, WEEK.shift(1), tmp_path)
    assert shown(store, WEEK.shift(1))[INFLUVAC] == ("publie", 60, WEEK.iso)
    assert shown(store, WEEK.shift(1))["vaccins"][:2] == ("publie", 112)
    assert seen.audit["ok"]
    answer(WEEK.shift(2), 12)
    publish(store, WEEK.shift(2), tmp_path)
    assert shown(store, WEEK.shift(2))[INFLUVAC] == ("publie", 72, WEEK.shift(2).iso)


def test_when_nothing_protects_anything_nothing_is_said_and_the_week_after_is_as_before(
    store: Store, answer: Callable[[Week, int], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(WEEK, 10)
    publish(store, WEEK, tmp_path)
    answer(WEEK.shift(1), 11)
    asked = []

    def refuse(*_: object, finest: str, **__: object) -> None:
        asked.append(finest)
        raise Unprotectable("Protection impossible.", "now|departement|01|famille|vaccins")

    with monkeypatch.context() as patched:
        patched.setattr(drawing, "suppress", refuse)
        seen = release.preview(store, WEEK.shift(1), now=WEEK.shift(1).closes_at)
        assert seen.reasons[-1] == SILENT
        publish(store, WEEK.shift(1), tmp_path)
    assert asked[-2:] == ["region", "france"]
    assert {row["status"] for row in released.cells(store, WEEK.shift(1))} == {"secret", "sans_donnee"}
    kept = store.query("release_report", week=WEEK.shift(1).monday, revision=1)[0]
    assert SILENT in kept["gate"]
    assert json.loads(kept["report"])["violations"] == []
    publish(store, WEEK.shift(2), tmp_path)
    assert shown(store, WEEK.shift(2), "region", "84")[INFLUVAC][:2] == ("publie", 66)


def survey() -> Survey:
    places = [Place("departement", code, code, 9) for code in ("01", "03", "2A")]
    items = [Item("produit", code, family, code) for code, family in (("a", "v"), ("b", "v"), ("c", "t"))]
    return Survey(tuple(places), ("84", "84", "94"), {"84": "R", "94": "C"}, tuple(items))


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        ("now|departement|03|famille|v", [[0, 0, 0], [1, 1, 0], [0, 0, 0]]),
        ("2026-11-09-1|03|c", [[0, 0, 0], [0, 0, 1], [0, 0, 0]]),
        ("2026-11-09-1|region|84|ensemble|ensemble", [[1, 1, 1], [1, 1, 1], [0, 0, 0]]),
        ("now|france|FR|produit|a", [[1, 0, 0], [1, 0, 0], [1, 0, 0]]),
    ],
)
def test_the_leaves_below_the_unprotected_cell_are_held_first(cell: str, held: list[list[int]]) -> None:
    free = np.ones((3, 3), np.bool_)
    after = Retreat(~free, "departement").further([cell], free, survey())
    assert after.held.tolist() == np.array(held, np.bool_).tolist()
    assert after.reason == ""


def test_holding_goes_from_the_leaf_to_its_family_its_place_its_region_and_france_then_less_is_said() -> None:
    retreat, counts = Retreat(np.zeros((3, 3), np.bool_), "departement"), []
    while not retreat.silent:
        retreat = retreat.further(["now|01|a"], ~retreat.held, survey())
        counts.append(int(retreat.held.sum()))
    assert counts == [1, 2, 3, 6, 9, 9, 9, 9]
    assert retreat.reason == SILENT


def test_all_the_figures_that_nothing_protects_are_given_room_at_once() -> None:
    free = np.ones((3, 3), np.bool_)
    cells = ["now|01|a", "2026-11-09-1|03|c"]
    after = Retreat(~free, "departement").further(cells, free, survey())
    assert after.held.tolist() == np.array([[1, 0, 0], [0, 0, 1], [0, 0, 0]], np.bool_).tolist()


def test_regions_then_france_alone_come_before_silence() -> None:
    everything, seen = np.ones((3, 3), np.bool_), []
    retreat = Retreat(everything, "departement")
    while not retreat.silent:
        retreat = retreat.further(["now|01|a"], ~everything, survey())
        seen.append((retreat.regions_only, retreat.silent, retreat.reason))
    assert seen == [(True, False, REGIONS), (True, False, FRANCE), (True, True, SILENT)]
