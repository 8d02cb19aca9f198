"""How often a program may ask: a bucket that empties by one at each ask and fills with time.

A month of stock sent in one go is fine, a loop gone wild is not: so many at once, then so many a minute.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """`at_once` asks in a row, then `per_minute`."""

    at_once: int
    per_minute: int


@dataclass(frozen=True)
class Bucket:
    """How many asks were left at `seconds`, on any clock that only goes forward."""

    left: float
    seconds: float


def take(rate: Rate, bucket: Bucket | None, seconds: float) -> tuple[Bucket, float]:
    """The bucket after one more ask, and how many seconds it must wait: 0 when it is admitted."""
    per_second = rate.per_minute / 60
    known = bucket or Bucket(rate.at_once, seconds)
    left = min(float(rate.at_once), known.left + max(0.0, seconds - known.seconds) * per_second)
    if left >= 1:
        return Bucket(left - 1, seconds), 0.0
    return Bucket(left, seconds), (1 - left) / per_second
