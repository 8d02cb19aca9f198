"""Invented names: no surname, no real person, towns that do not exist."""

from collections.abc import Sequence

import numpy as np

_SIGNS = (
    "du Marché", "des Tilleuls", "de la Fontaine", "du Centre", "de la Gare", "des Arcades", "du Pont",
    "de la Halle", "des Halles", "du Château", "de la Poste", "du Parc", "des Lilas", "des Acacias",
    "du Soleil", "de l'Horloge", "de la Mairie", "du Lavoir", "des Platanes", "des Remparts", "du Moulin",
    "de la Place", "des Quatre Vents", "de l'Étoile", "du Lion d'Or", "de la Croix", "des Marronniers",
    "de l'Avenue", "du Beffroi", "de la Vallée", "des Coquelicots", "du Vieux Puits", "des Peupliers",
    "de la Plaine", "du Port", "de la Rivière", "des Cèdres", "du Canal", "de l'Olivier", "des Glycines",
    "du Faubourg", "de la Colline", "des Bleuets", "du Stade", "de la République", "des Écoles", "du Verger",
    "de la Tour", "des Jardins", "du Grand Chêne", "de l'Esplanade", "des Vignes", "du Carrefour",
    "de la Prairie", "des Mimosas", "du Belvédère",
)  # fmt: skip
_STREETS = (
    "rue des Lilas", "rue du Marché", "avenue de la Gare", "place de la Mairie", "rue de la Fontaine",
    "rue des Écoles", "boulevard des Tilleuls", "rue du Moulin", "place du Marché", "avenue de la République",
    "rue de la Paix", "rue du Pont", "rue des Jardins", "cours des Platanes", "rue Haute", "rue Basse",
    "chemin des Vignes", "grande rue",
)  # fmt: skip
_TOWN_STARTS = (
    "Beau", "Clair", "Haut", "Mont", "Roche", "Val", "Fontaine", "Bel", "Vieux", "Neuf", "Pré", "Bois",
    "Chante", "Grand", "Orme", "Mire", "Aigue",
)  # fmt: skip
_TOWN_ENDS = (
    "bourg", "fontaine", "mont", "val", "court", "lieu", "rive", "chêne", "ville", "combe", "lande", "source",
)  # fmt: skip
_TOWN_TAILS = ("", "-le-Haut", "-le-Bas", "-en-Plaine", "-les-Saules", "-la-Forêt", "-du-Lac", "-les-Genêts")
# Paris is one town; the two islands keep the post codes that tell them from Guadeloupe.
_ONE_TOWN = {
    "75": [(f"750{district:02d}", "Paris") for district in range(1, 21)],
    "977": [("97133", "Saint-Barthélemy")],
    "978": [("97150", "Saint-Martin")],
}
# 50 stays out: 97150 is Saint-Martin.
_OVERSEAS_ENDINGS = (10, 20, 30, 40, 60, 70, 80, 90)


def pharmacy_names(rng: np.random.Generator, count: int) -> list[str]:
    """`count` names such as « Pharmacie des Tilleuls »; they repeat, as real ones do."""
    return [f"Pharmacie {sign}" for sign in _drawn(rng, _SIGNS, count)]


def addresses(rng: np.random.Generator, count: int) -> list[str]:
    """`count` street addresses."""
    numbers = rng.integers(1, 140, count).tolist()
    return [
        f"{number} {street}" for number, street in zip(numbers, _drawn(rng, _STREETS, count), strict=True)
    ]


def towns(rng: np.random.Generator, territory: str, count: int) -> list[tuple[str, str]]:
    """(post code, town) of `count` pharmacies of a territory, about four to a town."""
    choices = _ONE_TOWN.get(territory) or _invented_towns(rng, territory, -(-count // 4))
    return [choices[index] for index in rng.integers(0, len(choices), count)]


def _invented_towns(rng: np.random.Generator, territory: str, count: int) -> list[tuple[str, str]]:
    names = [
        f"{start}{end}{tail}"
        for start in _TOWN_STARTS
        for end in _TOWN_ENDS
        for tail in _TOWN_TAILS
        if start.lower() != end
    ]
    order = rng.permutation(len(names))[:count]
    codes = _postcodes(territory)
    return [(codes[rank % len(codes)], names[index]) for rank, index in enumerate(order)]


def _postcodes(territory: str) -> list[str]:
    if len(territory) == 3:
        return [f"{territory}{ending}" for ending in _OVERSEAS_ENDINGS]
    if territory in ("2A", "2B"):
        # Both halves of Corsica kept 20: 201 in the south, 202 in the north.
        return [f"20{'1' if territory == '2A' else '2'}{ending:02d}" for ending in range(0, 100, 10)]
    return [f"{territory}{ending}" for ending in range(100, 1000, 10)]


def _drawn(rng: np.random.Generator, choices: Sequence[str], count: int) -> list[str]:
    return [choices[index] for index in rng.integers(0, len(choices), count)]
