"""The choices of the pages of a release, kept in the address as codes: `semaine=2026-W46&produit=vaccins`.

A code outlives the name of a product; links that bear the words on screen are still understood.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from dp_ruptures import address, filters, released_figures
from dp_ruptures.areas import FRANCE
from dp_ruptures.figures import MOST_CURVES
from dp_ruptures.publication import story
from dp_ruptures.publication.story import Cell
from dp_ruptures.released_figures import Subject
from dp_ruptures.released_measures import MEASURES
from dp_ruptures.rules.measure import Measure
from dp_ruptures.rules.week import Week, parse_week

WEEK, PRODUCT, MEASURE, AREA = filters.WEEK, filters.PRODUCT, filters.MEASURE, filters.DEPARTMENT_KEY
FAMILY, PRODUCTS = "famille", "produits"


def choose_week(weeks: Sequence[Week]) -> Week:
    """One released week, the latest unless the address names another."""
    code = _choose("Semaine publiée", WEEK, {week.iso: week.label for week in weeks}, "la semaine")
    return parse_week(code)


def choose_family() -> str:
    """One family: vaccines first, they are what a season turns on."""
    address.adopt(FAMILY, story.TITLES, story.FAMILIES[0], "la famille")
    family: str = st.radio(
        "Famille", list(story.TITLES), format_func=story.TITLES.get, horizontal=True, key=FAMILY
    )
    return family


def choose_subjects(cells: Sequence[Cell]) -> list[Subject]:
    """Up to five products or families; the vaccines when nothing is chosen: doses and tests share no axis."""
    listed = {subject.code: subject for subject in released_figures.subjects(cells)}
    usual = [code for code in story.FAMILIES if code in listed][:1]
    address.adopt_several(PRODUCTS, _labels(listed), usual, "le produit", MOST_CURVES)
    codes = st.multiselect(
        f"Produits ({MOST_CURVES} au plus)",
        list(listed),
        format_func=lambda code: listed[code].label,
        key=PRODUCTS,
        max_selections=MOST_CURVES,
        placeholder="Choisir des produits",
        select_all=False,
    )
    return [listed[code] for code in codes or usual]


def choose_subject(cells: Sequence[Cell]) -> Subject:
    """A family or a product, among what the release holds."""
    listed = {subject.code: subject for subject in released_figures.subjects(cells)}
    return listed[_choose("Produit", PRODUCT, _labels(listed), "le produit")]


def choose_measure() -> Measure:
    """What is shown of the stocks."""
    titles = {key: measure.title for key, measure in MEASURES.items()}
    return MEASURES[_choose("Mesure", MEASURE, titles, "la mesure")]


def choose_area(cells: Sequence[Cell]) -> tuple[str, str]:
    """(level, code) of France, a région or a département of the release."""
    places = area_choices(cells)
    key = _choose("Territoire", AREA, {key: shown for key, (*_, shown) in places.items()}, "le territoire")
    level, code, _ = places[key]
    return level, code


def clicked_area(cells: Sequence[Cell]) -> tuple[str, str] | None:
    """The same on a page where only a click or a link chooses one; None for the whole of France."""
    places = area_choices(cells)
    shown = {key: shown for key, (*_, shown) in places.items()}
    address.adopt(AREA, shown, FRANCE, "le territoire")
    level, code, _ = places[st.session_state[AREA]]
    return None if level == story.FRANCE else (level, code)


def area_choices(cells: Sequence[Cell]) -> dict[str, tuple[str, str, str]]:
    """(level, code, words on screen) of each area by its code in addresses: france, R84, 01."""
    named = {FRANCE: (story.FRANCE, _code_of_france(cells), "France entière")}
    for level in (story.REGION, story.DEPARTMENT):
        for cell in story.of(cells, level, story.ALL):
            code = str(cell["area_code"])
            lead = "Région" if level == story.REGION else code
            named[address_of(level, code)] = (level, code, f"{lead} · {cell['area_name']}")
    return named


def address_of(level: str, code: str) -> str:
    """How an address names an area: R84 for a région, whose number a département may bear too."""
    return f"R{code}" if level == story.REGION else code


def say_unknown() -> None:
    """What the address asks for and nobody knows; after the choices of the page."""
    for sentence in address.unknown():
        st.warning(sentence)


def write_address(*names: str) -> None:
    """The page's choices as a link. As soon as one is made the week is named: it must not move on Monday."""
    chosen = {name: st.session_state[name] for name in names if not address.is_default(name)}
    if WEEK in names and (chosen or WEEK in st.query_params):
        chosen[WEEK] = st.session_state[WEEK]
    named = {name: code if isinstance(code, str) else ",".join(code) for name, code in chosen.items()}
    address.write(names, named)


def _choose(label: str, name: str, choices: Mapping[str, str], wish: str) -> str:
    address.adopt(name, choices, next(iter(choices)), wish)
    code: str = st.selectbox(label, list(choices), format_func=lambda code: choices[code], key=name)
    return code


def _labels(listed: Mapping[str, Subject]) -> dict[str, str]:
    return {code: subject.label for code, subject in listed.items()}


def _code_of_france(cells: Sequence[Cell]) -> str:
    found = story.of(cells, story.FRANCE, story.ALL)
    return str(found[0]["area_code"]) if found else FRANCE
