"""How far estimates are from the truth: `python -m bench.estimate` rewrites the tables of docs/estimation.md.

Monte-Carlo on invented nations, every estimator on the same answers, and some that know what cannot be known.
`--nations N` for more or fewer of them, `--first SEED` for others, `--weeks 2 3 4` for other weeks and
`--two-sorts` for another habit of answering: these are printed and not written down.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from statistics import fmean

from bench import estimate_world as invented
from bench.estimate_table import BIASES, Tries, report
from dp_ruptures.rules.estimate import total

DOCUMENT = Path(__file__).parent.parent / "docs/estimation.md"
START, END = "<!-- bench.estimate -->", "<!-- end of bench.estimate -->"
NATIONS = 24
RESPONSES = (0.20, 0.35, 0.50, 0.60)
KINDS = {"vaccines": invented.VACCINES, "tests": invented.TESTS}


def main() -> None:
    """Try every scenario and rewrite the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--nations", type=int, default=NATIONS)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--weeks", type=int, nargs="+", default=invented.ASKED)
    parser.add_argument("--two-sorts", action="store_true")
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.nations)
    worlds = [invented.nation(seed, asked.two_sorts) for seed in seeds]
    spent: list[float] = []
    lines = report(dict(_scenarios(worlds, asked.weeks, spent)), worlds, asked.weeks, fmean(spent))
    print("\n".join(lines))
    if vars(asked) == vars(parser.parse_args([])):
        text = DOCUMENT.read_text(encoding="utf-8")
        head, tail = text.split(START)[0], text.split(END)[1]
        DOCUMENT.write_text(head + START + "\n\n" + "\n".join(lines) + "\n\n" + END + tail, encoding="utf-8")


def _scenarios(
    worlds: list[invented.Nation], weeks: Sequence[int], spent: list[float]
) -> Iterator[tuple[tuple[str, str, float], Tries]]:
    for kind, bias, response in product(KINDS, BIASES, RESPONSES):
        tries = Tries()
        for world in worlds:
            for case in invented.asked(world, KINDS[kind], response, BIASES[bias], weeks):
                started = time.process_time()
                found = total(case.panel)
                spent.append(time.process_time() - started)
                tries.add(case, found)
        yield (kind, bias, response), tries


if __name__ == "__main__":
    main()
