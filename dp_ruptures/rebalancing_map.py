"""The map of a rebalancing: how long each département's stock lasts, and an arrow per move."""

from collections.abc import Mapping

import streamlit as st

from dp_ruptures import figures, french, legend, stock_view
from dp_ruptures import rebalancing_tables as tables
from dp_ruptures.figures.flow_map import Flow, flow_map
from dp_ruptures.legend import MapClass
from dp_ruptures.outline import SHARED
from dp_ruptures.rebalancing import Scene
from dp_ruptures.rules.transport import Move, Plan

# Days rounded down, as the explorer says them: 6,9 days are « 3 à 6 jours ».
_DAY_CLASSES = ((1, "moins de 1 jour"), (3, "1 à 2 jours"), (7, "3 à 6 jours"), (14, "7 à 13 jours"))
_LABELS = [label for _, label in _DAY_CLASSES]
_ENOUGH = "14 jours et plus"


def draw(scene: Scene, plan: Plan, *, after: bool) -> None:
    """The map, between what it shows and what it means: days of stock before the plan, or after it."""
    dark = stock_view.is_dark()
    shown = day_classes(scene, scene.days(plan if after else None), dark=dark)
    drawn = [Flow(move.start, move.end, move.boxes, _told(scene, move)) for move in plan.moves]
    left, right = st.columns([2, 1], gap="medium")
    with left:
        st.html(stock_view.MAP_SHAPE)
        with st.container(key="carte_figure"):
            st.plotly_chart(
                flow_map(shown, _hover(scene, plan), drawn, dark=dark),
                key="carte-repartition", height="stretch", config=figures.MAP_CONFIG,
                alt=f"Carte des jours de stock par département, {scene.item.label}, et des déplacements "
                "proposés. Mêmes chiffres dans les tableaux.",
            )  # fmt: skip
    with right:
        title = "Jours de stock " + ("après le plan" if after else "avant le plan")
        st.html(legend.legend_html(shown, title, dark=dark))
        st.caption(
            "Flèche : des boîtes qui vont d'un département à son voisin, d'autant plus large qu'il y en a. "
            "Les départements d'outre-mer n'ont pas de voisin : ils ne donnent ni ne reçoivent.  \n"
            f"Source : stocks estimés et déclarés des officines, semaine {scene.week.label}. Distances à vol "
            f"d'oiseau entre centres.  \n{stock_view.CREDIT}"
        )


def day_classes(scene: Scene, days: Mapping[str, float], *, dark: bool) -> list[MapClass]:
    """The départements by their days of stock, fixed classes so that before and after compare."""
    named: dict[str, list[str]] = {label: [] for label in (*_LABELS, _ENOUGH)}
    for code, left in days.items():
        named[next((label for bound, label in _DAY_CLASSES if left < bound), _ENOUGH)].append(code)
    silent = [place.department_code for place in scene.places if place.department_code not in days]
    return legend.ordered(named, silent, "pas d'estimation", dark=dark)


def _told(scene: Scene, move: Move) -> str:
    names = scene.names
    units = french.number(move.boxes * scene.pack)
    return (
        f"<b>{names[move.start]} → {names[move.end]}</b><br>{tables.boxes(move.boxes)} "
        f"({units} {scene.unit})<br>{french.number(move.km)}{french.NO_BREAK}km"
    )


def _hover(scene: Scene, plan: Plan) -> dict[str, str]:
    """What each département of the drawing says; the islands say what Guadeloupe does."""
    before, after = scene.days(), scene.days(plan)
    said = {code: f"<b>{name} ({code})</b><br>pas d'estimation" for code, name in scene.names.items()}
    for code, one in scene.held.items():
        said[code] = (
            f"<b>{scene.names[code]} ({code})</b><br>{tables.days(before[code])} de stock"
            f"<br>{tables.boxes(one.area.stock)}, estimation"
        )
        if plan.stocks[code] != one.area.stock:
            said[code] += f"<br>après le plan : {tables.days(after[code])}"
    return said | {island: said[home] for island, home in SHARED.items() if home in said}
