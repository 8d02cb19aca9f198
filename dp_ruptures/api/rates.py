"""Counts what each token and each address asks, in this process's memory.

Not in the store: a durable write per request would cost more than most requests, and forgetting
a minute of counts at a restart harms nobody. With several servers the limits add up, which
still bounds each of them. Nobody is kept out for another's asks: a token answers for itself
wherever it comes from, an address only for what shows no valid token.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from dp_ruptures.rules.rate import Bucket, Rate, take

# Twenty thousand addresses cost 4 MB; past it the one not heard of for longest is forgotten.
MOST_KNOWN = 20_000


class Rates:
    """One rate, for every name that asks."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str) -> float:
        """Count one ask of `name`; the seconds it must wait, 0 when it is admitted."""
        with self._lock:
            bucket, wait = take(self.rate, self._buckets.get(name), self._clock())
            self._buckets[name] = bucket
            self._buckets.move_to_end(name)
            if len(self._buckets) > MOST_KNOWN:
                self._buckets.popitem(last=False)
        return wait

    def forget(self) -> None:
        """Start afresh."""
        with self._lock:
            self._buckets.clear()


# A counter's software sends once a week; a groupement's catches up with a season in a minute.
BY_TOKEN = Rates(Rate(at_once=60, per_minute=60))
# What a program with a wrong token may do before it must slow down.
WITHOUT_TOKEN = Rates(Rate(at_once=30, per_minute=30))
# The campaign is public; a whole groupement may ask from one address.
PUBLIC = Rates(Rate(at_once=300, per_minute=300))
