"""The analyst's choices, kept in the page's address so that a link shows what its sender saw.

Streamlit writes each choice in the address under its key, and drops a value it does not know.
"""

from collections.abc import Sequence

import streamlit as st

from dp_ruptures.figures import MOST_CURVES
from dp_ruptures.rules.measure import MEASURES, Measure
from dp_ruptures.rules.week import Week
from dp_ruptures.stocks import Department, Item

FRANCE = "france"
DEPARTMENT_KEY = "departement"
_LATEST = "la plus récente"


def choose_item(listed: Sequence[Item]) -> Item:
    """One product, family or everything."""
    labels = {item.code: item.label for item in listed}
    code = st.selectbox(
        "Produit", list(labels), format_func=labels.__getitem__, key="produit", bind="query-params"
    )
    return next((item for item in listed if item.code == code), listed[0])


def choose_items(listed: Sequence[Item]) -> list[Item]:
    """Up to four products or families; the families when nothing is chosen."""
    labels = {item.code: item.label for item in listed}
    families = [item for item in listed if item.level == "famille"]
    codes = st.multiselect(
        f"Produits ({MOST_CURVES} au plus)",
        list(labels),
        default=[item.code for item in families],
        format_func=labels.__getitem__,
        key="produits",
        max_selections=MOST_CURVES,
        placeholder="Choisir des produits",
        select_all=False,
        bind="query-params",
    )
    return [item for item in listed if item.code in codes] or families


def choose_week(listed: Sequence[Week], latest: Week) -> Week:
    """One week of the campaign; `listed` runs from the latest back.

    « La plus récente » is a choice of its own: a link to a named week must not move on Monday.
    It shows `latest`: on Monday at dawn the open week has no answer and says nothing.
    """
    labels = [_LATEST, *(week.label for week in listed)]
    label = st.selectbox("Semaine", labels, key="semaine", bind="query-params")
    return next((week for week in listed if week.label == label), latest)


def choose_measure() -> Measure:
    """What is shown of the stocks."""
    key = st.selectbox(
        "Mesure",
        list(MEASURES),
        format_func=lambda key: MEASURES[key].title,
        key="mesure",
        bind="query-params",
    )
    return MEASURES.get(key, next(iter(MEASURES.values())))


def choose_department(places: Sequence[Department]) -> Department | None:
    """One département, or None for the whole of France."""
    labels = {FRANCE: "France entière"} | {place.department_code: place.label for place in places}
    code = st.selectbox(
        "Département",
        list(labels),
        format_func=lambda code: labels.get(code, code),
        key=DEPARTMENT_KEY,
        bind="query-params",
    )
    return next((place for place in places if place.department_code == code), None)


def back_to_france() -> None:
    """Forget the chosen département (before the page is drawn again)."""
    st.session_state[DEPARTMENT_KEY] = FRANCE


def choose_area(places: Sequence[Department]) -> tuple[str, list[str]]:
    """France, a region or a département: its name and the codes of its départements."""
    regions = sorted({(place.region_name, place.region_code) for place in places})
    areas = {"France entière": [place.department_code for place in places]}
    for name, region in regions:
        areas[f"Région · {name}"] = [place.department_code for place in places if place.region_code == region]
    areas |= {place.label: [place.department_code] for place in places}
    label = st.selectbox("Zone", list(areas), key="zone", bind="query-params")
    return (label, areas[label]) if label in areas else next(iter(areas.items()))
