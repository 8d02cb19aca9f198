"""The least and the most that an outside reader can believe of each unsafe cell."""

import numpy as np

from dp_ruptures.disclosure.referee.simplex import Simplex
from dp_ruptures.disclosure.referee.view import View


def intervals(part: View, simplex: Simplex, columns: list[int]) -> dict[int, tuple[float, float]]:
    """Column → (least, most), by two linear programs each."""
    low = {column: _furthest(part, simplex, column, -1) for column in columns}
    return {column: (low[column], _furthest(part, simplex, column, 1)) for column in columns}


def _furthest(part: View, simplex: Simplex, column: int, sign: int) -> float:
    direction = np.zeros(len(part.cells))
    direction[column] = sign
    found = simplex.highest(direction, part.lower, part.upper)
    # Without an answer the attacker is taken to know the figure: never safer than it is.
    figure = float(found[0][column]) if found else float(part.truth[column])
    return round(figure, 6) + 0.0
