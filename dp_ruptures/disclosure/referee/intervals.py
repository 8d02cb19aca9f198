"""The least and the most that an outside reader can believe of each unsafe cell."""

import numpy as np

from dp_ruptures.disclosure.referee.coverage import ROUNDING
from dp_ruptures.disclosure.referee.simplex import Simplex
from dp_ruptures.disclosure.referee.view import Floats, View

# Passes over the equations: what they imply one by one settles most figures before any program is asked.
PASSES = 4
# A joint question that settles fewer figures than this costs more than asking one by one.
WORTHWHILE = 3


def intervals(part: View, simplex: Simplex, columns: list[int]) -> dict[int, tuple[float, float]]:
    """Column → (least, most), exact."""
    ends = Ends(part, simplex)
    low = {column: round(figure, 6) + 0.0 for column, figure in ends.of(columns, -1).items()}
    high = {column: round(figure, 6) + 0.0 for column, figure in ends.of(columns, 1).items()}
    return {column: (low[column], high[column]) for column in columns}


class Ends:
    """Between the figures that tables found so far reach, and the bounds that the equations imply."""

    def __init__(self, part: View, simplex: Simplex) -> None:
        """The truth is the first table."""
        self.part, self.simplex = part, simplex
        self.least, self.most = part.truth, part.truth
        self.low, self.high = part.lower, part.upper

    def of(self, columns: list[int], sign: int) -> dict[int, float]:
        """The furthest figure of each column. Where a table reaches what is implied, that is the end."""
        self.low, self.high = implied(self.part, self.low, self.high)
        bound, left = self.high if sign > 0 else self.low, columns
        while len(left) >= WORTHWHILE:
            self._furthest(left, sign)
            before, left = len(left), [column for column in left if not self._settled(column, sign)]
            if before - len(left) < WORTHWHILE:
                break
        for column in left:
            if not self._settled(column, sign):
                bound[column] = self._furthest([column], sign)
        return {column: float(bound[column]) for column in columns}

    def _settled(self, column: int, sign: int) -> bool:
        gap = self.high[column] - self.most[column] if sign > 0 else self.least[column] - self.low[column]
        return bool(gap <= ROUNDING)

    def _furthest(self, columns: list[int], sign: int) -> float:
        """How far the first of these columns goes when all are pushed at once."""
        direction = np.zeros(len(self.part.cells))
        direction[columns] = sign
        table = self.simplex.highest(direction, self.part.lower, self.part.upper)
        if table is None:
            # Without an answer the attacker is taken to know the figure: never safer than it is.
            return float(self.part.truth[columns[0]])
        self.least, self.most = np.minimum(self.least, table[0]), np.maximum(self.most, table[0])
        return float(table[0][columns[0]])


def implied(part: View, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """These bounds and what single equations imply of them: no table goes beyond."""
    low, high = low.copy(), high.copy()
    matrix = part.matrix.tocoo()
    row, column, factor = matrix.row, matrix.col, matrix.data
    positive = factor > 0
    for _ in range(PASSES):
        least = factor * np.where(positive, low[column], high[column])
        most = factor * np.where(positive, high[column], low[column])
        floor, ceiling = np.bincount(row, least, len(part.rhs)), np.bincount(row, most, len(part.rhs))
        # What the others of the equation leave to this one.
        least_left = part.rhs[row] - part.slack[row] - (ceiling[row] - most)
        most_left = part.rhs[row] + part.slack[row] - (floor[row] - least)
        np.maximum.at(low, column, np.where(positive, least_left, most_left) / factor)
        np.minimum.at(high, column, np.where(positive, most_left, least_left) / factor)
    return low, high
