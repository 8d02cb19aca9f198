"""One area of a release, in words: its figures, how many answered, its products, the way to its own page."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from dp_ruptures import french, released_figures, released_measures, released_weeks
from dp_ruptures.publication import story
from dp_ruptures.publication.story import Cell
from dp_ruptures.released_figures import Subject
from dp_ruptures.released_filters import AREA, PRODUCT, WEEK, address_of
from dp_ruptures.released_map_view import Picture
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import Week

MAP_ADDRESS = "carte-publiee"


def area(picture: Picture, chosen: tuple[str, str], *, with_link: bool = True) -> Cell | None:
    """The chosen area in words, and the way to its own page; its cell, None when the release lacks it."""
    level, code = chosen
    cells = story.of(picture.cells, level, picture.subject.level, picture.subject.code)
    cell = next((cell for cell in cells if str(cell["area_code"]) == code), None)
    if cell is None:
        return None
    st.header(plain(cell["area_name"]), anchor=False)
    above = (
        released_figures.regions_above(picture.cells, picture.subject) if level == story.DEPARTMENT else {}
    )
    area_panel(cell, picture.subject, above.get(code))
    if with_link:
        link_to_area(cell, picture.subject, picture.week)
    return cell


def area_panel(cell: Cell, subject: Subject, region: Cell | None) -> None:
    """One area in words: its figure, how many answered, of when; `region`: the one above, if it helps."""
    unit = subject.unit[1]
    known = cell["status"] == story.PUBLISHED
    one, two, three = st.columns(3)
    one.metric(
        f"{unit[:1].upper()}{unit[1:]} par officine",
        french.number(story.per_pharmacy(cell) or 0, 1)
        if known
        else released_measures.STATES[cell["status"]],
    )
    two.metric(
        f"{'Tests déclarés' if unit == 'tests' else unit.capitalize() + ' déclarées'}",
        french.number(cell["units"]) if known else "—",
    )
    three.metric(
        "Officines déclarantes",
        f"{french.number(cell['declarants'])} sur {french.number(cell['active'])}" if known else "—",
    )
    if known:
        _estimates(cell, unit)
    else:
        st.caption(released_measures.WITHOUT_FIGURE[cell["status"]].capitalize() + ".")
        for line in released_figures.instead(region, released_figures.PER_OFFICINE, unit) if region else []:
            st.write(f"À défaut, {plain(line)} par officine déclarante.")
    for line in released_figures.older(cell):
        st.caption(f"{line.capitalize()}.")


def _estimates(cell: Cell, unit: str) -> None:
    """The stock with silent pharmacies and how long it lasts, as the release estimates them."""
    if not released_measures.has_estimate(cell):
        return
    one, two, _ = st.columns(3)
    one.metric("Stock estimé", f"{french.number(cell['estimated_units'])}{french.NO_BREAK}{unit}")
    one.caption(f"Estimation, officines muettes comprises : {released_measures.interval(cell)} (95 %).")
    lasts = cell["days_of_supply"]
    two.metric("Jours de stock", "non calculés" if lasts is None else released_measures.days(lasts))
    two.caption(
        "Le stock par officine n'a pas baissé, ou ses données sont antérieures."
        if lasts is None
        else "Estimation, au rythme des dernières publications."
    )


def link_to_area(cell: Cell, subject: Subject, week: Week) -> None:
    """The way to one area's own page, with what is looked at."""
    area = address_of(str(cell["area_level"]), str(cell["area_code"]))
    choices = {AREA: area, WEEK: week.iso, PRODUCT: subject.code}
    # A plain link and no page_link: it can be copied, and opens the same choices for whoever receives it.
    st.link_button(
        f"{cell['area_name']} : courbe et tous les produits",
        f"/{MAP_ADDRESS}?{urlencode(choices)}",
        icon=":material/arrow_forward:",
    )


def products_table(cells: Sequence[Cell], week: Week, area: str) -> None:
    """Every product and family of one area, with the state of each in words."""
    rows = [
        {name: plain(words) for name, words in told.items()}
        for told in released_weeks.products(cells, released_figures.subjects(cells))
    ]
    st.table(rows, hide_index=True, border="horizontal", alt=f"{area}, tous les produits, {week.label}")
