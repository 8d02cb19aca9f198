"""The choices of the pages of a release, kept in the address so that a link shows what its sender saw."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dp_ruptures import filters, released_figures, share_links
from dp_ruptures.areas import FRANCE
from dp_ruptures.figures import MOST_CURVES
from dp_ruptures.publication import story
from dp_ruptures.publication.story import Cell
from dp_ruptures.released_figures import MEASURES, Subject
from dp_ruptures.rules.measure import Measure
from dp_ruptures.rules.week import Week


def choose_week(weeks: Sequence[Week]) -> Week:
    """One released week, the latest unless the address names another."""
    labels = [week.label for week in weeks]
    _take_week(weeks)
    label = st.selectbox("Semaine publiée", labels, key="semaine", bind="query-params")
    return next((week for week in weeks if week.label == label), weeks[0])


def _take_week(weeks: Sequence[Week]) -> None:
    """A link may say 2026-W46 for 2026-S46."""
    share_links.understand("semaine", {week.iso: week.label for week in weeks}, "semaine")
    named = {week.iso: week.label for week in weeks}
    if (chosen := st.session_state.get("semaine")) in named:
        st.session_state["semaine"] = named[chosen]


def choose_family() -> str:
    """One family: vaccines first, they are what a season turns on."""
    share_links.understand("famille", story.TITLES, "famille")
    family: str = st.radio(
        "Famille",
        list(story.TITLES),
        format_func=story.TITLES.get,
        horizontal=True,
        key="famille",
        bind="query-params",
    )
    return family if family in story.TITLES else story.FAMILIES[0]


def choose_subjects(cells: Sequence[Cell]) -> list[Subject]:
    """Up to four products or families; the families when nothing is chosen."""
    listed = {subject.code: subject for subject in released_figures.subjects(cells)}
    families = [code for code, subject in listed.items() if subject.level == story.FAMILY]
    share_links.understand_all("produits", _labels(listed), "produit")
    codes = st.multiselect(
        f"Produits ({MOST_CURVES} au plus)",
        list(listed),
        default=families,
        format_func=lambda code: listed[code].label if code in listed else code,
        key="produits",
        max_selections=MOST_CURVES,
        placeholder="Choisir des produits",
        select_all=False,
        bind="query-params",
    )
    return [listed[code] for code in codes if code in listed] or [listed[code] for code in families]


def choose_subject(cells: Sequence[Cell]) -> Subject:
    """A family, a product or everything, among what the release holds."""
    listed = {subject.code: subject for subject in released_figures.subjects(cells)}
    share_links.understand("produit", _labels(listed), "produit")
    code = st.selectbox(
        "Produit",
        list(listed),
        format_func=lambda code: listed[code].label if code in listed else code,
        key="produit",
        bind="query-params",
    )
    return listed.get(code, next(iter(listed.values())))


def choose_measure() -> Measure:
    """What is shown of the stocks."""
    share_links.understand("mesure", {key: measure.title for key, measure in MEASURES.items()}, "mesure")
    key = st.selectbox(
        "Mesure",
        list(MEASURES),
        format_func=lambda key: MEASURES[key].title,
        key="mesure",
        bind="query-params",
    )
    return MEASURES.get(key, next(iter(MEASURES.values())))


def choose_area(cells: Sequence[Cell]) -> tuple[str, str]:
    """(level, code) of France, a région or a département of the release."""
    names = {f"{FRANCE}": (story.FRANCE, _code_of_france(cells), "France entière")}
    for level, word in ((story.REGION, "Région · "), (story.DEPARTMENT, "")):
        for cell in story.of(cells, level, story.ALL):
            code = str(cell["area_code"])
            key = code if level == story.DEPARTMENT else f"R{code}"
            shown = (f"{code} · " if level == story.DEPARTMENT else word) + cell["area_name"]
            names[key] = (level, code, shown)
    share_links.understand(
        filters.DEPARTMENT_KEY, {key: shown for key, (_, _, shown) in names.items()}, "territoire"
    )
    key = st.selectbox(
        "Territoire",
        list(names),
        format_func=lambda key: names[key][2] if key in names else key,
        key=filters.DEPARTMENT_KEY,
        bind="query-params",
    )
    level, code, _ = names.get(key, names[FRANCE])
    return level, code


def take_department(cells: Sequence[Cell]) -> None:
    """The département that a link names, on a page where only a click chooses one."""
    shown = {str(cell["area_code"]): f"{cell['area_code']} · {cell['area_name']}" for cell in cells}
    share_links.understand(filters.DEPARTMENT_KEY, shown, "département")
    # Nothing else reads what the map's own choice writes: the words that a shared link bears.
    given = share_links.choice_of(st.query_params.get(filters.DEPARTMENT_KEY, ""), shown)
    if given and filters.DEPARTMENT_KEY not in st.session_state:
        st.session_state[filters.DEPARTMENT_KEY] = given


def _labels(listed: Mapping[str, Subject]) -> dict[str, str]:
    return {code: subject.label for code, subject in listed.items()}


def _code_of_france(cells: Sequence[Cell]) -> str:
    found = story.of(cells, story.FRANCE, story.ALL)
    return str(found[0]["area_code"]) if found else FRANCE
