"""The tables of the rebalancing page: the figures of its map and of its plan, for reading and for a file."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from dp_ruptures import french
from dp_ruptures.rebalancing import Scene, Supply
from dp_ruptures.rules.concentration import Concentration, of_department
from dp_ruptures.rules.supply import LONGEST
from dp_ruptures.rules.transport import Plan
from dp_ruptures.rules.week import Week
from dp_ruptures.stocks import Department

Table = list[dict[str, Any]]
UNKNOWN = "—"


def days(figure: float | None) -> str:
    """`3,4 j`, `plus de 90 j`; « sans besoin » where nothing is dispensed; a dash when unknown."""
    if figure is None:
        return UNKNOWN
    if math.isinf(figure):
        return "sans besoin"
    said = f"plus de {french.number(LONGEST)}" if figure >= LONGEST else french.number(figure, 1)
    return f"{said}{french.NO_BREAK}j"


def boxes(count: int) -> str:
    """`12 boîtes`."""
    return french.plural(count, "boîte")


def share(figure: float | None) -> str:
    """A share, or a dash when it cannot be said."""
    return UNKNOWN if figure is None else french.percent(figure, 1)


def held_table(places: Sequence[Department], holdings: Mapping[str, Sequence[int]], unit: str) -> Table:
    """One row per département where somebody gave a quantity: most pharmacies at zero beside stock first."""
    return [
        {
            "Département": place.label,
            "Officines avec une quantité": french.number(held.pharmacies),
            f"Stock déclaré ({unit})": french.number(held.units),
            "Tenu par les 10 % les mieux pourvues": share(held.top_share),
            "À zéro alors que le département a du stock": french.number(held.beside_stock),
            "Part à zéro": share(held.beside_share),
        }
        for place, held in _by_need(places, holdings)
    ]


def held_file(places: Sequence[Department], holdings: Mapping[str, Sequence[int]], week: Week) -> Table:
    """The same as bare figures."""
    return [
        {
            "semaine": week.iso,
            "departement": place.department_code,
            "nom": place.name,
            "officines_avec_quantite": held.pharmacies,
            "unites_declarees": held.units,
            "part_des_10_pourcent_mieux_pourvues": held.top_share,
            "officines_a_zero_avec_stock_dans_le_departement": held.beside_stock,
            "part_a_zero": held.beside_share,
        }
        for place, held in _by_need(places, holdings)
    ]


def move_table(plan: Plan, names: Mapping[str, str], pack: int, unit: str) -> Table:
    """One row per move, the largest first."""
    return [
        {
            "De": names[move.start],
            "Vers": names[move.end],
            "Boîtes": french.number(move.boxes),
            f"Soit ({unit})": french.number(move.boxes * pack),
            "Distance": f"{french.number(move.km)}{french.NO_BREAK}km",
        }
        for move in plan.moves
    ]


def area_table(scene: Scene, plan: Plan) -> Table:
    """One row per département of the plan, before and after, fewest days first."""
    return [
        {
            "Département": place.label,
            f"Stock estimé ({scene.unit})": french.number(one.area.stock * scene.pack),
            f"Délivré par jour ({scene.unit})": french.number(one.area.need * scene.pack)
            + " *" * one.assumed,
            "Jours de stock": days(one.area.days(one.area.stock)),
            "Boîtes reçues ou données": signed(plan.stocks[one.area.code] - one.area.stock),
            "Jours après le plan": days(one.area.days(plan.stocks[one.area.code])),
        }
        for place, one in _by_days(scene)
    ]


def area_file(scene: Scene, plan: Plan) -> Table:
    """The same as bare figures; no days where nothing is dispensed."""
    return [
        {
            "semaine": scene.week.iso,
            "departement": place.department_code,
            "nom": place.name,
            "boites_estimees": one.area.stock,
            "boites_declarees_disponibles": one.area.movable,
            "unites_par_boite": scene.pack,
            "boites_delivrees_par_jour": one.area.need,
            "besoin_suppose": "oui" if one.assumed else "non",
            "jours_avant": _finite(one.area.days(one.area.stock)),
            "boites_recues": plan.stocks[one.area.code] - one.area.stock,
            "jours_apres": _finite(one.area.days(plan.stocks[one.area.code])),
        }
        for place, one in _by_days(scene)
    ]


def plan_file(scene: Scene, plan: Plan) -> Table:
    """One row per move, as bare figures."""
    return [
        {
            "semaine": scene.week.iso,
            "produit": scene.item.label,
            "de": move.start,
            "de_nom": scene.names[move.start],
            "vers": move.end,
            "vers_nom": scene.names[move.end],
            "boites": move.boxes,
            "unites": move.boxes * scene.pack,
            "km": move.km,
        }
        for move in plan.moves
    ]


def signed(count: int) -> str:
    """`+12`, `−3`, `0`."""
    return f"+{french.number(count)}" if count > 0 else french.number(count)


def _finite(figure: float) -> float | None:
    return figure if math.isfinite(figure) else None


def _by_need(
    places: Sequence[Department], holdings: Mapping[str, Sequence[int]]
) -> list[tuple[Department, Concentration]]:
    told = [place for place in places if place.department_code in holdings]
    known = [(place, of_department(holdings[place.department_code])) for place in told]
    return sorted(known, key=lambda pair: -(pair[1].beside_share or 0))


def _by_days(scene: Scene) -> list[tuple[Department, Supply]]:
    held = scene.held
    known = [(place, held[place.department_code]) for place in scene.places if place.department_code in held]
    return sorted(known, key=lambda pair: pair[1].area.days(pair[1].area.stock))
