"""The leaves, the table and the mask of a release: all that is new, or less of it until a mask exists."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from time import thread_time

import numpy as np

from dp_ruptures.disclosure.errors import Attack, Unprotectable
from dp_ruptures.disclosure.rules import Rules
from dp_ruptures.errors import Refused
from dp_ruptures.release.former import CellKey, Former, Memory, numbered
from dp_ruptures.release.hold import NONE, Comparison
from dp_ruptures.release.retreat import Retreat, worn_out
from dp_ruptures.release.solving import Effort
from dp_ruptures.release.states import Flags, Panel, StateKey
from dp_ruptures.release.suppress import POLICY, Suppression, silence, suppress
from dp_ruptures.release.survey import Survey
from dp_ruptures.release.table import Leaves, Table, build, leaf_keys, spoken_leaves
from dp_ruptures.release.worn import worn
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Transaction

# How many linear programs may go into attempts that no mask protects, before a level is given up each time. A
# count and not a time: the same week gives the same release on any machine.
MOST_PROGRAMS = 12_000
VAIN = (
    "Il n'y a pas d'erratum à publier. Aucun chiffre publié ne changerait : soit les déclarations n'ont pas "
    "changé, soit aucune correction ne peut paraître sans révéler une officine. Les chiffres corrigés "
    "entrent dans la prochaine semaine."
)


@dataclass(frozen=True)
class Drawing:
    """What every attempt at one release starts from.

    `published`: what the last release said; `seconds` limits all searches for the least to withhold together.
    """

    transaction: Transaction
    key: StateKey
    week: Week
    memory: Memory
    survey: Survey
    panel: Panel
    published: dict[CellKey, int]
    seconds: float | None
    rules: Rules = POLICY

    def settle(self, finest: str) -> tuple[Table, Suppression, Retreat]:
        """The first attempt that a mask protects; each gives up what the one before could not protect.

        What no time is left to shrink is safe all the same, and its gap says so. Raises Refused when an
        erratum would show nothing new: no mask need be looked for.
        """
        began, programs, met = thread_time(), 0, frozenset[Attack]()
        nothing = np.zeros_like(self._compared.fallback, np.bool_)
        retreat = Retreat(nothing, finest, reason=worn_out(int(self._worn.sum())))
        while True:
            table = self._table(retreat)
            if self._is_vain(table):
                raise Refused(VAIN)
            try:
                return table, self._masked(table, retreat, thread_time() - began, met), retreat
            except Unprotectable as stuck:
                programs, met = programs + stuck.programs, met | stuck.attacks
                free = table.leaves.numbers != self._compared.fallback
                late = programs > MOST_PROGRAMS
                retreat = retreat.hurried() if late else retreat.further(stuck.cells, free, self.survey)

    def _masked(self, table: Table, retreat: Retreat, spent: float, met: frozenset[Attack]) -> Suppression:
        if retreat.silent:
            return silence(table)
        left = None if self.seconds is None else max(0.0, self.seconds - spent)
        return suppress(table, self.memory, self.panel, self.published,
                        finest=retreat.finest, effort=Effort(left, met), rules=self.rules)  # fmt: skip

    def _is_vain(self, table: Table) -> bool:
        """Whether this corrects a release and no leaf shows anything new."""
        corrects = self._last is not None and self._last.key[0] == self.key[0]
        return corrects and self.key not in table.leaves.states.values()

    def _table(self, retreat: Retreat) -> Table:
        leaves = self._leaves(retreat)
        if retreat.attempts:
            self.transaction.execute("release_forget_drawn", week=self.key[0], revision=self.key[1])
        self._hold(leaves)
        counted = self.transaction.query("release_declarants", week=self.key[0], revision=self.key[1])
        return build(self.panel, self.survey, leaves, counted, self.week.monday)

    @cached_property
    def _worn(self) -> Flags:
        return worn(self._compared, [(self.week.monday - week).days // 7 for week, _ in self.panel.states])

    @cached_property
    def _last(self) -> Former | None:
        return self.memory.last_of(self.week)

    @cached_property
    def _now(self) -> int:
        return self.panel.states.index(self.key)

    @cached_property
    def _compared(self) -> Comparison:
        blank = np.full((len(self.panel.departments), len(self.panel.products)), NONE)
        return Comparison(
            self.panel,
            self._now,
            [numbered(release, self.survey, self.panel.states) for release in self.memory.releases],
            numbered(self._last, self.survey, self.panel.states) if self._last else blank,
            self.survey.region_numbers,
            self.survey.family_numbers,
            self.rules,
        )

    def _leaves(self, retreat: Retreat) -> Leaves:
        chosen = self._compared.choose(retreat.held, self._worn)
        current = self._compared.are_current(chosen)
        keys = leaf_keys(self.survey)
        return Leaves(
            chosen,
            {key: self.panel.states[number] if number >= 0 else None
             for key, number in zip(keys, chosen.ravel().tolist(), strict=True)},
            {key: self.week.monday if here else self._date(key)
             for key, here in zip(keys, current.ravel().tolist(), strict=True)},
            spoken_leaves(self.panel, self._now, self.survey),
            frozenset(key for key, unseen in zip(keys, self._worn.ravel(), strict=True) if unseen),
        )  # fmt: skip

    def _date(self, key: CellKey) -> date | None:
        return self._last.data_of.get((key[1], key[3])) if self._last else None

    def _hold(self, leaves: Leaves) -> None:
        keys = leaf_keys(self.survey)
        states = [leaves.states[leaf] for leaf in keys]
        self.transaction.execute(
            "release_insert_held",
            week=self.key[0],
            revision=self.key[1],
            departments=[leaf[1] for leaf in keys],
            products=[leaf[3] for leaf in keys],
            state_weeks=[state[0] if state else None for state in states],
            state_revisions=[state[1] if state else None for state in states],
            data_of=[leaves.data_of[leaf] for leaf in keys],
        )
