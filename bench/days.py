"""How sure days of supply are: `python -m bench.days` prints the table of docs/estimation.md, section 3.

The nations of `bench.estimate_world`, where stock and demand are known. The true days of an area are its true
stock ÷ what patients asked for a day there in the week just counted, whether the shelf had it or not. The
stock is estimated as on the screen, so its error and its interval are in it.
`--nations N` for more or fewer of them; `--first SEED` for others; `--weeks 2 3 4` for other weeks.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from bench import estimate_world as invented
from dp_ruptures.demo.stocks import Floats
from dp_ruptures.rules.area_supply import days_of, supply
from dp_ruptures.rules.days_interval import held_between, is_certain
from dp_ruptures.rules.estimate import total

NATIONS = 6
RESPONSES = (0.20, 0.35, 0.50, 0.60)
BIASES = {"none": (0.0, 0.0), "both": (invented.BY_SIZE, invented.BY_RUPTURE)}
KINDS = {
    "vaccines": invented.VACCINES,
    "one vaccine": invented.VACCINES[:1],
    "tests": invented.TESTS,
    "one test": invented.TESTS[:1],
}
# Of the season, from 1.
WEEKS = (5, 6, 8, 12)


@dataclass
class Tries:
    """What a scenario gave: errors, widths (high ÷ low), hits by week, and hits at the next week's pace.

    `words`: whether areas did as was said of them, by what was said: (runs out, for certain).
    """

    errors: list[float] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    hits: dict[int, list[bool]] = field(default_factory=lambda: defaultdict(list))
    ahead: list[bool] = field(default_factory=list)
    words: dict[tuple[bool, bool], list[bool]] = field(
        default_factory=lambda: {words: [] for words in product((True, False), repeat=2)}
    )

    def add(self, case: invented.Case, paces: Floats, week: int) -> None:
        """One week of one nation; `paces`: week × area, what was asked for a day."""
        panel, found = case.panel, total(case.panel)
        lasting = supply(panel.units, found.size, panel.area, panel.region)
        for area, one in enumerate(found.areas):
            pace, alone = float(lasting.pace[area]), np.arange(len(panel.region)) == area
            days = days_of(one.estimate, pace)
            stock = one.estimate, one.low, one.high
            low, high = (days_of(units, pace) for units in held_between(stock, lasting.error(alone)))
            if days is None or low is None or high is None:
                continue
            true = float(case.truth[area] / paces[week - 1, area])
            self.errors.append(abs(days / true - 1))
            self.widths.append(high / max(low, 0.01))
            self.hits[week].append(low <= true <= high)
            if week < len(paces):
                self.ahead.append(low <= float(case.truth[area] / paces[week, area]) <= high)
            wait = float(lasting.wait[area])
            sure = is_certain(days, (low, high), wait)
            if sure is not None:
                self.words[days < wait, sure].append((true < wait) == (days < wait))


def main() -> None:
    """Try every scenario and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--nations", type=int, default=NATIONS)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--weeks", type=int, nargs="+", default=WEEKS)
    asked = parser.parse_args()
    worlds = [invented.nation(seed) for seed in range(asked.first, asked.first + asked.nations)]
    weeks = ", ".join(str(week) for week in asked.weeks)
    print("| stocks | bias | response | median error | high ÷ low "
          f"| covered, weeks {weeks} | at the next week's pace | right: short, lasts |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|")
    for line in _lines(worlds, asked.weeks):
        print(line)


def _lines(worlds: Sequence[invented.Nation], weeks: Sequence[int]) -> Iterator[str]:
    for kind, bias, response in product(KINDS, BIASES, RESPONSES):
        tries = Tries()
        for world in worlds:
            wanted = world.wanted[:, :, list(KINDS[kind])].sum(axis=2)
            paces = np.stack([np.bincount(world.area, week) / 7 for week in wanted])
            cases = invented.asked(world, KINDS[kind], response, BIASES[bias], weeks)
            for week, case in zip(weeks, cases, strict=True):
                tries.add(case, paces, week)
        yield (
            f"| {kind} | {bias} | {response:.0%} | {100 * np.median(tries.errors):.0f} % "
            f"| {np.median(tries.widths):.1f} | {', '.join(_percent(hit) for hit in tries.hits.values())} "
            f"| {_percent(tries.ahead)} | {', '.join(_percent(hits) for hits in tries.words.values())} |"
        )


def _percent(hits: Sequence[bool]) -> str:
    return f"{100 * np.mean(hits):.0f}" if hits else "—"


if __name__ == "__main__":
    main()
