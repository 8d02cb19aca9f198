"""What a figure is, in whichever release: the declared leaves it adds up, each in the state it shows.

Two cells made of the same leaves are one figure with several labels: a margin that nothing moved since last
week, a family of which one product alone was declared, a région of which one département alone answered.
Whoever reads one has read them all, so in the instance they are one cell. A thin season is full of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dp_ruptures.release.former import CellKey, Former, Memory, is_leaf, name_of, numbered, tag_of
from dp_ruptures.release.hold import NONE
from dp_ruptures.release.states import Flags, Integers, Panel, StateKey
from dp_ruptures.release.survey import Item, Place, Survey
from dp_ruptures.release.table import Table, departments_below, items, places, products_below


@dataclass(frozen=True)
class Names:
    """The name of every cell that somebody declared, of the new release and, by release, of those before."""

    now: Mapping[CellKey, str]
    former: Mapping[StateKey, Mapping[CellKey, str]]
    published: frozenset[str]

    @cached_property
    def shown(self) -> frozenset[str]:
        """The figures of the new release."""
        return frozenset(self.now.values())


def names_of(table: Table, memory: Memory, panel: Panel) -> Names:
    """`published`: the figures that an earlier release gave, under whatever label."""
    people = _Census(panel, table.survey)
    known: dict[bytes, str] = {}
    now = {
        key: known.setdefault(leaves, name_of(key, table.leaves.states.get(key)))
        for key, leaves in people.figures(table.leaves.numbers)
    }
    former = {release.key: _former(release, people, known) for release in memory.releases}
    return Names(
        now,
        former,
        frozenset(
            former[release.key][key]
            for release in memory.releases
            for key in release.published
            if key in former[release.key]
        ),
    )


def _former(release: Former, people: "_Census", known: dict[bytes, str]) -> dict[CellKey, str]:
    leaves = numbered(release, people.survey, people.panel.states)
    named = {key: known.setdefault(made_of, _name(key, release)) for key, made_of in people.figures(leaves)}
    # Its declarations are erased: who declared it is known no more, that it is hidden is.
    return named | {key: _name(key, release) for key in release.secrets if key not in named}


def _name(key: CellKey, release: Former) -> str:
    return name_of(key, release.states[key[1], key[3]] if is_leaf(key) else None, tag_of(release))


@dataclass(frozen=True)
class _Census:
    """Where somebody declared, state by state."""

    panel: Panel
    survey: Survey

    def figures(self, leaves: Integers) -> Iterator[tuple[CellKey, bytes]]:
        """The cells that somebody declared, leaves first, and what each is made of, as bytes to compare."""
        made_of = self._numbered(leaves)
        for place, rows in self._rows:
            for item, columns in self._columns:
                below = made_of[np.ix_(rows, columns)].ravel()
                declared = below[below != NONE]
                if len(declared):
                    yield (place.level, place.code, item.level, item.code), declared.tobytes()

    def _numbered(self, leaves: Integers) -> Integers:
        """A number for each leaf in the state it shows; NONE where nobody declared it."""
        made_of = np.full_like(leaves, NONE)
        places_ = np.arange(leaves.size).reshape(leaves.shape)
        for state, declared in enumerate(self._declared):
            here = (leaves == state) & declared
            made_of[here] = (state * leaves.size + places_)[here]
        return made_of

    @cached_property
    def _declared(self) -> list[Flags]:
        return [self.panel.declared(number) for number in range(len(self.panel.states))]

    @cached_property
    def _rows(self) -> list[tuple[Place, list[int]]]:
        number = {place.code: i for i, place in enumerate(self.survey.departments)}
        return [(place, [number[d.code] for d in departments_below(self.survey, place)])
                for place in places(self.survey)]  # fmt: skip

    @cached_property
    def _columns(self) -> list[tuple[Item, list[int]]]:
        number = {item.code: i for i, item in enumerate(self.survey.products)}
        return [(item, [number[p.code] for p in products_below(self.survey, item)])
                for item in items(self.survey)]  # fmt: skip
