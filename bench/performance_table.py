"""The one table of `docs/performance.md`: each figure of ours beside what others do, and the ratio."""

import platform
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from os import cpu_count, getloadavg
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
PARTS = ("writes", "browser", "pages", "sessions", "weeks")
RUN_HEAD = ("part", "day", "load average", "size")
HEAD = ("part", "what", "ours", "beside it (× : how many times better ours is)", "budget")


@dataclass(frozen=True)
class Figure:
    """One line. `beside`: the same work done otherwise, by name, same unit; None: not installed here.

    `note`: what else was seen, where nothing stands beside.
    """

    part: str
    what: str
    ours: float
    unit: str
    beside: tuple[tuple[str, float | None], ...] = ()
    more_is_better: bool = False
    budget: str = ""
    note: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        others = self.note or "; ".join(self._other(name, value) for name, value in self.beside)
        return (self.part, self.what, f"{shown(self.ours)} {self.unit}", others, self.budget)

    def _other(self, name: str, value: float | None) -> str:
        if value is None:
            return f"{name}: not installed"
        if not value or not self.ours:
            return f"{name} {shown(value)}"
        times = self.ours / value if self.more_is_better else value / self.ours
        return f"{name} {shown(value)} (× {shown(times)})"


def shown(value: float) -> str:
    """Two or three figures that mean something: 0.042, 1.2, 12.3, 1,234."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2g}"


def cpu_ms(act: Callable[[], object], times: int = 5) -> float:
    """Milliseconds of CPU of this process, all threads: the median, after one time for nothing."""
    act()
    return median(_spent(act, process_time) for _ in range(times))


def wall_ms(act: Callable[[], object], times: int = 5) -> float:
    """Milliseconds on the clock: the median, after one time for nothing."""
    act()
    return median(_spent(act, perf_counter) for _ in range(times))


def _spent(act: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    act()
    return 1000 * (clock() - start)


@dataclass(frozen=True)
class Run:
    """How a part was measured. `before`, `after`: load average; `seconds` it took; `size`: of what."""

    part: str
    day: date
    before: float
    after: float
    seconds: float
    size: str

    @property
    def cells(self) -> tuple[str, ...]:
        loads = f"{self.before:.1f} → {self.after:.1f}"
        return (self.part, self.day.isoformat(), loads, f"{self.size}; took {self.seconds:.0f} s")


def page(figures: Iterable[Figure], run: Run, before: str = "") -> str:
    """The whole text of the page: the lines of this run, and of the other parts what `before` says."""
    kept = [line for line in before.splitlines() if _part(line) not in (None, run.part)]
    runs = [line for line in kept if line.count(" | ") == len(RUN_HEAD) - 1]
    lines = [line for line in kept if line not in runs]
    return TEXT.format(
        python=platform.python_version(),
        cores=cpu_count(),
        processor=processor(),
        runs=_table(RUN_HEAD, [*runs, _line(run.cells)]),
        table=_table(HEAD, [*lines, *(_line(figure.cells) for figure in figures)]),
    )


def _table(head: tuple[str, ...], lines: list[str]) -> str:
    ordered = sorted(lines, key=lambda line: PARTS.index(_part(line) or ""))
    return "\n".join([_line(head), _line(["---" for _ in head]), *ordered])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _part(line: str) -> str | None:
    """The part whose line of a table this is; None of any other line."""
    first = line.removeprefix("| ").partition(" | ")[0]
    return first if line.startswith("| ") and first in PARTS else None


def load() -> float:
    return getloadavg()[0]


def processor() -> str:
    """The processor's name, where Linux tells it."""
    file = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.*)", file.read_text("utf-8")) if file.exists() else None
    return found[1] if found else platform.machine()


TEXT = """# Performance: measured

Written by `python -m bench.performance`, each part with `--only PART`; Python {python}, {cores} cores
({processor}).

{runs}

Where the load average is above the cores, compare the ratios, measured side by side in one run, before the
figures: a busy machine lengthens CPU milliseconds too, by half or more.

{table}

- *writes*: seconds of the clock, each writer in its own thread on a file of its own design, the disk asked to
  have it at each commit. *declare* is everything a declaration does: week, pharmacy and former declaration
  checked, the draft cleared, header and lines written, the receipt read back. The others, and *bare append*,
  write a header and eight lines and read nothing.
  *upsert*: one row per pharmacy × week × product, replaced; one of ten is sent by every writer at once.
- *pages*: CPU of the server's process at each rerun of the whole page, as a browser asks for it over the
  websocket; reruns a second with four tabs that never wait. *one quantity*: what a pause in typing costs.
- *sessions*: real websockets, each a pharmacy of its own on its form, all open at once.
- *weeks*: CPU of all threads. *physical limit*: the bytes the answer must read (8 + 8 + 4 a line) over the
  bandwidth of the memory, measured in the same run by summing an array of 400 MB on one core.
- *browser*: Chromium; bytes as they come over the network, from an empty cache (*cold*) and again (*warm*).

## Halved

Each pair was measured side by side, in the same minutes, on 23 November 2026 (load average 5 to 10).

| what | before | now |
| --- | --- | --- |
| a declaration, CPU | 25 to 32 ms | 10 to 15 ms |
| declarations a second, 1 writer | 8 to 11 | 27 to 39 |
| declarations a second, 8 writers | 17 | 36 to 61 |
| a group's file, 21,000 pharmacies, 210,000 lines: checked, CPU | 7.0 s | 2.3 s |
| the same, recorded, CPU | 11.5 s | 5.2 s |
| whose session it is, at each rerun of everybody, CPU | 2.2 ms | 1.4 ms |

DuckDB plans each statement anew (`PREPARE` then `EXECUTE` costs as much), and for a handful of rows planning
is nearly all: an `ORDER BY` doubles a question, a join triples it, `ON CONFLICT` costs five times the insert.
What a declaration asks now neither sorts nor joins. Commits are not grouped: one fsync takes 2 to 5 ms, and
nobody waits for another one's refusal. Of a group's file, Python's garbage collector took four tenths, and
reading the same texts again most of the rest.
"""
