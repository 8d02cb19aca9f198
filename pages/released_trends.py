"""Tendances publiées: released figures week after week, for France, a région or a département."""

import streamlit as st

from dp_ruptures import access, figures, released, released_figures, released_filters, released_view, store
from dp_ruptures.rules.spreadsheet import csv_bytes, plain

access.require("read_releases")
base = store.current()
st.title("Tendances publiées")

weeks = released.weeks(base)[::-1]
if not weeks:
    st.info("Aucune semaine n'est encore publiée. Les courbes commenceront avec la première publication.")
    st.stop()
cells = released.cells(base, weeks[-1])

subject_place, area_place, measure_place = st.columns([2, 1.4, 1.4])
with subject_place:
    chosen = released_filters.choose_subjects(cells)
with area_place:
    level, code = released_filters.choose_area(cells)
with measure_place:
    measure = released_filters.choose_measure()

history = released.of_area(base, level, code)
area = history[-1]["area_name"] if history else "France entière"
by_week = released.by_week(history)
units = {subject.unit[1] for subject in chosen}
unit = units.pop() if len(units) == 1 else "unités"
drawn = [
    figures.Curve(subject.label, released_figures.curve(weeks, by_week, subject.code, measure))
    for subject in chosen
]
released_view.curves(f"{measure.title}, {area}", weeks, drawn, measure, unit)
st.caption(measure.explanation)

with st.expander("Les mêmes chiffres en tableau"):
    table = released_figures.trend_table(weeks, by_week, chosen, measure)
    st.download_button(
        "Télécharger (CSV)",
        csv_bytes(table),
        f"tendances-publiees-{level}-{code}.csv",
        "text/csv",
        on_click="ignore",
    )
    st.table(table, hide_index=True, border="horizontal", alt=f"{measure.title}, {plain(area)}")
st.markdown(released_view.HOW_TO_READ)
