"""How long one national week takes to aggregate: `python -m bench.aggregate`. Budget: 30 ms."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from dp_ruptures import aggregates
from dp_ruptures.demo import build_season
from dp_ruptures.rules.week import week_of
from dp_ruptures.store import open_store

NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)
BUDGET_MS = 30.0
TRIES = 15


def measure() -> dict[str, float]:
    """Milliseconds, medians, on 21,000 pharmacies × 12 weeks at 35 %: a week behind, a week in order."""
    store = open_store("duckdb:///:memory:")
    store.migrate()
    build_season(store, now=NOW)
    week = week_of(NOW).shift(-1)
    aggregates.refresh_all(store, NOW)
    figures = {
        "recomputed": _median(lambda: aggregates.aggregate(store, week, NOW)),
        "up_to_date": _median(lambda: aggregates.refresh(store, week, NOW)),
    }
    store.close()
    return figures


def _median(act: Callable[[], object]) -> float:
    def once() -> float:
        start = time.perf_counter()
        act()
        return 1000 * (time.perf_counter() - start)

    return statistics.median(once() for _ in range(TRIES))


if __name__ == "__main__":
    for name, milliseconds in measure().items():
        print(f"aggregate.{name}: {milliseconds:.1f} ms (budget {BUDGET_MS:.0f})")
