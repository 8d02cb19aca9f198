"""How many logins a second, and what a storm does to the others: `python -m bench.logins`.

One check is bcrypt's, 0.2 s of a core by design: the figure says how the portal bears it, and
that the throttle around it costs next to nothing.
"""

import os
import statistics
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import bcrypt

from dp_ruptures import access, throttle
from dp_ruptures.store import Store, open_store
from dp_ruptures.throttle import Visitor

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
BUDGET_THROTTLE_MS = 20.0
SECONDS = 4.0


def measure() -> dict[str, float]:
    """Checks per second by simultaneous checks; milliseconds of the throttle, empty and after a bad day."""
    figures = {f"checks_per_second.{n}_at_once": _checks_per_second(n) for n in (1, 2, 4)}
    figures["portal_thread_share_during_storm"] = _share_left(access.CHECKS_AT_ONCE)
    store = open_store("duckdb:///:memory:")
    store.migrate()
    figures["throttle_ms.first_try"] = _admit_ms(store)
    _bad_day(store, 20_000)
    figures["throttle_ms.after_20000_tries"] = _admit_ms(store)
    store.close()
    return figures


def _checks_per_second(at_once: int) -> float:
    done = _storm(at_once, lambda: time.sleep(SECONDS))
    return done / SECONDS


def _storm(at_once: int, meanwhile: Callable[[], object]) -> int:
    """How many checks `at_once` threads finish while `meanwhile` runs."""
    over, counts = threading.Event(), [0] * at_once

    def check(mine: int) -> None:
        while not over.is_set():
            bcrypt.checkpw(b"-", access._DECOY.encode())
            counts[mine] += 1

    threads = [threading.Thread(target=check, args=(mine,)) for mine in range(at_once)]
    for thread in threads:
        thread.start()
    meanwhile()
    over.set()
    for thread in threads:
        thread.join()
    return sum(counts)


def _share_left(at_once: int) -> float:
    """What a Python thread keeps of its own speed while strangers' checks run."""
    alone = _loops()
    during: list[float] = []
    _storm(at_once, lambda: during.append(_loops()))
    return during[0] / alone


def _loops() -> float:
    end, count = time.perf_counter() + SECONDS / 2, 0
    while time.perf_counter() < end:
        count += 1
    return count


def _admit_ms(store: Store) -> float:
    def once(n: int) -> float:
        start = time.perf_counter()
        throttle.admit(store, Visitor(f"officine{n}", f"192.0.2.{n}"), NOW)
        return 1000 * (time.perf_counter() - start)

    return statistics.median(once(n) for n in range(30))


def _bad_day(store: Store, tries: int) -> None:
    path = {"kind": "try", "path_key": "bot", "address": "198.18.0.1", "retry_at": None}
    with store.transaction() as transaction:
        for n in range(tries):
            at = NOW - timedelta(seconds=n / 2)
            transaction.execute("throttle_insert", now=at, account_key=f"account {n}", **path)


if __name__ == "__main__":
    for name, value in measure().items():
        budget = f" (budget {BUDGET_THROTTLE_MS:.0f})" if name.startswith("throttle_ms") else ""
        print(f"logins.{name}: {value:.1f}{budget}")
    print(f"logins.cores: {os.cpu_count()}, strangers' checks at once: {access.CHECKS_AT_ONCE}")
