"""Seasons from thin to national, released one after the other: `python -m bench.release --table`.

Each is a process of its own, alone on one processor; the page is written again after each.
"""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "release-bench.md"
# Pharmacies, share of answers, seed, weeks, and whether an erratum of the last week is previewed too.
CASES = [
    (21_000, 0.35, 2026, 5, False),
    (300, 0.35, 3, 6, True),
    (2_000, 0.35, 3, 4, True),
    (3_000, 0.08, 1, 8, True),
    (1_000, 0.07, 1, 10, True),
    (1_000, 0.07, 2, 10, True),
    (1_000, 0.07, 3, 10, True),
]
HEAD = ["pharmacies", "response", "seed", "releases", "silent", "CPU s: median", "worst", "loops: worst",
        "erratum CPU s"]  # fmt: skip


def write_table() -> None:
    """Every case; the page holds those that are done."""
    lines = []
    for case in CASES:
        lines.append(_line(*case))
        print(" | ".join(lines[-1]), flush=True)
        PAGE.write_text(_page(lines), "utf-8")


def _line(pharmacies: int, response: float, seed: int, weeks: int, erratum: bool) -> list[str]:
    asked = {"pharmacies": pharmacies, "response": response, "seed": seed, "weeks": weeks}
    options = [f"--{name}={given}" for name, given in asked.items()] + ["--erratum=0.05"] * erratum
    run = subprocess.run([sys.executable, "-m", "bench.release", *options], capture_output=True, text=True,
                         check=True)  # fmt: skip
    rows = [line.split(" | ") for line in run.stdout.splitlines()[1:] if " | " in line]
    corrected = rows.pop() if erratum else None
    spent = sorted(float(row[8]) for row in rows)
    loop = float(re.findall(r"([\d.]+) s of CPU for a loop", run.stdout)[0])
    return [
        f"{pharmacies:,}", f"{response:.0%}", str(seed), str(len(rows)),
        str(sum(row[9].startswith("SILENT") for row in rows)), f"{spent[len(spent) // 2]:.1f}",
        f"{spent[-1]:.1f}", f"{spent[-1] / loop:.0f}", corrected[8] if corrected else "",
    ]  # fmt: skip


def _page(lines: list[list[str]]) -> str:
    table = "\n".join("| " + " | ".join(line) + " |" for line in [HEAD, ["---"] * len(HEAD), *lines])
    machine = (
        f"{os.cpu_count()} cores, load average {os.getloadavg()[2]:.1f} over the last quarter of an hour"
    )
    return PAGE_TEXT.format(table=table, python=platform.python_version(), machine=machine)


PAGE_TEXT = """# Releases: measured

Written by `python -m bench.release --table`; Python {python}, one thread, {machine}.
A busy machine lengthens CPU seconds too, up to twice: compare the loops.

Invented seasons, released week after week without their files; where an erratum is measured, 5 % of the last
week's declarants correct themselves and as many answer late.

{table}

- *CPU s*: of one release, from the store's rows to the audited mask and the frozen rows; its preview costs as
  much, and publishing after it about a third: the mask is not looked for again, only audited.
- *silent*: weeks of which nothing could be shown.
- *loops*: CPU seconds of the worst release in loops of ten million additions of the same interpreter.
- *erratum*: its preview. One that changes nothing is refused before any mask is looked for.
"""
