"""Leaves held for so long that the declarations they rest on are about to be erased.

They take the new figures, though the change gives a pharmacy away: nothing that holds these figures is shown
until no reader compares it with the old ones (docs/adr/0008). Everything else is published as ever.
"""

from collections.abc import Sequence

import numpy as np

from dp_ruptures.release.hold import Comparison
from dp_ruptures.release.states import Flags, Integers
from dp_ruptures.rules.hold import LONGEST_HELD_WEEKS


def worn(compared: Comparison, ages: Sequence[int]) -> Flags:
    """The leaves to renew out of sight (département × product); `ages` of the states, in weeks.

    Where one leaf is worn, those half as old go with it: totals go missing once for all, not one by one.
    """
    every = [*compared.former, compared.fallback]
    if not any(_aged(compared, leaves, ages, LONGEST_HELD_WEEKS).any() for leaves in every):
        return np.zeros_like(compared.fallback, np.bool_)
    found = compared.unsettled()
    if _aged(compared, compared.fallback, ages, LONGEST_HELD_WEEKS).any():
        found |= _aged(compared, compared.fallback, ages, LONGEST_HELD_WEEKS // 2)
    return found


def _aged(compared: Comparison, leaves: Integers, ages: Sequence[int], weeks: int) -> Flags:
    """The leaves that rest on declarations so old."""
    found = np.zeros_like(leaves, np.bool_)
    for number, age in enumerate(ages):
        if age >= weeks:
            found |= (leaves == number) & compared.panel.declared(number)
    return found
