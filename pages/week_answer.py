"""La réponse de la semaine: where, how bad, how sure, what changed; from release tables only."""

import streamlit as st

from dp_ruptures import (
    access,
    filters,
    french,
    release_downloads,
    released,
    released_erratum,
    released_figures,
    released_filters,
    released_view,
    store,
)
from dp_ruptures.publication import headlines, story
from dp_ruptures.rules.spreadsheet import plain

access.require("read_releases")
base = store.current()
st.title("La réponse de la semaine")

weeks = released.weeks(base)
if not weeks:
    st.info("Aucune semaine n'est encore publiée. La publication a lieu le lundi, pour la semaine écoulée.")
    st.stop()

week_place, family_place = st.columns([1, 2], vertical_alignment="bottom")
with week_place:
    week = released_filters.choose_week(weeks)
with family_place:
    family = released_filters.choose_family()
header = released.header(base, week)
cells = released.cells(base, week)
former = released.cells(base, week.shift(-1))
assert header is not None  # noqa: S101 - weeks() names released weeks only
thin = headlines.only_regions(header)

st.caption(
    f"{french.span(week.monday, week.sunday).capitalize()} · "
    f"publiée le {french.instant(header['published_at'])}"
    + (f" · publication n°{french.NO_BREAK}{header['revision']} de cette semaine" * (header["revision"] > 1))
)
released_erratum.notice(base, week, header)
st.markdown("\n".join(f"- {sentence}" for sentence in story.sentences(cells, former, thin)))
for column, said in zip(st.columns(4), headlines.headlines(cells, thin), strict=True):
    column.metric(said["label"], said["value"])
    column.caption(said["note"])

measure = released_figures.MEASURES[released_figures.PER_PHARMACY]
subjects = released_figures.subjects(cells)
subject = next((one for one in subjects if one.code == family), subjects[0])
rows = story.of(cells, story.DEPARTMENT, subject.level, subject.code)
st.header(f"{plain(subject.label)}, par officine déclarante", anchor=False)
released_filters.take_department(rows)
clicked = st.session_state.get(filters.DEPARTMENT_KEY)
released_view.france_map(rows, subject, measure, week, clicked)
for cell in (cell for cell in rows if cell["area_code"] == clicked):
    st.subheader(plain(cell["area_name"]), anchor=False)
    released_view.area_panel(cell, subject)
    released_view.link_to_area(cell, subject, week)
with st.expander("Les mêmes chiffres en tableau"):
    released_view.table_twin(rows, subject, week)

st.header("Fichiers", anchor=False)
release_downloads.buttons(week, header["revision"], list(release_downloads.FILES)[:4])
st.header("Comment lire", anchor=False)
st.markdown(released_view.HOW_TO_READ)
