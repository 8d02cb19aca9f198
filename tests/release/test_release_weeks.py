"""Twelve weeks of releases, attacked by subtraction: no two of them may give a pharmacy away.

The attack is written here from the microdata kept aside at each release, with plain dictionaries: it shares
no line with the engine.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import pytest

from dp_ruptures import release, release_folder, released
from dp_ruptures.reference import load_reference
from dp_ruptures.release.table import Table, leaves_below
from dp_ruptures.rules.week import Week, parse_week
from dp_ruptures.store import Store, open_store
from tests.conftest import NOW
from tests.release.season import Season

FIRST = parse_week("2026-W44")
WEEKS = 12
Held = dict[tuple[str, str], dict[str, int]]


def held_leaves(table: Table) -> Held:
    """(département, product) → owner → units, as a release holds them."""
    found: Held = defaultdict(dict)
    for one in table.contributions:
        found[one.leaf[1], one.leaf[3]][one.owner] = one.units
    return found


def differences(before: Held, after: Held, table: Table) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """For every margin and leaf that differs: how much each owner moved in it, the largest first."""
    for key, figure in table.figures.items():
        net: dict[str, int] = defaultdict(int)
        for leaf in leaves_below(table.survey, figure.place, figure.item):
            old, new = before.get((leaf[1], leaf[3]), {}), after.get((leaf[1], leaf[3]), {})
            for owner in {*old, *new}:
                net[owner] += new.get(owner, 0) - old.get(owner, 0)
        moves = sorted((abs(move) for move in net.values() if move), reverse=True)
        if moves:
            yield key, moves


def is_unsafe(moves: list[int]) -> bool:
    return len(moves) < 3 or 10 * sum(moves[2:]) < moves[0]


@dataclass(frozen=True)
class Releases:
    """A season's releases, and the store that holds them."""

    store: Store
    weeks: list[tuple[Week, Table]]


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    """Twelve weeks, released once for all the tests; their files, which others look at, are not written."""
    opened = open_store("duckdb:///:memory:")
    opened.migrate()
    load_reference(opened, NOW.date())
    out, people, found = tmp_path_factory.mktemp("season"), Season(opened, 1), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(release_folder, "draft", lambda *_: out)
        patch.setattr(release_folder, "settle", lambda *_: None)
        for rank in range(WEEKS):
            week = FIRST.shift(rank)
            people.week(week, move=0.15 if rank % 3 else 0.6)
            terms = release.Terms(reason="essai", seconds=2.0)
            seen = release.publish(opened, week, now=week.closes_at, actor="test", out=out, terms=terms)
            found.append((week, seen.draft.table))
    yield Releases(opened, found)
    opened.close()


def test_no_two_releases_four_weeks_apart_differ_by_an_unsafe_set(season: Releases) -> None:
    compared = unsafe = moved = 0
    for (one, before), (other, after) in combinations(season.weeks, 2):
        if (other.monday - one.monday).days <= 28:
            compared += 1
            for _, moves in differences(held_leaves(before), held_leaves(after), after):
                moved += 1
                unsafe += is_unsafe(moves)
    assert (compared, unsafe) == (38, 0)
    # The simulation is no still life: figures did move, and others were held.
    assert moved > 100
    assert any(figure.data_of and figure.data_of < week.monday
               for week, table in season.weeks for figure in table.figures.values())  # fmt: skip


def test_without_the_hold_the_same_season_gives_pharmacies_away(store: Store, tmp_path: Path) -> None:
    """The attack above can succeed: raw states, week after week, are full of unsafe differences."""
    people = Season(store, 1)
    states = []
    for rank in range(3):
        people.week(FIRST.shift(rank), move=0.15)
        week = FIRST.shift(rank)
        table = release.preview(store, week, now=week.closes_at).draft.table
        states.append(table)
    pairs = differences(held_leaves(states[0]), held_leaves(states[1]), states[1])
    assert any(is_unsafe(moves) for _, moves in pairs)


def test_figures_past_four_weeks_are_hidden_and_older_ones_carry_their_date(season: Releases) -> None:
    for week, _ in season.weeks:
        for row in released.cells(season.store, week):
            if row["status"] == "publie":
                assert 0 <= (week.monday - row["data_of"]).days <= 28


def test_margins_are_sums_of_the_held_leaves(season: Releases) -> None:
    for week, table in season.weeks:
        shown = {(r["area_level"], r["area_code"], r["item_level"], r["item"]): r
                 for r in released.cells(season.store, week)}  # fmt: skip
        held = held_leaves(table)
        for key, row in shown.items():
            figure = table.figures[key]
            below = leaves_below(table.survey, figure.place, figure.item)
            if row["status"] == "publie":
                assert row["units"] == sum(sum(held.get((k[1], k[3]), {}).values()) for k in below)
                assert len({owner for k in below for owner in held.get((k[1], k[3]), {})}) >= 3


def test_the_individual_data_of_states_nobody_stands_on_is_deleted(season: Releases) -> None:
    with season.store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        kept = cursor.execute("SELECT DISTINCT week FROM release_member").fetchall()
        stood_on = cursor.execute("SELECT DISTINCT state_week FROM held_leaf").fetchall()
        oldest = cursor.execute("SELECT min(week) FROM release_secret").fetchone()
    assert {row[0] for row in kept} <= {row[0] for row in stood_on}
    assert oldest is not None
    assert oldest[0] >= FIRST.shift(WEEKS - 6).monday


def test_a_preview_leaves_nothing_behind(store: Store) -> None:
    Season(store, 6).week(FIRST)
    seen = release.preview(store, FIRST, now=FIRST.closes_at)
    assert seen.counts["publie"] > 0
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        for table in ("release", "release_cell", "release_member", "held_leaf", "release_secret"):
            assert cursor.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_what_is_published_is_what_was_previewed(store: Store, tmp_path: Path) -> None:
    people = Season(store, 7)
    people.week(FIRST)
    seen = release.preview(store, FIRST, now=FIRST.closes_at)
    terms = release.Terms(previewed=("alice", seen.state_sha256))
    people.declare(people.finesses[0], FIRST.monday, [1, 2, 3, 4])
    with pytest.raises(Exception, match="ont changé depuis l'aperçu"):
        release.publish(store, FIRST, now=FIRST.closes_at, actor="bob", out=tmp_path, terms=terms)
    again = release.preview(store, FIRST, now=FIRST.closes_at)
    release.publish(store, FIRST, now=FIRST.closes_at, actor="bob", out=tmp_path,
                    terms=replace(terms, previewed=("alice", again.state_sha256)))  # fmt: skip
    header = store.query("release_by_week", week=FIRST.monday)[0]
    assert (header["previewed_by"], header["published_by"]) == ("alice", "bob")
