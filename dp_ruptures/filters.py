"""The analyst's one selection: product, measure, area, comparison, week; each of them in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dp_ruptures import address
from dp_ruptures.areas import FRANCE, Area
from dp_ruptures.rules.measure import MEASURES, Measure
from dp_ruptures.rules.season import same_week_last_season
from dp_ruptures.rules.week import Week, parse_week
from dp_ruptures.stocks import Item

DEPARTMENT_KEY = "departement"
PRODUCT, MEASURE, WEEK, AGAINST = "produit", "mesure", "semaine", "comparer"
# The products of one chart; more curves than that are a tangle, which the small ones beside are not.
PRODUCTS, MOST_PRODUCTS = "produits", 5
ALONE, BEFORE, LAST_SEASON = "non", "avant", "saison"
_AGAINST = {
    ALONE: "Aucune comparaison",
    BEFORE: "La semaine d'avant",
    LAST_SEASON: "La saison dernière",
}


@dataclass(frozen=True)
class Selection:
    """What the whole page is about, but for the week, which plays."""

    item: Item
    measure: Measure
    area: Area
    against: str

    @property
    def unit(self) -> tuple[str, str]:
        """What the figures count, singular and plural."""
        return self.measure.unit or self.item.unit

    def compared(self, week: Week) -> Week | None:
        """The week that `week` is compared with; None without comparison, or when there is none."""
        if self.against == BEFORE:
            return week.shift(-1)
        if self.against == LAST_SEASON:
            return same_week_last_season(week)
        return None if self.against == ALONE else parse_week(self.against)


def choose(items: Sequence[Item], known: Mapping[str, Area], weeks: Sequence[Week]) -> Selection:
    """The row of choices over the page. `weeks`: those one may compare with, the latest first."""
    product, measure, area, against = st.columns([2, 1.2, 1.6, 1.4])
    products = {item.code: item.label for item in items}
    titles = {key: measure.title for key, measure in MEASURES.items()}
    zones = {code: area.label for code, area in known.items()}
    with product:
        item = _choose("Produit ou famille", PRODUCT, products, "le produit")
    with measure:
        shown = _choose("Mesure", MEASURE, titles, "la mesure")
    with area:
        zone = _choose("Zone", DEPARTMENT_KEY, zones, "la zone")
    with against:
        other = _choose("Comparer avec", AGAINST, _comparisons(weeks), "la comparaison avec")
    return Selection(next(one for one in items if one.code == item), MEASURES[shown], known[zone], other)


def adopt_week(weeks: Sequence[Week], latest: Week) -> None:
    """Before the slider is drawn: the week of the link, else `latest`."""
    address.adopt(WEEK, {week.iso: week.label for week in weeks}, latest.iso, "la semaine")


def adopt_products(items: Sequence[Item]) -> None:
    """Before anything is drawn: the products that the link compares."""
    labels = {item.code: item.label for item in products(items)}
    address.adopt_several(PRODUCTS, labels, (), "le produit", MOST_PRODUCTS)


def choose_products(listed: Sequence[Item]) -> list[Item]:
    """The products to compare on one chart, in the order chosen; none at first."""
    labels = {item.code: item.label for item in listed}
    codes = st.multiselect(
        f"Comparer sur un même graphique ({MOST_PRODUCTS} produits au plus)",
        list(labels),
        format_func=lambda code: labels[code],
        key=PRODUCTS,
        max_selections=MOST_PRODUCTS,
        placeholder="Choisir des produits",
        select_all=False,
    )
    by_code = {item.code: item for item in listed}
    return [by_code[code] for code in codes if code in by_code]


def products(items: Sequence[Item]) -> list[Item]:
    """The single products among what a figure may be about."""
    return [item for item in items if item.level == "produit"]


def week_of_slider() -> Week:
    """The week under the slider, once `adopt_week` was called."""
    return parse_week(st.session_state[WEEK])


def write_address(chosen: Selection) -> None:
    """The selection as a link, in codes; what a bare link shows anyway is left out.

    The latest week is named as soon as somebody moved the slider: their link must not move on Monday.
    """
    codes = {
        PRODUCT: chosen.item.code,
        MEASURE: chosen.measure.key,
        DEPARTMENT_KEY: chosen.area.code,
        AGAINST: chosen.against,
    }
    named = {name: code for name, code in codes.items() if not address.is_default(name)}
    if not address.is_default(WEEK) or WEEK in st.query_params or st.session_state.get(address.BY_HAND):
        named[WEEK] = week_of_slider().label
    if st.session_state[PRODUCTS]:
        named[PRODUCTS] = address.SEPARATOR.join(st.session_state[PRODUCTS])
    address.write((*codes, WEEK, PRODUCTS), named)


def way_up(known: Mapping[str, Area], area: Area) -> None:
    """Where the chosen area lies, each step a way back up; nothing for France."""
    above: list[Area] = []
    while area.parent:
        area = known[area.parent]
        above.insert(0, area)
    with st.container(horizontal=True):
        for step in above:
            name = "la France" if step.code == FRANCE else f"la région {step.name}"
            st.button(
                f"Retour à {name}", key=f"retour-{step.code}", icon=":material/arrow_back:",
                type="tertiary", on_click=go_to, args=(step.code,),
            )  # fmt: skip


def go_to(code: str) -> None:
    """Choose an area, before the page is drawn again."""
    st.session_state[DEPARTMENT_KEY] = code


def from_trends() -> dict[str, str]:
    """What a link to the former page of curves says of this one: its products, area, measure."""
    together = st.query_params.get_all("produits")
    said = {
        PRODUCT: together[0] if together else None,
        PRODUCTS: address.SEPARATOR.join(together) if len(together) > 1 else None,
        DEPARTMENT_KEY: st.query_params.get("zone"),
        MEASURE: st.query_params.get(MEASURE),
    }
    return {name: label for name, label in said.items() if label}


def back_to_france() -> None:
    """Forget the chosen area, before the page is drawn again."""
    go_to(FRANCE)


def _choose(label: str, name: str, choices: Mapping[str, str], wish: str) -> str:
    address.adopt(name, choices, next(iter(choices)), wish)
    code: str = st.selectbox(label, list(choices), format_func=lambda code: choices[code], key=name)
    return code


def _comparisons(weeks: Sequence[Week]) -> dict[str, str]:
    return _AGAINST | {week.iso: week.label for week in weeks}
