"""Tendances publiées: released figures week after week, for France, a région or a département."""

import streamlit as st

from dp_ruptures import (
    access,
    released,
    released_erratum,
    released_filters,
    released_view,
    released_weeks,
    store,
)

access.require("read_releases")
base = store.current()
st.title("Tendances publiées")

weeks = released.weeks(base)[::-1]
if not weeks:
    st.info("Aucune semaine n'est encore publiée. Les courbes commenceront avec la première publication.")
    st.stop()
cells = released.cells(base, weeks[-1])

subject_place, area_place, measure_place = st.columns([2.2, 1.4, 1.4])
with subject_place:
    chosen = released_filters.choose_subjects(cells)
with area_place:
    level, code = released_filters.choose_area(cells)
with measure_place:
    measure = released_filters.choose_measure()
released_filters.say_unknown()
released_filters.write_address(released_filters.PRODUCTS, released_filters.AREA, released_filters.MEASURE)

corrected = released.corrected(base)
released_erratum.on_curves(corrected)
history = released.of_area(base, level, code)
area = history[-1]["area_name"] if history else "France entière"
by_week = released.by_week(history)
released_view.curves(area, weeks, by_week, chosen, measure, corrected=corrected)
st.caption(measure.explanation)

with st.expander("Les mêmes chiffres en tableau"):
    rows = released_weeks.table(weeks, by_week, chosen, measure, corrected)
    released_view.trend_table(rows, f"{measure.title}, {area}", f"tendances-publiees-{level}-{code}.csv")
released_view.how_to_read()
