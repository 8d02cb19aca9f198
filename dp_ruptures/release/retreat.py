"""What a release gives up, step by step, while no mask protects the figures it would show.

What earlier releases said can leave a figure no room: a total that can only have grown from a sum already
known cannot hide how little it grew. Held leaves say nothing new: they are held until a mask exists.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dp_ruptures import french
from dp_ruptures.release.former import CellKey, key_of
from dp_ruptures.release.states import Flags
from dp_ruptures.release.survey import Survey

# So many attempts hold the least that may help; then as many hold the territory around; and so on: a dozen
# attempts at most, whatever the week.
ATTEMPTS = 2
HELD = (
    "Aucun masque ne protège les chiffres de la semaine : "
    "toute la France garderait ceux de la publication précédente."
)
REGIONS = "Aucun masque ne protège les départements : seules les régions paraîtraient."
FRANCE = "Aucun masque ne protège les régions : seuls les chiffres de la France entière paraîtraient."
SILENT = "Aucun masque ne protège les chiffres : la publication ne dirait rien, tout serait sous secret."

_COARSER = {"departement": ("region", REGIONS), "region": ("france", FRANCE), "france": ("", SILENT)}
_HURRIED = {
    "departement": "Trop d'essais pour protéger les départements : seules les régions paraîtraient.",
    "region": "Trop d'essais pour protéger les régions : seule la France entière paraîtrait.",
    "france": "Trop d'essais pour protéger les chiffres : tout serait sous secret.",
}


def worn_out(leaves: int) -> str:
    """What an analyst must know of leaves renewed out of sight; nothing when there are none."""
    if not leaves:
        return ""
    figures = french.plural(leaves, "chiffre de département tient", "chiffres de département tiennent")
    return (
        f"{figures} à des déclarations qui vont être effacées. Ni eux ni les totaux qui les contiennent ne "
        "paraîtraient pendant quatre semaines ; ensuite, ils repartiraient à neuf."
    )


@dataclass(frozen=True)
class Retreat:
    """`held` leaves go on showing what the last release showed, whatever changed; `silent`: nothing is shown.

    `finest` is the finest level shown: departement, region or france.
    `reason`: what an analyst must know of it, in French; empty when only some leaves are held.
    """

    held: Flags
    finest: str
    silent: bool = False
    reason: str = ""
    attempts: int = 0

    def further(self, cells: Sequence[str], free: Flags, survey: Survey) -> "Retreat":
        """The next one, when nothing protects `cells` of the instance; `free` leaves could still be held."""
        after = replace(self, attempts=self.attempts + 1)
        each = [_ever_wider(key_of(cell), survey) for cell in cells]
        wider = [np.logical_or.reduce(below) for below in zip(*each, strict=True)]
        for below in wider[min(self.attempts // ATTEMPTS, len(wider) - 1) :]:
            if (below & free).any():
                return replace(after, held=self.held | below, reason=HELD if below.all() else self.reason)
        return self._coarser(_COARSER[self.finest][1])

    def hurried(self) -> "Retreat":
        """The next one when the search has taken too long: a level less, whatever could still be held."""
        return self._coarser(_HURRIED[self.finest])

    def _coarser(self, reason: str) -> "Retreat":
        finest = _COARSER[self.finest][0]
        return replace(self, attempts=self.attempts + 1, finest=finest, silent=finest == "", reason=reason)

    @property
    def regions_only(self) -> bool:
        """Whether départements are withheld whatever they hold."""
        return self.finest != "departement"


def _ever_wider(key: CellKey, survey: Survey) -> list[Flags]:
    """The leaves below a cell, then those of its family, its territory, its region and of France."""
    level, code, kind, item = key
    regions = np.array(survey.region_of)
    here = {
        "departement": np.array([place.code == code for place in survey.departments]),
        "region": regions == code,
    }.get(level, np.ones(len(regions), np.bool_))
    families = np.array([product.family for product in survey.products])
    own = {
        "produit": np.array([product.code == item for product in survey.products]),
        "famille": families == item,
    }.get(kind, np.ones(len(families), np.bool_))
    family, around = np.isin(families, families[own]), np.isin(regions, regions[here])
    every, anywhere = np.ones_like(own), np.ones_like(here)
    pairs = ((here, own), (here, family), (here, every), (around, every), (anywhere, every))
    return [np.outer(territory, products) for territory, products in pairs]
