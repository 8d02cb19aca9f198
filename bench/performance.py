"""What the portal can bear, beside what others would: `python -m bench.performance [--quick]`.

Writes docs/performance.md, whole. Quick: a size that shows in a minute that everything runs; it writes
nothing unless asked for with `--write`.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from bench import performance_browser, performance_pages, performance_weeks, performance_writes
from bench.performance_server import serving
from bench.performance_table import PAGE, Figure, load, page


@dataclass(frozen=True)
class Size:
    """How much of everything. `seconds`: of each storm of writes and of each page."""

    seconds: float
    writers: tuple[int, ...]
    lines: int
    pharmacies: int
    sessions: int


FULL = Size(seconds=3, writers=(1, 8, 32), lines=10_000_000, pharmacies=21_000, sessions=500)
QUICK = Size(seconds=0.3, writers=(1, 8), lines=130_000, pharmacies=60, sessions=8)


def measure(size: Size, told: Callable[[Figure], None]) -> tuple[list[Figure], list[float]]:
    """Every part one after the other, and the load of the machine around each."""
    found: list[Figure] = []
    loads = [load()]

    def add(figures: list[Figure]) -> None:
        found.extend(figures)
        loads.append(load())
        for figure in figures:
            told(figure)

    add(performance_writes.measure(size.seconds, size.writers))
    add(performance_weeks.measure(size.lines))
    with serving(size.pharmacies, size.sessions) as (server, by_role, others):
        add(performance_browser.measure(server))
        add(performance_pages.measure(server, by_role, others, size.seconds))
    return found, loads


def main() -> None:
    """Print every figure as it comes; then the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true", help="write the page after a quick run too")
    asked, _ = parser.parse_known_args()
    size = QUICK if asked.quick else FULL
    found, loads = measure(size, lambda figure: print("performance:", " | ".join(figure.cells), flush=True))
    if asked.write or not asked.quick:
        said = f"{size.pharmacies:,} pharmacies, {size.lines:,} lines, {size.seconds:g} s each"
        PAGE.write_text(page(found, loads, said), encoding="utf-8")


if __name__ == "__main__":
    main()
