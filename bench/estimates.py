"""How long one national week takes to estimate: `python -m bench.estimates`. Budget: 300 ms."""

import statistics
import time
from datetime import UTC, datetime

from dp_ruptures import estimates, stocks
from dp_ruptures.demo import build_season
from dp_ruptures.rules.week import week_of
from dp_ruptures.store import open_store

NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)
BUDGET_MS = 300.0


def measure() -> dict[str, float]:
    """Milliseconds of CPU, medians over the items, on 21,000 pharmacies × 12 weeks: computed, then kept."""
    store = open_store("duckdb:///:memory:")
    store.migrate()
    build_season(store, now=NOW)
    week, items = week_of(NOW).shift(-1), stocks.items(store, NOW)

    def once(item: stocks.Item) -> float:
        start = time.process_time()
        estimates.of_week(store, week, item)
        return 1000 * (time.process_time() - start)

    figures = {name: statistics.median(once(item) for item in items) for name in ("computed", "kept")}
    store.close()
    return figures


if __name__ == "__main__":
    for name, milliseconds in measure().items():
        print(f"estimates.{name}: {milliseconds:.1f} ms of CPU (budget {BUDGET_MS:.0f})")
