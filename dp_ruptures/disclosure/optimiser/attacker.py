"""The attacker's linear programs, one per part of the table that no other part constrains."""

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from dp_ruptures.disclosure.optimiser.part import Part, name_of
from dp_ruptures.disclosure.optimiser.requirement import Requirement
from dp_ruptures.disclosure.optimiser.table import Floats, Integers, Table


class Attacker:
    """Asks how far a figure can be from the truth when cells are hidden, wholly or in part."""

    def __init__(self, space: Table) -> None:
        """Nothing is hidden yet; `programs` counts those solved."""
        self.space, self.programs = space, 0
        self._by_column = space.matrix.tocsc()
        self._parts: dict[int, Part] = {}
        self._kept: dict[bytes, Part] = {}

    def hide(self, hidden: Floats) -> None:
        """From now on figures deviate as far as they are hidden; the parts are those this leaves linked."""
        self._below, self._above = self.space.below * hidden, self.space.above * hidden
        columns = np.flatnonzero((hidden > 0) | self.space.unsafe)
        linked = self._by_column[:, columns]
        rows, size = linked.shape[0], sum(linked.shape)
        variables = np.repeat(np.arange(rows, size), np.diff(linked.indptr))
        links = sparse.csr_array((np.ones(len(variables)), (linked.indices, variables)), shape=(size, size))
        label = connected_components(links, directed=False)[1]
        self._row_label, self._label = label[:rows], np.full(len(hidden), -1)
        self._label[columns] = label[rows:]
        self._kept = {part.name: part for part in self._parts.values() if part.name in self._kept}
        self._parts = {}

    def hide_also(self, variable: int) -> None:
        """One figure more deviates as it can: the parts that share an equation with it become one."""
        self._below[variable], self._above[variable] = self.space.below[variable], self.space.above[variable]
        rows = self._rows_of(np.array([variable]))
        joined = np.unique(np.append(self._row_label[rows], self._label[variable]))
        peopled = [int(label) for label in joined if label >= 0 and (self._label == label).any()]
        first = peopled[0] if peopled else int(joined[-1])
        part = self._parts.get(first) if len(peopled) == 1 else None
        if part is None:
            self._parts = {label: kept for label, kept in self._parts.items() if label not in peopled}
        else:
            self._kept.pop(part.name, None)
            part.admit(variable, self._below[variable], self._above[variable])
        self._row_label[np.isin(self._row_label, joined)] = first
        self._label[np.isin(self._label, peopled)] = first
        self._label[variable] = first

    def reach(self, wanted: Requirement) -> tuple[float, Floats, Floats]:
        """Furthest deviation towards `wanted` (never beyond it), the whole deviation, and the row prices."""
        deviation, prices = self._nothing()
        part, self.programs = self._part_of(wanted.variable), self.programs + 1
        values, duals = part.furthest([wanted], wanted.scenario)
        deviation[part.columns], prices[part.rows] = values, duals
        return wanted.sign * float(deviation[wanted.variable]), deviation, prices

    def together(self, wanted: list[Requirement]) -> Floats:
        """One deviation that satisfies as many as it can of these, all of one part.

        Attackers' own knowledge is left aside.
        """
        deviation, part = self._nothing()[0], self._part_of(wanted[0].variable)
        self.programs += 1
        deviation[part.columns] = part.furthest(wanted, None)[0]
        return deviation

    def parts(self, variables: Integers) -> Integers:
        """The number of the part in which each of these variables is."""
        return self._label[variables]

    def _nothing(self) -> tuple[Floats, Floats]:
        return np.zeros(len(self._below)), np.zeros(self.space.matrix.shape[0])

    def _part_of(self, variable: int) -> Part:
        label = int(self._label[variable])
        if label not in self._parts:
            self._parts[label] = self._part(np.flatnonzero(self._label == label))
        return self._parts[label]

    def _part(self, columns: Integers) -> Part:
        """Most parts are those of the choice before: they are kept, warm."""
        below, above = self._below[columns], self._above[columns]
        name = name_of(columns, below, above)
        if name not in self._kept:
            self._kept[name] = Part(self._by_column, columns, self._rows_of(columns), below, above)
        return self._kept[name]

    def _rows_of(self, columns: Integers) -> Integers:
        return np.unique(self._by_column[:, columns].indices)
