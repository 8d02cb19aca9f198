"""Whoever keeps the releases of a month: what they can work out of thin weeks, what is one figure to them.

The attacker is written here, from what is published alone: one unknown per leaf and state, one equation per
published figure of any release, and a linear program per question. It shares no line with the engine.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

from dp_ruptures import release, release_folder
from dp_ruptures.disclosure.primary import is_unsafe, protection
from dp_ruptures.disclosure.rules import Rules
from dp_ruptures.release.former import CellKey
from dp_ruptures.release.states import StateKey
from dp_ruptures.release.table import leaves_below
from dp_ruptures.rules.week import Week, parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.release.season import Season
from tests.rows import declare

FIRST = parse_week("2026-W44")
TESTS, VACCINES = "2999000000012", "3400930306000"
Leaf = tuple[CellKey, StateKey]


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(release_folder, "draft", lambda *_: tmp_path)
    monkeypatch.setattr(release_folder, "settle", lambda *_: None)


def publish(store: Store, week: Week, out: Path) -> release.Preview:
    terms = release.Terms(reason="essai", seconds=5.0)
    return release.publish(store, week, now=week.closes_at, actor="test", out=out, terms=terms)


class Reader:
    """Remembers every figure published; asks how far a leaf can be from the truth."""

    def __init__(self) -> None:
        self.owners: dict[Leaf, dict[str, int]] = {}
        self.read: list[tuple[set[Leaf], int]] = []

    def open(self, seen: release.Preview) -> None:
        """One more release. The declarations serve to judge what can be worked out, never to work it out."""
        table, shown = seen.draft.table, seen.draft.suppression.status
        declared: dict[CellKey, dict[str, int]] = defaultdict(dict)
        for one in table.contributions:
            declared[one.leaf][one.owner] = declared[one.leaf].get(one.owner, 0) + one.units
        named = {key: (key, state) for key, state in table.leaves.states.items() if key in declared and state}
        self.owners |= {name: declared[key] for key, name in named.items()}
        for key, figure in table.figures.items():
            if shown[key] == "publie":
                below = leaves_below(table.survey, figure.place, figure.item)
                self.read.append(({named[leaf] for leaf in below if leaf in named}, figure.units))

    def too_close(self) -> Iterator[tuple[Leaf, float]]:
        """The unsafe leaves that the published figures give away, and to within what."""
        leaves = sorted(self.owners)
        column = {leaf: i for i, leaf in enumerate(leaves)}
        sums = np.zeros((len(self.read), len(leaves)))
        for row, (below, _) in enumerate(self.read):
            sums[row, [column[leaf] for leaf in below]] = 1
        totals = np.array([units for _, units in self.read], float)
        for leaf in leaves:
            amounts = list(self.owners[leaf].values())
            if is_unsafe(amounts, Rules()):
                asked, truth = protection(amounts, Rules()), sum(amounts)
                for sign, room in ((1, int(asked.upper)), (-1, int(asked.lower))):
                    aim = np.zeros(len(leaves))
                    aim[column[leaf]] = -sign
                    found = linprog(aim, A_eq=sums, b_eq=totals, bounds=(0, 10_000_000))
                    if sign * (found.x[column[leaf]] - truth) < room - 1e-4:
                        yield leaf, found.x[column[leaf]]


def test_full_and_thin_weeks_in_turn_give_nobody_away(store: Store, tmp_path: Path) -> None:
    """Régions alone are shown in a thin week; readers still know the départements of the one before."""
    people, reader, thin, said = Season(store, 1), Reader(), 0, []
    for rank, answer in enumerate((0.9, 0.05, 0.8, 0.05)):
        week = FIRST.shift(rank)
        people.week(week, answer=answer, move=0.5)
        seen = publish(store, week, tmp_path)
        reader.open(seen)
        thin += seen.regions_only
        said.append(seen.counts["publie"])
    assert list(reader.too_close()) == []
    assert thin >= 2
    assert min(said) > 0


def test_a_figure_with_several_labels_is_one_cell_of_the_instance(store: Store, tmp_path: Path) -> None:
    for rank, units in enumerate((40, 35, 30)):
        declare(store, rank + 1, add_pharmacy(store, f"0100{rank:04d}"), FIRST.monday, {TESTS: units})
    for rank in range(2):
        declare(store, rank + 10, add_pharmacy(store, f"0300{rank:04d}", department_code="03"),
                FIRST.monday, {VACCINES: 9})  # fmt: skip
    seen = publish(store, FIRST, tmp_path)
    # Two leaves, each with its family, its département and its région; their sums.
    assert seen.audit["checked"]["cells"] == 1
    assert {key[0] for key in seen.draft.suppression.unsafe} == {"departement", "region", "france"}
    assert all(seen.draft.suppression.status[key] == "secret" for key in seen.draft.suppression.unsafe)
