"""Invents telephone numbers in the ranges that ARCEP keeps for fiction: they ring at nobody's."""

from collections import Counter
from collections.abc import Sequence

# By région: the zone of its numbers. Occitanie has two zones; one is enough for numbers that do not exist.
_RANGES = {
    "11": "019900",
    "24": "026191", "28": "026191", "52": "026191", "53": "026191",
    "27": "035301", "32": "035301", "44": "035301",
    "84": "046571", "93": "046571", "94": "046571",
    "75": "053649", "76": "053649",
}  # fmt: skip
# None is kept for overseas: mobile numbers.
_MOBILE = "063998"
_LAST_DIGITS = 10_000
# Real extracts lack a few: the desk must show what it then says.
_UNKNOWN_EVERY = 40


def numbers(regions: Sequence[str]) -> list[str | None]:
    """A number per pharmacy from its région's code, `84`; None for one out of forty.

    No chance in them: the rest of the season is drawn as it was before there were any. Past ten thousand
    pharmacies of a zone, numbers are given again.
    """
    given: Counter[str] = Counter()
    return [None if rank % _UNKNOWN_EVERY == _UNKNOWN_EVERY - 1 else _next(given, region)
            for rank, region in enumerate(regions)]  # fmt: skip


def _next(given: Counter[str], region: str) -> str:
    start = _RANGES.get(region, _MOBILE)
    given[start] += 1
    return f"{start}{given[start] % _LAST_DIGITS:04d}"
