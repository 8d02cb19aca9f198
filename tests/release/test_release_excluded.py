"""Figures left out by the Ordre, in releases: out of the new state, never out of one already shown."""

from pathlib import Path

import pytest

from dp_ruptures import quality, release, release_folder, released
from dp_ruptures.quality import EXCLUDED, REOPENED, Figure, Judgement
from dp_ruptures.release.states import load
from dp_ruptures.release.table import Table
from dp_ruptures.rules.week import Week, parse_week
from dp_ruptures.store import Store
from tests.release.season import DEPARTMENTS, PRODUCTS, Season

FIRST = parse_week("2026-W44")
SECOND = FIRST.shift(1)


def judge(store: Store, figure: Figure, verdict: str = EXCLUDED) -> None:
    quality.decide(store, figure, Judgement(verdict, "pack"), now=FIRST.closes_at, actor="alice")


def owners_of(table: Table, leaf: tuple[str, str]) -> dict[str, int]:
    return {one.owner: one.units for one in table.contributions if (one.leaf[1], one.leaf[3]) == leaf}


def look(store: Store, week: Week) -> release.Preview:
    terms = release.Terms(reason="essai", seconds=2.0)
    return release.preview(store, week, now=week.closes_at, terms=terms)


def publish(store: Store, week: Week, out: Path) -> Table:
    terms = release.Terms(reason="essai", seconds=2.0)
    return release.publish(store, week, now=week.closes_at, actor="bob", out=out, terms=terms).draft.table


def units_of(store: Store, week: Week) -> list[list[int]]:
    """Every figure of the state of that week's release, as the next one will remember it."""
    with store.transaction() as transaction:
        panel = load(transaction, [(week.monday, 1)], DEPARTMENTS, PRODUCTS)
    units: list[list[int]] = panel.holdings[0].units.tolist()
    return units


def test_an_excluded_figure_stands_in_no_release_and_a_lifted_one_does(store: Store) -> None:
    people = Season(store, 3)
    people.week(FIRST, answer=1.0)
    before = look(store, FIRST)
    judge(store, Figure(1, PRODUCTS[0]))
    after = look(store, FIRST)
    assert after.state_sha256 != before.state_sha256, "what was looked at is not what would be published"
    whole, left, leaf = before.draft.table, after.draft.table, ("01", PRODUCTS[0])
    assert owners_of(whole, leaf).keys() - owners_of(left, leaf).keys() == {people.finesses[0]}
    key = ("departement", "01", "produit", PRODUCTS[0])
    assert left.figures[key].declarants == whole.figures[key].declarants - 1
    assert left.figures[key].units == whole.figures[key].units - owners_of(whole, leaf)[people.finesses[0]]
    assert owners_of(left, ("01", PRODUCTS[1])) == owners_of(whole, ("01", PRODUCTS[1]))
    judge(store, Figure(1, PRODUCTS[0]), REOPENED)
    assert look(store, FIRST).state_sha256 == before.state_sha256


def test_what_is_published_and_what_is_remembered_of_it_stay(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The files are others' matter, and take longer than all the rest.
    monkeypatch.setattr(release_folder, "draft", lambda *_: tmp_path)
    monkeypatch.setattr(release_folder, "settle", lambda *_: None)
    Season(store, 3).week(FIRST, answer=1.0)
    shown = publish(store, FIRST, tmp_path)
    cells, state, leaf = released.cells(store, FIRST), units_of(store, FIRST), ("01", PRODUCTS[0])
    judge(store, Figure(1, PRODUCTS[0]))
    # Subtracting the two releases must not give that figure away: it is held back like one correction.
    assert owners_of(look(store, SECOND).draft.table, leaf) == owners_of(shown, leaf)
    for number in range(2, 6):
        judge(store, Figure(number, PRODUCTS[0]))
    # Carried into the next week, their declarations stand without these figures.
    publish(store, SECOND, tmp_path)
    assert sum(map(sum, units_of(store, SECOND))) < sum(map(sum, state))
    assert (released.cells(store, FIRST), units_of(store, FIRST)) == (cells, state)
