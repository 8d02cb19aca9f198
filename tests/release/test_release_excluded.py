"""Figures left out by the Ordre, in releases: out of the new state, never out of one already shown."""

from pathlib import Path

from dp_ruptures import quality, release, released
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


def table_of(store: Store, week: Week) -> Table:
    terms = release.Terms(reason="essai", seconds=2.0)
    return release.preview(store, week, now=week.closes_at, terms=terms).draft.table


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
    whole = table_of(store, FIRST)
    leaf = ("01", PRODUCTS[0])
    judge(store, Figure(1, PRODUCTS[0]))
    left = table_of(store, FIRST)
    gone = owners_of(whole, leaf).keys() - owners_of(left, leaf).keys()
    assert gone == {people.finesses[0]}
    key = ("departement", "01", "produit", PRODUCTS[0])
    assert left.figures[key].declarants == whole.figures[key].declarants - 1
    assert left.figures[key].units == whole.figures[key].units - owners_of(whole, leaf)[people.finesses[0]]
    assert owners_of(left, ("01", PRODUCTS[1])) == owners_of(whole, ("01", PRODUCTS[1]))
    judge(store, Figure(1, PRODUCTS[0]), REOPENED)
    assert table_of(store, FIRST).contributions == whole.contributions


def test_what_is_published_and_what_is_remembered_of_it_stay(store: Store, tmp_path: Path) -> None:
    people = Season(store, 3)
    people.week(FIRST, answer=1.0)
    publish(store, FIRST, tmp_path)
    cells, state = released.cells(store, FIRST), units_of(store, FIRST)
    files = {file.name: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()}
    for number in range(1, 6):
        judge(store, Figure(number, PRODUCTS[0]))
    assert released.cells(store, FIRST) == cells
    assert units_of(store, FIRST) == state
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir() if file.is_file()} == files
    # Carried into the next week, their declarations stand without these figures.
    publish(store, SECOND, tmp_path / "second")
    assert sum(map(sum, units_of(store, SECOND))) < sum(map(sum, state))
    assert units_of(store, FIRST) == state


def test_excluding_after_the_look_asks_for_another_look(store: Store) -> None:
    Season(store, 3).week(FIRST, answer=1.0)
    seen = release.preview(store, FIRST, now=FIRST.closes_at)
    judge(store, Figure(1, PRODUCTS[0]))
    again = release.preview(store, FIRST, now=FIRST.closes_at)
    assert seen.state_sha256 != again.state_sha256


def test_one_exclusion_alone_is_held_back_like_one_correction(store: Store, tmp_path: Path) -> None:
    """Subtracting two releases must not give the excluded figure away."""
    Season(store, 3).week(FIRST, answer=1.0)
    before = publish(store, FIRST, tmp_path)
    judge(store, Figure(1, PRODUCTS[0]))
    after = table_of(store, SECOND)
    leaf = ("01", PRODUCTS[0])
    assert owners_of(after, leaf) == owners_of(before, leaf)
