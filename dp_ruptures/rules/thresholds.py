"""The thresholds of the release that an administrator may harden, and never lower once a week is out.

Only the two that Insee publishes and the safeguards are here. The other parameters of statistical
secrecy are constants of the release, shown nowhere (docs/disclosure.md).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from dp_ruptures.rules.change import Change, differing


@dataclass(frozen=True)
class Thresholds:
    """What a release of the campaign goes by; the defaults are the house's, and the loosest there are.

    `min_count`: declarants under a published figure. `dominance_percent`: the most that one of them may
    hold of it. `regions_only_percent`: under this response, no département. `most_times`, `most_points`: a
    leap of the total, or a fall of the response, past which a person must say why the week is right.
    """

    min_count: int = 3
    dominance_percent: int = 85
    regions_only_percent: int = 10
    most_times: int = 3
    most_points: int = 15


HOUSE = Thresholds()


@dataclass(frozen=True)
class Bounds:
    """One threshold: its label, its unit, and the hardest value that still lets something be published."""

    label: str
    unit: str
    hardest: int
    house: int

    @property
    def least(self) -> int:
        return min(self.house, self.hardest)

    @property
    def most(self) -> int:
        return max(self.house, self.hardest)

    def hardness(self, value: int) -> int:
        """Higher is harder."""
        return value if self.hardest > self.house else -value

    def write(self, value: int) -> str:
        """`10 %`."""
        return f"{value}\u00a0{self.unit}"


BOUNDS: Mapping[str, Bounds] = {
    "min_count": Bounds("Déclarants au moins sous un chiffre publié", "déclarants", 10, HOUSE.min_count),
    "dominance_percent": Bounds("Part au plus d'un seul déclarant", "%", 50, HOUSE.dominance_percent),
    "regions_only_percent": Bounds(
        "Régions seulement sous ce taux de réponse", "%", 50, HOUSE.regions_only_percent
    ),
    "most_times": Bounds("Motif demandé si le total change de plus de", "fois", 2, HOUSE.most_times),
    "most_points": Bounds("Motif demandé si la réponse baisse de plus de", "points", 5, HOUSE.most_points),
}


def problems(present: Thresholds, wanted: Thresholds, *, published: bool) -> list[str]:
    """Why `wanted` may not take the place of `present`, in French sentences; empty when it may.

    Before the first release of the campaign, anything from the house's values to the hardest.
    After it, only harder: a figure withheld last week must not come out because a threshold fell.
    """
    told = []
    before = asdict(present)
    for name, value in asdict(wanted).items():
        bounds = BOUNDS[name]
        if not bounds.least <= value <= bounds.most:
            told.append(f"« {bounds.label} » se règle de {bounds.least} à {bounds.write(bounds.most)}.")
        elif published and bounds.hardness(value) < bounds.hardness(before[name]):
            told.append(
                f"« {bounds.label} » ne peut plus passer de {before[name]} à {bounds.write(value)} : "
                "la série est déjà publiée, et ce qui était caché ne doit pas se lire. "
                "Ce seuil peut seulement durcir."
            )
    return told


def changes(present: Thresholds, wanted: Thresholds) -> tuple[Change, ...]:
    """What differs, from the next release on."""
    before, after = asdict(present), asdict(wanted)
    facts = [(bounds.label, bounds.write(before[name]), bounds.write(after[name]))
             for name, bounds in BOUNDS.items()]  # fmt: skip
    return differing(facts, "dès la prochaine publication ; celles qui sont parues ne changent pas")
