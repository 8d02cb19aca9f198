"""What the portal can bear, beside what others would: `python -m bench.performance [--quick] [--only PARTS]`.

Writes docs/performance.md; with `--only`, the lines of those parts alone, the others stay as they are.
Quick: a size that shows in a minute that everything runs; it writes nothing unless asked for with `--write`.
"""

import argparse
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

from bench import performance_browser, performance_pages, performance_weeks, performance_writes
from bench.performance_server import Served, serving
from bench.performance_table import PAGE, PARTS, Figure, Run, load, page

_OF_A_SERVER = {"browser", "pages", "sessions"}


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


def measure(size: Size, parts: set[str]) -> Iterator[tuple[str, list[Figure]]]:
    """The figures of each part, one part after the other; those of pages on one server."""
    if "writes" in parts:
        yield "writes", performance_writes.measure(size.seconds, size.writers)
    with _server(size, parts) as served:
        for part in PARTS:
            if served and part in parts & _OF_A_SERVER:
                yield part, _of_a_server(part, served, size)
    if "weeks" in parts:
        yield "weeks", performance_weeks.measure(size.lines)


def _server(size: Size, parts: set[str]) -> AbstractContextManager[Served | None]:
    sessions = size.sessions if "sessions" in parts else 0
    return serving(size.pharmacies, sessions) if parts & _OF_A_SERVER else nullcontext()


def _of_a_server(part: str, served: Served, size: Size) -> list[Figure]:
    if part == "browser":
        return performance_browser.measure(served.server)
    if part == "pages":
        return performance_pages.measure(served.server, served.by_role, size.seconds)
    return performance_pages.alive(served.server, served.others)


def _parts(text: str) -> set[str]:
    asked = set(text.split(","))
    if asked - set(PARTS):
        raise argparse.ArgumentTypeError(f"parts are {', '.join(PARTS)}")
    return asked


def main() -> None:
    """Print every figure as it comes; write the page after each part: a run cut short leaves what it has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true", help="write the page after a quick run too")
    parser.add_argument("--only", type=_parts, default=set(PARTS), metavar="writes,weeks")
    # Run by bench/__main__.py, the words on the line are those of `make bench`.
    asked, _ = parser.parse_known_args()
    size = QUICK if asked.quick else FULL
    before, start = load(), monotonic()
    for part, figures in measure(size, asked.only):
        run = Run(part, datetime.now(UTC).date(), before, load(), monotonic() - start, size.said)
        for figure in figures:
            print("performance:", " | ".join(figure.cells), flush=True)
        print("performance:", " | ".join(run.cells), flush=True)
        if asked.write or not asked.quick:
            written = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
            PAGE.write_text(page(figures, run, written), encoding="utf-8")
        before, start = load(), monotonic()


if __name__ == "__main__":
    main()
