"""Suppression by Gaussian elimination, as the R package GaussSuppression does it; for comparison only.

Cells are published from the largest to the smallest, each unless it would make an unsafe cell a linear
combination of published ones. Signs and distances are ignored: that is what the comparison shows.
"""

import numpy as np

from dp_ruptures.disclosure.instance import Instance
from dp_ruptures.disclosure.owners import _leaves_of_cells as leaves_of_cells
from dp_ruptures.disclosure.sensitive import is_empty, primary

PRIME = 2**31 - 1


def eliminate(instance: Instance) -> frozenset[str]:
    """The cells that elimination hides."""
    rows = leaves_of_cells(instance).T.toarray().astype(np.int64)
    unsafe = [instance.position[id_] for id_ in primary(instance)]
    hidden = set(unsafe)
    for cell in sorted(set(range(len(rows))) - hidden, key=lambda i: (-instance.cells[i].value, i)):
        if not is_empty(instance, instance.cells[cell]) and not _publish(rows, cell, unsafe):
            hidden.add(cell)
    return frozenset(instance.cells[i].id for i in hidden)


def _publish(rows: np.ndarray, cell: int, unsafe: list[int]) -> bool:
    """Sweeps the cell out of all others, unless an unsafe one would vanish."""
    shape = np.flatnonzero(rows[cell])
    if not len(shape):
        return True
    pivot = shape[0]
    factor = rows[:, pivot] * pow(int(rows[cell, pivot]), -1, PRIME) % PRIME
    touched = np.flatnonzero(factor)
    block = (rows[np.ix_(touched, shape)] - factor[touched, None] * rows[cell, shape]) % PRIME
    rest = rows[touched].copy()
    rest[:, shape] = block
    if (~rest.any(axis=1) & np.isin(touched, unsafe)).any():
        return False
    rows[touched] = rest
    return True
