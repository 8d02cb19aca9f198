"""The disclosure library on invented weeks: `python -m bench.disclosure [--responses R …] [--seeds N]`.

Prints the lines of a Markdown table; writes it into docs/disclosure-bench.md when no response is left out.
Seconds are those of the CPU, one thread, and of the wall: the machine may be busy. `DISCLOSURE_ACRO_PYTHON`
names an interpreter with the library acro, if there is one.
"""

import argparse
import csv
import json
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.disclosure_elimination import eliminate
from bench.disclosure_week import FAMILIES, declarations, geography, week
from dp_ruptures.disclosure import Pattern, audit, primary, protect
from dp_ruptures.disclosure.instance import Instance

RESPONSES = (0.35, 0.20, 0.10, 0.05)
PAGE = Path(__file__).parent.parent / "docs" / "disclosure-bench.md"
HEAD = [
    "response",
    "seed",
    "unsafe",
    "hidden besides",
    "cost",
    "gap",
    "value hidden",
    "CPU s",
    "wall s",
    "audit CPU s",
    "× loop",
]
HEAD += ["elimination: besides", "cost", "known exactly", "too close", "acro agrees"]


def measure(response: float, seed: int) -> list[str]:
    """One line of the table."""
    instance = week(response, seed)
    began = time.perf_counter()
    pattern, seconds = timed(lambda: protect(instance))
    wall = time.perf_counter() - began
    report, checking = timed(lambda: audit(instance, pattern))
    assert report.ok
    return [
        f"{response:.0%}", str(seed), str(len(pattern.primary)), str(len(pattern.secondary)),
        f"{pattern.cost:.0f}", f"{pattern.gap:.1%}", f"{share_hidden(instance, pattern.hidden):.2%}",
        f"{seconds:.1f}", f"{wall:.1f}", f"{checking:.1f}", f"{seconds / yardstick():.0f}",
        *elimination(instance), agreement(instance, response, seed),
    ]  # fmt: skip


def timed(act: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and its CPU seconds."""
    start = time.process_time()
    found = act()
    return found, time.process_time() - start


def yardstick() -> float:
    """CPU seconds of a loop of ten million additions in this interpreter, just now."""
    return timed(lambda: sum(i * i for i in range(10_000_000)))[1]


def share_hidden(instance: Instance, hidden: frozenset[str]) -> float:
    """What is hidden of the sum of all cells."""
    return sum(instance.cell(i).value for i in hidden) / sum(c.value for c in instance.cells)


def elimination(instance: Instance) -> list[str]:
    """Secondaries, cost, unsafe cells known exactly, and unsafe cells of which an outsider knows too much."""
    hidden = eliminate(instance)
    report = audit(instance, Pattern(tuple(hidden), ()))
    exact = sum(low == high for low, high in report.intervals.values())
    close = len({v.cell for v in report.violations if v.attack in ("outsider", "published")})
    unsafe = primary(instance)
    cost = sum(instance.cell(i).price for i in hidden)
    return [str(len(hidden) - len(unsafe)), f"{cost:.0f}", str(exact), str(close)]


def agreement(instance: Instance, response: float, seed: int) -> str:
    """Unsafe cells found by both, of those found by either; zero totals, which acro lets pass, apart."""
    python = os.environ.get("DISCLOSURE_ACRO_PYTHON")
    if python is None:
        return "not run"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        write_rows(path, response, seed)
        script = Path(__file__).with_name("disclosure_acro.py")
        run = subprocess.run([python, script, path], capture_output=True, text=True, check=True, cwd=folder)
    ours = {i for i in primary(instance) if instance.cell(i).value}
    theirs = {i for i in json.loads(run.stdout.splitlines()[-1]) if instance.cell(i).value}
    return f"{len(ours & theirs)} of {len(ours | theirs)}"


def write_rows(path: Path, response: float, seed: int) -> None:
    """The declarations as a flat file."""
    tree = geography()[0]
    with path.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["owner", "dep", "reg", "fr", "prod", "fam", "all", "value"])
        for owner, (place, good), value in declarations(response, seed):
            lines.writerow([owner, place, tree[place], "France", good, FAMILIES[good], "ensemble", value])


def main() -> None:
    """The responses asked for, some seeds each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--responses", type=float, nargs="+", default=RESPONSES)
    asked = parser.parse_args()
    lines, load = [HEAD, ["---"] * len(HEAD)], [os.getloadavg()[0]]
    for response in asked.responses:
        for seed in range(1, asked.seeds + 1):
            lines.append(measure(response, seed))
            load.append(os.getloadavg()[0])
            print(" | ".join(lines[-1]), flush=True)
    if set(RESPONSES) <= set(asked.responses):
        write_page(lines, load)


def write_page(lines: list[list[str]], load: list[float]) -> None:
    """The table, and what it was measured on."""
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    busy = f"load average {min(load):.1f} to {max(load):.1f} during the run"
    machine = f"{os.cpu_count()} cores ({processor()}), {busy}"
    PAGE.write_text(PAGE_TEXT.format(table=table, python=platform.python_version(), machine=machine), "utf-8")


def processor() -> str:
    """The processor's name, where Linux tells it."""
    told = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


PAGE_TEXT = """# Disclosure: measured

Written by `python -m bench.disclosure`; Python {python}, one thread,
{machine}.
A busy machine lengthens CPU seconds too, by half or more: compare the loops.

An invented national week: 20,800 pharmacies, 101 départements, 18 régions, France × 12 products, 2 families,
all (1,725 distinct cells); declarations of zero and long tails, 4 % of pharmacies with a common owner.
Insiders and both audits included.

{table}

- *CPU s*, *wall s*: from the instance to the proven optimum, audited; *audit CPU s*: the audit of that
  pattern alone.
- *× loop*: the total in loops of ten million additions of the same interpreter, run just after: compare this
  between machines, not the seconds.
- *value hidden*: share of the sum of all cells, margins included.
- *elimination*: the greedy method of GaussSuppression, audited: unsafe cells any reader computes exactly,
  and those of which a reader without figures of their own learns more than the protection allows.
- *acro agrees*: unsafe cells that the library acro finds too, of those that either finds; zero totals apart.
"""

if __name__ == "__main__":
    main()
