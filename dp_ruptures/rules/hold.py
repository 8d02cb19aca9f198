"""When a leaf (département × product) may show new figures, and for how long old ones stand in.

Whoever has two releases subtracts them: what is left belongs to those who changed. So a leaf takes
this week's state only when those who changed would be safe as a cell of their own.
"""

from datetime import date
from typing import Any

# Releases further apart are not compared: stocks have turned over in between.
WINDOW_WEEKS = 4
# A silent pharmacy stands with its last figures this long, then leaves the state.
CARRIED_WEEKS = 2
# No release may lean on a state this old: its declarations are erased 26 weeks on, those of the two weeks it
# carries before it, and a release may come out some weeks late. A campaign of twenty weeks never meets it.
LONGEST_HELD_WEEKS = 20


# The four figures may be whole arrays: one entry per leaf, or per margin.
def is_safe_change(owners: Any, moved: Any, largest: Any, second: Any, *, min_count: int, p: int) -> Any:
    """Whether a difference gives away none of the owners who moved.

    `owners` moved by `moved` units in all, up and down alike; the two who moved most, by `largest` and
    `second`. Too few owners, or a second who learns the first's change to within p %, is unsafe.
    """
    return (owners >= min_count) & (100 * (moved - largest - second) >= p * largest)


def is_stale(data_of: date, week: date) -> bool:
    """Whether figures true on `data_of` (a Monday) are too old to be shown in the release of `week`."""
    return (week - data_of).days > 7 * WINDOW_WEEKS
