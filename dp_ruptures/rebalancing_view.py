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
_BEFORE, _AFTER = "avant", "apres"


def concentration(holdings: Mapping[str, Sequence[int]], unit: str) -> None:
    """Three figures of the whole country: totals hide shortages."""
    whole = of_country(holdings)
    beside = sum(any(units) for units in holdings.values())
    row = st.container(horizontal=True, gap="medium")
    row.metric(
        "Chez les 10 % les mieux pourvues", tables.share(whole.top_share),
        help="Part du stock déclaré que tient une officine sur dix, parmi celles qui ont donné une quantité.",
    )  # fmt: skip
    row.metric(
        "À zéro, du stock à côté", tables.share(whole.beside_share),
        help="Officines à zéro dans un département qui a du stock, parmi celles qui ont donné une quantité.",
    )  # fmt: skip
    row.metric("Officines dans ce cas", french.plural(whole.beside_stock, "officine"))
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
    """What the plan gains, in a sentence and four figures, before → after."""
    before = outlook(scene.days().values(), terms.goal)
    after = outlook(scene.days(plan).values(), terms.goal)
    st.write(_sentence(plan, before, after, terms))
    givers, takers = ({getattr(move, end) for move in plan.moves} for end in ("start", "end"))
    figures = {
        f"Départements sous {SHORT_DAYS} jours": f"{before.short} → {after.short}",
        "Reçoivent · donnent": f"{len(takers)} · {len(givers)}",
        "Le moins pourvu": _moved(before.least, after.least),
    }
    row = st.container(horizontal=True, gap="medium")
    for label, said in figures.items():
        row.metric(label, said)
    row.metric(
        "Écart entre départements", _moved(before.spread, after.spread),
        help="Du 1er au 9e décile des jours de stock : ce qui sépare les mieux pourvus des moins pourvus.",
    )  # fmt: skip
    if not plan.is_exact:
        st.caption(
            "Le temps de calcul est écoulé : ce plan est le meilleur trouvé, peut-être pas le meilleur."
        )


def choose_side() -> bool:
    """Whether the map shows the days after the plan, in the address."""
    sides = {_BEFORE: "Avant le plan", _AFTER: "Après le plan"}
    return choices.pick("Couleurs de la carte", "carte", sides) == _AFTER


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
    told += f", à {french.number(plan.box_km / plan.boxes)}{french.NO_BREAK}km en moyenne"
    if lifted > 0:
        verb = "repassent" if lifted > 1 else "repasse"
        told += f" : {french.plural(lifted, 'département')} {verb} au-dessus de {SHORT_DAYS} jours."
        return told
    if lifted < 0:
        more = french.plural(-lifted, "département de plus tombe", "départements de plus tombent")
        return (
            f"{told}. **{more} sous {SHORT_DAYS} jours** : l'écart se resserre, mais il n'y a pas assez de "
            f"stock pour {SHORT_DAYS} jours partout. Plafonnez le plan, ou laissez les boîtes où elles sont."
        )
    if after.short:
        return f"{told}. Les plus démunis gagnent des jours, sans qu'aucun passe encore {SHORT_DAYS} jours."
    return f"{told}. Personne n'est sous {SHORT_DAYS} jours : les moins pourvus se rapprochent de l'objectif."


def _moved(before: float | None, after: float | None) -> str:
    return "—" if before is None or after is None else f"{french.number(before, 1)} → {tables.days(after)}"


def tables_of(scene: Scene, plan: Plan) -> None:
    """The plan as a table and a file, then every département before and after."""
    if plan.moves:
        stock_view.twin(
            "plan",
            f"Plan, {scene.item.label}, {scene.week.label}",
            lambda: tables.move_table(plan, scene.names, scene.pack, scene.unit),
            lambda: tables.plan_file(scene, plan),
            f"plan-{scene.item.code}-{scene.week.iso}.csv",
        )
    stock_view.twin(
        "jours",
        f"Jours de stock par département, {scene.item.label}, {scene.week.label}",
        lambda: tables.area_table(scene, plan),
        lambda: tables.area_file(scene, plan),
        f"jours-{scene.item.code}-{scene.week.iso}.csv",
    )
    if any(one.assumed for one in scene.held.values()):
        st.caption(
            "\\* Besoin inconnu : celui d'une officine du département médian, multiplié par leur nombre."
        )
