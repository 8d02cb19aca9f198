"""Carte publiée: any released week, product and measure; a click gives the area's own page."""

import streamlit as st

from dp_ruptures import (
    access,
    filters,
    released,
    released_area_view,
    released_erratum,
    released_filters,
    released_map_view,
    released_view,
    store,
)
from dp_ruptures.publication import headlines, story
from dp_ruptures.rules.spreadsheet import plain

access.require("read_releases")
base = store.current()
st.title("Carte publiée")

weeks = released.weeks(base)
if not weeks:
    st.info("Aucune semaine n'est encore publiée. La carte s'ouvrira avec la première publication, un lundi.")
    st.stop()

week_place, subject_place, measure_place, area_place = st.columns([1.1, 1.9, 1.9, 1.6])
with week_place:
    week = released_filters.choose_week(weeks)
cells = released.cells(base, week)
with subject_place:
    subject = released_filters.choose_subject(cells)
with measure_place:
    measure = released_filters.choose_measure()
with area_place:
    area = released_filters.choose_area(cells)
released_filters.say_unknown()
released_filters.write_address(
    released_filters.WEEK, released_filters.PRODUCT, released_filters.MEASURE, released_filters.AREA
)

header = released.header(base, week)
assert header is not None  # noqa: S101 - weeks() names released weeks only
released_erratum.notice(base, week, header)
st.header(f"{plain(subject.label)}, semaine {week.label}", anchor=False)
thin = headlines.only_regions(header)
if thin:
    st.info(thin)
picture = released_map_view.Picture(cells, subject, measure, week, bool(thin))
released_map_view.france_map(picture, area)

here = released_area_view.area(picture, area, with_link=False)
if here:
    history = released.by_week(released.of_area(base, *area))
    released_view.curves(
        here["area_name"], weeks[::-1], history, [subject], measure, corrected=released.corrected(base)
    )
    level, code = area
    products = [cell for cell in cells if cell["area_level"] == level and str(cell["area_code"]) == code]
    released_area_view.products_table(products, week, here["area_name"])
if area[0] != story.FRANCE:
    st.button("Retour à la France", icon=":material/arrow_back:", on_click=filters.back_to_france)
with st.expander("La carte en tableau"):
    released_view.table_twin(picture)
