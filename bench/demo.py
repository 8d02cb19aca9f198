"""How long a national demo season takes to invent: `python -m bench.demo`. Budget: 60 s with its releases."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from dp_ruptures.demo import build_season
from dp_ruptures.store import open_store

BUDGET_SECONDS = 60
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def main() -> None:
    """Print the seconds for 21,000 pharmacies × 12 weeks in a fresh file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "demo.duckdb"
        store = open_store(f"duckdb:///{file}")
        store.migrate()
        start = time.perf_counter()
        outcome = build_season(store, now=NOW)
        seconds = time.perf_counter() - start
        store.close()
        size = file.stat().st_size / 1e6
    print(
        f"demo season: {seconds:.1f} s of {BUDGET_SECONDS} s, "
        f"{outcome['declarations']} declarations, {size:.0f} MB"
    )


if __name__ == "__main__":
    main()
