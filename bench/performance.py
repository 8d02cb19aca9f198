"""What the portal can bear, beside what others would: `python -m bench.performance [--quick]`.

Writes docs/performance.md, whole. Quick: a size that shows in a minute that everything runs; it writes
nothing unless asked for with `--write`.
"""

import argparse
from collections.abc import Iterator
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

    @property
    def said(self) -> str:
        return f"{self.pharmacies:,} pharmacies, {self.lines:,} lines, {self.seconds:g} s each"


FULL = Size(seconds=3, writers=(1, 8, 32), lines=10_000_000, pharmacies=21_000, sessions=500)
QUICK = Size(seconds=0.3, writers=(1, 8), lines=130_000, pharmacies=60, sessions=8)


def measure(size: Size) -> Iterator[list[Figure]]:
    """The figures of each part, one part after the other."""
    yield performance_writes.measure(size.seconds, size.writers)
    with serving(size.pharmacies, size.sessions) as (server, by_role, others):
        yield performance_browser.measure(server)
        yield performance_pages.measure(server, by_role, others, size.seconds)
    yield performance_weeks.measure(size.lines)


def main() -> None:
    """Print every figure as it comes; write the page after each part: a run cut short leaves what it has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true", help="write the page after a quick run too")
    asked, _ = parser.parse_known_args()
    size = QUICK if asked.quick else FULL
    found: list[Figure] = []
    loads = [load()]
    for figures in measure(size):
        found += figures
        loads.append(load())
        for figure in figures:
            print("performance:", " | ".join(figure.cells), flush=True)
        if asked.write or not asked.quick:
            PAGE.write_text(page(found, loads, size.said), encoding="utf-8")


if __name__ == "__main__":
    main()
