"""Which région each département is in, as the reference data says."""

import csv
from functools import cache

from dp_ruptures.settings import ROOT


@cache
def region_of() -> dict[str, str]:
    """Département code → région code."""
    with (ROOT / "data" / "reference" / "departements.csv").open(encoding="utf-8", newline="") as file:
        return {line["code"]: line["region"] for line in csv.DictReader(file, delimiter=";")}


@cache
def departments_of() -> dict[str, tuple[str, ...]]:
    """Région code → the codes of its départements."""
    codes: dict[str, list[str]] = {}
    for code, region in region_of().items():
        codes.setdefault(region, []).append(code)
    return {region: tuple(inside) for region, inside in codes.items()}
