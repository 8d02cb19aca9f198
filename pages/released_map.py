"""Carte publiée: any released week, product and measure; a click gives the département's own page."""

import streamlit as st

from dp_ruptures import (
    access,
    figures,
    filters,
    released,
    released_erratum,
    released_figures,
    released_filters,
    released_view,
    store,
)
from dp_ruptures.publication import story
from dp_ruptures.rules.spreadsheet import plain

access.require("read_releases")
base = store.current()
st.title("Carte publiée")

weeks = released.weeks(base)
if not weeks:
    st.info("Aucune semaine n'est encore publiée. La carte s'ouvrira avec la première publication, un lundi.")
    st.stop()

week_place, subject_place, measure_place, area_place = st.columns([1, 2, 1.4, 1.4])
with week_place:
    week = released_filters.choose_week(weeks)
cells = released.cells(base, week)
with subject_place:
    subject = released_filters.choose_subject(cells)
with measure_place:
    measure = released_filters.choose_measure()
with area_place:
    level, code = released_filters.choose_area(cells)

rows = story.of(cells, story.DEPARTMENT, subject.level, subject.code)
header = released.header(base, week)
if header:
    released_erratum.notice(base, week, header)
st.header(f"{plain(subject.label)}, semaine {week.label}", anchor=False)
chosen = code if level == story.DEPARTMENT else None
released_view.france_map(rows, subject, measure, week, chosen)

here = [
    cell for cell in story.of(cells, level, subject.level, subject.code) if str(cell["area_code"]) == code
]
if here:
    st.header(plain(here[0]["area_name"]), anchor=False)
    released_view.area_panel(here[0], subject)
    history = released.by_week(released.of_area(base, level, code))
    period = weeks[::-1]
    curve = figures.Curve(subject.label, released_figures.curve(period, history, subject.code, measure))
    title = f"{measure.title}, {here[0]['area_name']}"
    released_view.curves(title, period, [curve], measure, subject.unit[1])
    products = [cell for cell in cells if cell["area_level"] == level and str(cell["area_code"]) == code]
    released_view.products_table(products, week, here[0]["area_name"])
if chosen:
    st.button("Retour à la France", icon=":material/arrow_back:", on_click=filters.back_to_france)
with st.expander("La carte en tableau"):
    released_view.table_twin(rows, subject, week)
