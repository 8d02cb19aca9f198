"""An invented national week: 20,800 pharmacies, zero-inflated and skewed stocks, some common owners."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from dp_ruptures.disclosure.build import from_rows
from dp_ruptures.disclosure.instance import Instance

PHARMACIES = 20_800
REFERENCE = Path(__file__).parent.parent / "data" / "reference" / "departements.csv"
FAMILIES = {f"P{i:02}": "F1" if i < 7 else "F2" for i in range(12)} | {"F1": "ensemble", "F2": "ensemble"}
# Median stock of each product where there is any, and the share of pharmacies that declare zero: two products
# are common, the others run short to various degrees, as in a week of shortages.
STOCKS = [(40, 0.1), (25, 0.3), (12, 0.5), (8, 0.7), (6, 0.8), (5, 0.85), (4, 0.9), (30, 0.6), (10, 0.9)]
STOCKS += [(6, 0.94), (4, 0.965), (3, 0.98)]


@cache
def geography() -> tuple[dict[str, str], dict[str, int]]:
    """Département → région → France, and the pharmacies of each of the 101 départements."""
    with REFERENCE.open(encoding="utf-8") as lines:
        rows = [r for r in csv.DictReader(lines, delimiter=";") if r["zone"] in ("metro", "drom")]
    tree = {r["code"]: f"R{r['region']}" for r in rows}
    weights = {r["code"]: int(r["officines_estimees"]) for r in rows}
    return tree | {region: "France" for region in tree.values()}, weights


def week(response: float, seed: int) -> Instance:
    """The instance of one week at that response rate."""
    return from_rows(list(declarations(response, seed)), [geography()[0], FAMILIES])


def declarations(response: float, seed: int) -> Iterator[tuple[str, tuple[str, str], int]]:
    """(owner, (département, product), units) of the pharmacies that answered."""
    draw = np.random.default_rng(seed)
    weights = geography()[1]
    share = np.array(list(weights.values())) / sum(weights.values())
    places = draw.choice(list(weights), PHARMACIES, p=share)
    # 4 % of the pharmacies share an owner with another one of the same département, most often.
    owners = np.arange(PHARMACIES)
    order = np.argsort(places, kind="stable")
    joined = draw.choice(PHARMACIES - 1, int(0.02 * PHARMACIES), replace=False)
    owners[order[joined]] = owners[order[joined + 1]]
    answered = np.flatnonzero(draw.random(PHARMACIES) < response)
    size = draw.lognormal(0.0, 0.6, PHARMACIES)
    for i, (median, zero) in enumerate(STOCKS):
        amounts = np.rint(median * size[answered] * draw.lognormal(0.0, 1.0, len(answered))).astype(int)
        amounts[draw.random(len(answered)) < zero] = 0
        for pharmacy, units in zip(answered, amounts, strict=True):
            yield f"T{owners[pharmacy]}", (str(places[pharmacy]), f"P{i:02}"), int(units)
