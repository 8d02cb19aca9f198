"""How far estimates are from the truth: `python -m bench.estimate` rewrites the tables of docs/estimation.md.

Monte-Carlo on invented nations, every estimator on the same answers. `--nations N` for more or fewer of them.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import numpy as np

from bench import estimate_world as invented
from dp_ruptures.demo.stocks import Floats
from dp_ruptures.rules.estimate import Panel, Total, Totals, total

DOCUMENT = Path(__file__).parent.parent / "docs/estimation.md"
START, END = "<!-- bench.estimate -->", "<!-- end of bench.estimate -->"
NATIONS = 6
RESPONSES = (0.20, 0.35, 0.50, 0.60)
BIASES = {
    "none": (0.0, 0.0),
    "size": (invented.BY_SIZE, 0.0),
    "rupture": (0.0, invented.BY_RUPTURE),
    "both": (invented.BY_SIZE, invented.BY_RUPTURE),
}
KINDS = {"vaccines": invented.VACCINES, "tests": invented.TESTS}


@dataclass
class Tries:
    """What a scenario gave: relative errors by estimator (naive, last value, ours), hits of the intervals."""

    errors: list[list[float]] = field(default_factory=lambda: [[], [], []])
    usual: list[list[float]] = field(default_factory=lambda: [[], [], []])
    nation: list[list[float]] = field(default_factory=lambda: [[], [], []])
    hits: list[list[bool]] = field(default_factory=lambda: [[], [], []])
    withheld: int = 0

    def add(self, panel: Panel, truth: Floats, found: Totals) -> None:
        """One week of one nation."""
        shown = np.array([one.estimate is not None for one in found.areas])
        usual = shown & (panel.by_area(np.ones(len(panel.area))) == invented.USUAL)
        ours = np.array([one.estimate or 0 for one in found.areas], np.float64)
        for rank, guess in enumerate((invented.naive(panel), invented.last_value(panel), ours)):
            error = np.abs(guess - truth) / truth
            self.errors[rank] += error[shown].tolist()
            self.usual[rank] += error[usual].tolist()
            whole = float(found.whole.estimate or 0) if rank == 2 else float(guess.sum())
            self.nation[rank].append(abs(whole / float(truth.sum()) - 1))
        regional = np.bincount(panel.region, truth)
        for rank, (totals, real) in enumerate(
            ((found.areas, truth), (found.regions, regional), ([found.whole], truth.sum(keepdims=True)))
        ):
            self.hits[rank] += _hits(totals, real)
        self.withheld += int((~shown).sum())


def _hits(totals: Sequence[Total], real: Floats) -> list[bool]:
    return [
        one.low <= amount <= one.high
        for one, amount in zip(totals, real.tolist(), strict=True)
        if one.low is not None and one.high is not None
    ]


def main() -> None:
    """Try every scenario and rewrite the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--nations", type=int, default=NATIONS)
    nations = parser.parse_args().nations
    worlds = [invented.nation(seed) for seed in range(nations)]
    started = time.process_time()
    found = dict(_scenarios(worlds))
    seconds = (time.process_time() - started) / (len(found) * nations * len(invented.ASKED))
    lines = _report(found, worlds, seconds)
    text = DOCUMENT.read_text(encoding="utf-8")
    head, tail = text.split(START)[0], text.split(END)[1]
    DOCUMENT.write_text(head + START + "\n\n" + "\n".join(lines) + "\n\n" + END + tail, encoding="utf-8")
    print("\n".join(lines))


def _scenarios(worlds: list[invented.Nation]) -> Iterator[tuple[tuple[str, str, float], Tries]]:
    for kind, bias, response in product(KINDS, BIASES, RESPONSES):
        tries = Tries()
        for world in worlds:
            for panel, truth in invented.asked(world, KINDS[kind], response, *BIASES[bias]):
                tries.add(panel, truth, total(panel))
        yield (kind, bias, response), tries


def _report(
    found: dict[tuple[str, str, float], Tries], worlds: list[invented.Nation], seconds: float
) -> list[str]:
    world, nations = worlds[0], len(worlds)
    areas = nations * len(invented.ASKED) * len(world.region)
    return [
        f"{nations} invented nations of {len(world.region)} areas and {len(world.area):,} pharmacies, "
        f"weeks 8 and 12 of a season: {areas} areas a line. Errors in % of the truth: median over the areas, "
        f"then over those of {invented.USUAL} "
        "pharmacies, each time N/n expansion, last value carried, ours. `ratio`: ours to N/n. Nation: mean "
        "error of its total, N/n then ours. Coverage of the 95 % interval: areas, régions, nation. "
        f"Withheld: areas under the floor. {1000 * seconds:.0f} ms of CPU an estimate, invention included.",
        "",
        "| stocks | bias | response | areas: N/n, last, ours | ratio | areas of 200 | nation: N/n, ours "
        "| coverage | withheld |",
        "|---|---|---|---|---|---|---|---|---|",
        *(_line(key, tries) for key, tries in found.items()),
        "",
        *_targets(found),
    ]


def _line(key: tuple[str, str, float], tries: Tries) -> str:
    kind, bias, response = key
    return (
        f"| {kind} | {bias} | {response:.0%} | {_percents(tries.errors, _median)} | {_ratio(tries):.2f} "
        f"| {_percents(tries.usual, _median)} | {_percents([tries.nation[0], tries.nation[2]], _mean)} "
        f"| {', '.join(f'{100 * _mean(hits):.0f}' for hits in tries.hits)} | {tries.withheld} |"
    )


def _targets(found: dict[tuple[str, str, float], Tries]) -> list[str]:
    """Each target with the scenarios that miss it."""
    missed: dict[str, Callable[[str, Tries], bool]] = {
        "median error below N/n and below last value": lambda _, one: (
            _median(one.errors[2]) >= min(_median(one.errors[0]), _median(one.errors[1]))
        ),
        "under bias, at least 30 % below N/n": lambda bias, one: bias != "none" and _ratio(one) > 0.7,
        "national error at most 2 %": lambda _, one: _mean(one.nation[2]) > 0.02,
        "interval of areas covers 90 to 97 %": lambda _, one: not 0.9 <= _mean(one.hits[0]) < 0.975,
    }
    return [f"- {target}: {_missing(found, misses)}" for target, misses in missed.items()]


def _missing(found: dict[tuple[str, str, float], Tries], misses: Callable[[str, Tries], bool]) -> str:
    names = [f"{key[0]}, {key[1]}, {key[2]:.0%}" for key, one in found.items() if misses(key[1], one)]
    if not names:
        return f"met in all {len(found)} scenarios."
    return f"met in {len(found) - len(names)} of {len(found)} scenarios; missed in " + "; ".join(names) + "."


def _ratio(tries: Tries) -> float:
    return _median(tries.errors[2]) / _median(tries.errors[0])


def _percents(groups: list[list[float]], middle: Callable[[list[float]], float]) -> str:
    return ", ".join(f"{100 * middle(group):.1f}" for group in groups)


def _median(figures: list[float]) -> float:
    return float(np.median(figures))


def _mean(figures: Sequence[float]) -> float:
    return float(np.mean(figures))


if __name__ == "__main__":
    main()
