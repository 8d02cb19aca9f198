"""Who has answered so far, and which pharmacy shows it best."""

from datetime import date

import numpy as np

from dp_ruptures.demo.behaviour import MISSING, Sheets
from dp_ruptures.demo.pharmacies import Pharmacies
from dp_ruptures.demo.stocks import Flags, Integers
from dp_ruptures.rules.week import Week


class Panel:
    """The answers of the weeks gone by, pharmacy by pharmacy."""

    def __init__(self, pharmacies: Pharmacies, products: int) -> None:
        count = len(pharmacies.finesses)
        self.previous: Integers = np.full((count, products), MISSING, np.int64)
        self._answers = np.zeros(count, np.int64)
        self._last: Flags = np.zeros(count, np.bool_)
        self._mid_size = mid_size(pharmacies)
        # Far past and far future stand for "always".
        self._opened = np.array(pharmacies.opened_ons, "datetime64[D]")
        self._closed = np.array([day or date.max for day in pharmacies.closed_ons], "datetime64[D]")

    def active(self, week: Week) -> Flags:
        """Which pharmacies were open from the Monday of `week` to its Sunday."""
        opened = self._opened <= np.datetime64(week.monday)
        return np.asarray(opened & (self._closed > np.datetime64(week.sunday)))

    def remember(self, sheets: Sheets) -> None:
        """Add the sheets of a week, in the order received: the last one of a pharmacy stays."""
        self.previous[sheets.pharmacy] = sheets.units
        self._last[:] = False
        self._last[sheets.pharmacy] = True
        self._answers += self._last

    def faithful(self, week: Week) -> int:
        """The pharmacy to show in `week`: open, a faithful answerer, of a mid-size department."""
        score = self._answers + 100 * self._mid_size + 1000 * self._last + 10_000 * self.active(week)
        return int(np.argmax(score))


def mid_size(pharmacies: Pharmacies) -> Flags:
    """Which pharmacies stand in a metropolitan department of the middle third by number of pharmacies."""
    codes, area, counts = np.unique(
        np.array(pharmacies.department_codes), return_inverse=True, return_counts=True
    )
    low, high = np.quantile(counts, (1 / 3, 2 / 3))
    metropolitan = np.array([len(code) == 2 for code in codes.tolist()])
    return np.asarray((metropolitan & (low <= counts) & (counts <= high))[area])
