"""Capacity cuts: what must be hidden so that a requirement can be met."""

import numpy as np

from dp_ruptures.disclosure.optimiser.requirement import Requirement
from dp_ruptures.disclosure.optimiser.table import Floats, Integers, Table

ROUNDING = 1e-6


def room(space: Table, wanted: Requirement) -> tuple[Floats, Floats]:
    """How far below and above the truth this attacker can imagine each figure, were all of them hidden."""
    below, above = np.where(space.free, space.below, 0.0), np.where(space.free, space.above, 0.0)
    if wanted.scenario is not None:
        known = wanted.scenario
        np.minimum.at(below, known.variables, known.below)
        below[known.variables[known.known]] = above[known.variables[known.known]] = 0.0
    return below, above


def capacity_cut(space: Table, wanted: Requirement, prices: Floats) -> Floats:
    """Coefficients c of the valid cut c @ x ≥ 1.

    Any prices give one: a deviation d has sign · d[aim] = (objective − prices @ matrix) @ d, term by term at
    most the figure's room times x. The aim's own term must vanish; no coefficient need exceed the amount.
    """
    below, above = room(space, wanted)
    slope = -(space.across @ prices)
    slope[wanted.variable] += wanted.sign
    slope[np.abs(slope) < ROUNDING] = 0.0
    capacity = np.maximum(slope, 0.0) * above + np.maximum(-slope, 0.0) * below
    capacity[wanted.variable] = 0.0
    return np.asarray(np.minimum(capacity / wanted.amount, 1.0))


def row_cuts(space: Table, wanted: Requirement) -> list[tuple[Integers, Floats]]:
    """The capacity cuts of single equations, as (variables, coefficients): they cost no linear program."""
    below, above = room(space, wanted)
    columns = space.across
    found = []
    for row in columns.indices[columns.indptr[wanted.variable] : columns.indptr[wanted.variable + 1]]:
        span = slice(space.matrix.indptr[row], space.matrix.indptr[row + 1])
        variables, factors = space.matrix.indices[span], space.matrix.data[span]
        aim = variables == wanted.variable
        slope = -wanted.sign * factors[~aim] / factors[aim][0]
        others = variables[~aim]
        capacity = np.maximum(slope, 0.0) * above[others] + np.maximum(-slope, 0.0) * below[others]
        found.append((others.astype(np.int64), np.minimum(capacity / wanted.amount, 1.0)))
    return found
