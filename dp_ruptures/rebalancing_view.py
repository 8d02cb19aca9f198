"""What the rebalancing page says in words and figures: in how few hands the stock lies, what a plan gains."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dp_ruptures import choices, french, stock_view
from dp_ruptures import rebalancing_tables as tables
from dp_ruptures.rebalancing import Scene
from dp_ruptures.rules.concentration import of_country
from dp_ruptures.rules.evenness import SHORT_DAYS, Outlook, outlook
from dp_ruptures.rules.transport import Budget, Plan, Terms

_GOALS, _LOTS = (7, 14, 21, 30), (10, 1, 5, 25, 100)
_BOXES, _KM = "boites", "km"
_AMOUNTS = {_BOXES: (1_000, 100, 500, 5_000, 20_000), _KM: (50_000, 5_000, 20_000, 200_000, 1_000_000)}
_NO_LIMIT = "sans-limite"


def concentration(holdings: Mapping[str, Sequence[int]], unit: str) -> None:
    """Three figures of the whole country: totals hide shortages."""
    whole = of_country(holdings)
    beside = sum(any(units) for units in holdings.values())
    first, second, third = st.columns(3)
    first.metric(
        "Tenu par les 10 % d'officines les mieux pourvues", tables.share(whole.top_share),
        help="Part du stock déclaré, parmi les officines qui ont donné une quantité.",
    )  # fmt: skip
    second.metric(
        "Officines à zéro alors que leur département a du stock", tables.share(whole.beside_share),
        help="Parmi les officines qui ont donné une quantité ; les officines muettes n'y sont pas.",
    )  # fmt: skip
    third.metric("Soit", french.plural(whole.beside_stock, "officine"))
    st.caption(
        f"{french.plural(whole.pharmacies, 'officine')} ont donné une quantité, {french.number(whole.units)} "
        f"{unit} en tout, dans {french.plural(len(holdings), 'département')} dont "
        f"{french.number(beside)} avec du stock."
    )


def choose_terms() -> tuple[Budget, Terms]:
    """The goal, the budget and the lots, in the page's address."""
    goal_place, kind_place, amount_place, lot_place = st.columns(4)
    with goal_place:
        goals = {str(goal): f"{goal} jours de stock" for goal in _GOALS}
        goal = choices.choose(
            "Viser partout", "objectif", goals, note="Au-delà, une boîte de plus ne compte pas."
        )
    with kind_place:
        kind = choices.choose("Budget en", "budget", {_BOXES: "boîtes déplacées", _KM: "kilomètres × boîtes"})
    with amount_place:
        amounts = {str(amount): french.number(amount) for amount in _AMOUNTS[kind]}
        amount = choices.choose("Au plus", f"plafond-{kind}", amounts | {_NO_LIMIT: "sans limite"})
    with lot_place:
        lots = {str(lot): french.plural(lot, "boîte") for lot in _LOTS}
        lot = choices.choose("Par lots de", "lot", lots)
    limit = None if amount == _NO_LIMIT else int(amount)
    budget = Budget(boxes=limit) if kind == _BOXES else Budget(box_km=limit)
    return budget, Terms(goal=int(goal), lot=int(lot))


def answer(scene: Scene, plan: Plan, terms: Terms) -> None:
    """What the plan gains, in a sentence and four figures before and after."""
    before = outlook(scene.days().values(), terms.goal)
    after = outlook(scene.days(plan).values(), terms.goal)
    st.write(_sentence(plan, before, after, terms))
    columns = st.columns(4)
    _gained(columns[0], f"Départements sous {SHORT_DAYS} jours", before.short, after.short)
    _gained(columns[1], f"Départements sous {terms.goal} jours", before.under_goal, after.under_goal)
    _moved(columns[2], "Le moins pourvu", before.least, after.least, better_down=False)
    _moved(columns[3], "Écart entre départements", before.spread, after.spread, better_down=True)
    columns[3].caption("du 1er au 9e décile")
    if not plan.is_exact:
        st.caption(
            "Le temps de calcul est écoulé : ce plan est le meilleur trouvé, peut-être pas le meilleur."
        )


def _sentence(plan: Plan, before: Outlook, after: Outlook, terms: Terms) -> str:
    if not plan.moves:
        if before.under_goal == 0:
            return (
                f"Aucun déplacement : tous les départements estimés ont {terms.goal} jours de stock ou plus."
            )
        return (
            "Aucun déplacement utile : les départements à court n'ont pas de voisin mieux pourvu dont les "
            "officines aient déclaré assez de boîtes. Essayez des lots plus petits ou un autre plafond."
        )
    lifted = before.short - after.short
    told = f"**{french.plural(len(plan.moves), 'déplacement')}, {tables.boxes(plan.boxes)}**"
    told += f" ({french.number(plan.box_km)} km × boîtes)"
    if lifted > 0:
        verb = "repassent" if lifted > 1 else "repasse"
        told += f" : {french.plural(lifted, 'département')} {verb} au-dessus de {SHORT_DAYS} jours."
        return told
    return f"{told}. Les plus démunis gagnent des jours, sans qu'aucun passe encore {SHORT_DAYS} jours."


def _gained(place: st.delta_generator.DeltaGenerator, label: str, before: int, after: int) -> None:
    delta = french.number(after - before) if after != before else None
    place.metric(label, f"{french.number(before)} → {french.number(after)}", delta, delta_color="inverse")


def _moved(
    place: st.delta_generator.DeltaGenerator,
    label: str,
    before: float | None,
    after: float | None,
    *,
    better_down: bool,
) -> None:
    if before is None or after is None:
        place.metric(label, "—")
        return
    change = round(after - before, 1)
    delta = f"{'+' if change > 0 else ''}{french.number(change, 1)} j" if change else None
    said = f"{french.number(before, 1)} → {tables.days(after)}"
    place.metric(label, said, delta, delta_color="inverse" if better_down else "normal")


def tables_of(scene: Scene, plan: Plan) -> None:
    """The plan as a table and a file, then every département before and after."""
    if plan.moves:
        stock_view.twin(
            f"Plan, {scene.item.label}, {scene.week.label}",
            tables.move_table(plan, scene.names, scene.pack, scene.unit),
            tables.plan_file(scene, plan),
            f"plan-{scene.item.code}-{scene.week.iso}.csv",
        )
    stock_view.twin(
        f"Jours de stock par département, {scene.item.label}, {scene.week.label}",
        tables.area_table(scene, plan),
        tables.area_file(scene, plan),
        f"jours-{scene.item.code}-{scene.week.iso}.csv",
    )
    if any(one.assumed for one in scene.held.values()):
        st.caption(
            "* Besoin inconnu : celui d'une officine du département médian, multiplié par leur nombre."
        )
