"""The order of a form's products from the places given to them: who moves goes in, the others shift."""

from collections import Counter
from collections.abc import Sequence

Place = tuple[str, int]


def contested(present: Sequence[str], places: Sequence[Place]) -> int | None:
    """The first place that two of those that move or enter ask for; None when each has its own.

    `present`: the codes in their order today. `places`: (code, place from 1) of those wanted.
    """
    asked = Counter(place for code, place in places if _move(present, code, place))
    return min((place for place, count in asked.items() if count > 1), default=None)


def ordered(present: Sequence[str], places: Sequence[Place]) -> list[str]:
    """The codes wanted, in order. Who comes up takes the place from who is there, who goes down stands
    after: each is then where it was asked to be, for the gap it leaves is closed.
    """
    return [code for code, _ in sorted(places, key=lambda one: (one[1], _move(present, *one)))]


def _move(present: Sequence[str], code: str, place: int) -> int:
    """-1 up or in, 0 where it was, 1 down."""
    if code not in present:
        return -1
    rank = list(present).index(code) + 1
    return (place > rank) - (place < rank)
