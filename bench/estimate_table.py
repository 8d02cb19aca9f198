"""What the tries of `bench.estimate` gave, and how it is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median

import numpy as np

from bench import estimate_world as invented
from dp_ruptures.demo.stocks import Floats
from dp_ruptures.rules.estimate import Total, Totals

BIASES = {
    "none": (0.0, 0.0),
    "size": (invented.BY_SIZE, 0.0),
    "rupture": (0.0, invented.BY_RUPTURE),
    "both": (invented.BY_SIZE, invented.BY_RUPTURE),
}
NAIVE, LAST, OURS, ORACLE, ODDS = range(5)


@dataclass
class Tries:
    """What a scenario gave: relative errors by estimator (ODDS: nation only), hits of the intervals."""

    errors: list[list[float]] = field(default_factory=lambda: [[], [], [], []])
    usual: list[list[float]] = field(default_factory=lambda: [[], [], [], []])
    nation: list[list[float]] = field(default_factory=lambda: [[], [], [], [], []])
    hits: list[list[bool]] = field(default_factory=lambda: [[], [], []])
    withheld: int = 0

    def add(self, case: invented.Case, found: Totals) -> None:
        """One week of one nation."""
        panel, truth = case.panel, case.truth
        shown = np.array([one.estimate is not None for one in found.areas])
        usual = shown & (panel.by_area(np.ones(len(panel.area))) == invented.USUAL)
        simple = [
            (guess, float(guess.sum())) for guess in (invented.naive(panel), invented.last_value(panel))
        ]
        ours = np.array([one.estimate or 0 for one in found.areas], np.float64)
        guesses = (
            *simple,
            (ours, float(found.whole.estimate or 0)),
            (invented.told(case), invented.calibrated(case, case.size)),
        )
        for rank, (guess, whole) in enumerate(guesses):
            error = np.abs(guess - truth) / truth
            self.errors[rank] += error[shown].tolist()
            self.usual[rank] += error[usual].tolist()
            self.nation[rank].append(abs(whole / float(truth.sum()) - 1))
        self.nation[ODDS].append(abs(invented.weighted(case) / float(truth.sum()) - 1))
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


Misses = Callable[[Tries, int], bool]


def report(
    found: dict[tuple[str, str, float], Tries],
    worlds: list[invented.Nation],
    weeks: Sequence[int],
    seconds: float,
) -> list[str]:
    """The lines of the document: what was tried, the table, the targets."""
    world = worlds[0]
    areas = len(worlds) * len(weeks) * len(world.region)
    return [
        f"{len(worlds)} invented nations of {len(world.region)} areas and {len(world.area):,} pharmacies, "
        f"weeks {' and '.join(map(str, weeks))} of a season: {areas} areas a line. Errors in % of the truth: "
        f"median over the areas, then over those of {invented.USUAL} "
        "pharmacies, each time N/n expansion, last value carried, ours, the oracle. `ratio`: ours to N/n. "
        "Nation: mean error of its total (median of ours in brackets), N/n, ours, told the odds, the oracle. "
        "Coverage of the 95 % interval: areas, régions, nation. Withheld: areas under the floor. "
        f"{1000 * seconds:.0f} ms of CPU an estimate.",
        "",
        "**The oracle** knows what cannot be known. Areas: our estimator, told the true push of a rupture, "
        "how far habits differ, and the size of every pharmacy. Nation: the true odds of silence of those "
        "who answered, by size and state, and the size of every pharmacy (a ratio estimator). **Told the "
        "odds**: those alone, and no size of a silent one, which no register gives. What they miss by is "
        "chance: who happened to answer, and what they happened to hold.",
        "",
        "| stocks | bias | response | areas: N/n, last, ours, oracle | ratio | areas of 200 "
        "| nation: N/n, ours, odds, oracle | coverage | withheld |",
        "|---|---|---|---|---|---|---|---|---|",
        *(_line(key, tries) for key, tries in found.items()),
        "",
        *_targets(found),
    ]


def _line(key: tuple[str, str, float], tries: Tries) -> str:
    kind, bias, response = key
    whole = [f"{100 * fmean(tries.nation[rank]):.1f}" for rank in (NAIVE, OURS, ODDS, ORACLE)]
    whole[1] += f" ({100 * median(tries.nation[OURS]):.1f})"
    return (
        f"| {kind} | {bias} | {response:.0%} | {_percents(tries.errors)} | {_ratio(tries):.2f} "
        f"| {_percents(tries.usual)} | {', '.join(whole)} "
        f"| {', '.join(f'{100 * fmean(hits):.0f}' for hits in tries.hits)} | {tries.withheld} |"
    )


def _targets(found: dict[tuple[str, str, float], Tries]) -> list[str]:
    """Each target with the scenarios that miss it, starred where an oracle misses it too."""
    biased = {key: one for key, one in found.items() if any(BIASES[key[1]])}
    return [
        "- median error below N/n and below last value: " + _missing(found, _no_better, ORACLE),
        "- under bias, at least 30 % below N/n: "
        + _missing(biased, lambda one, rank: _ratio(one, rank) > 0.7, ORACLE),
        "- national error at most 2 %: "
        + _missing(found, lambda one, rank: fmean(one.nation[rank]) > 0.02, ODDS),
        "- interval of areas covers 90 to 97 %: "
        + _missing(found, lambda one, _: not 0.9 <= fmean(one.hits[0]) < 0.975),
    ]


def _no_better(tries: Tries, rank: int) -> bool:
    return median(tries.errors[rank]) >= min(median(tries.errors[NAIVE]), median(tries.errors[LAST]))


def _missing(found: dict[tuple[str, str, float], Tries], misses: Misses, knowing: int | None = None) -> str:
    names = [
        f"{kind}, {bias}, {response:.0%}{'*' * (knowing is not None and misses(one, knowing))}"
        for (kind, bias, response), one in found.items()
        if misses(one, OURS)
    ]
    if not names:
        return f"met in all {len(found)} scenarios."
    who = "who is told the odds" if knowing == ODDS else "the oracle"
    starred = f" (*: {who} misses it too)" if "*" in "".join(names) else ""
    return f"met in {len(found) - len(names)} of {len(found)}; missed in {'; '.join(names)}{starred}."


def _ratio(tries: Tries, rank: int = OURS) -> float:
    return median(tries.errors[rank]) / median(tries.errors[NAIVE])


def _percents(groups: list[list[float]]) -> str:
    return ", ".join(f"{100 * median(group):.1f}" for group in groups)
