"""The four figures at the head of a week, and why a week may show régions only."""

from collections.abc import Mapping, Sequence
from typing import Any

from dp_ruptures.french import number, percent
from dp_ruptures.publication.story import (
    ALL,
    DECLARED,
    DEPARTMENT,
    FAMILIES,
    FAMILY,
    PUBLISHED,
    REGION,
    TITLES,
    UNIT,
    Cell,
    national,
    tally,
)

# One answer in so many: under it, départements hold too few declarants to be shown.
_THIN = 10
_HIDDEN = "non publié"


def only_regions(header: Mapping[str, Any]) -> str | None:
    """Why a release shows no département, from its entry in the ledger; None when it shows them."""
    if not header["regions_only"]:
        return None
    answered, active = header["respondents"], header["active"]
    if active and _THIN * answered < active:
        return (
            f"Moins de {percent(1 / _THIN)} des officines ont répondu cette semaine "
            f"({number(answered)} sur {number(active)}) : aucun chiffre de département n'est publié."
        )
    return (
        "Cette semaine, aucun chiffre de département n'est publié : "
        "aucun ne pouvait l'être sans faire reconnaître une officine."
    )


def headlines(cells: Sequence[Cell], thin: str | None = None) -> list[dict[str, str]]:
    """The four figures of a week: label, value and what it is of, in words; `thin` as in `sentences`."""
    level = REGION if thin else DEPARTMENT
    france = national(cells, ALL, "ensemble")
    share = (
        f"{percent(france['declarants'] / france['active'])} des"
        if france and france["active"]
        else "parmi les"
    )
    counts = [tally(cells, family, level) for family in FAMILIES]
    counted = f"{share} officines en activité ; déclarations de trois semaines au plus"
    return [
        *(_family_headline(cells, family) for family in FAMILIES),
        {
            "label": "Officines comptées",
            "value": number(france["declarants"]) if france else _HIDDEN,
            "note": counted if france else "leur nombre est sous secret cette semaine",
        },
        {
            "label": "Régions publiées" if thin else "Départements publiés",
            "value": f"{counts[0][PUBLISHED]} et {counts[1][PUBLISHED]}",
            "note": f"pour les vaccins et pour les tests, sur {sum(counts[0].values())}",
        },
    ]


def _family_headline(cells: Sequence[Cell], family: str) -> dict[str, str]:
    france = national(cells, FAMILY, family)
    return {
        "label": TITLES[family],
        "value": number(france["units"]) if france else _HIDDEN,
        "note": f"{UNIT[family]} {DECLARED[family]} en stock, France" + _estimated(france),
    }


def _estimated(france: Cell | None) -> str:
    """The total with silent pharmacies, where the release has one: a declared total misleads alone."""
    if france is None or france["estimated_units"] is None:
        return ""
    low, high = number(france["estimate_low"]), number(france["estimate_high"])
    return f". Estimation avec les officines muettes : {number(france['estimated_units'])} ({low} à {high})"
