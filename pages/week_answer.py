"""La réponse de la semaine: where, how bad, how sure, what changed; from release tables only."""

import streamlit as st

from dp_ruptures import (
    access,
    filters,
    french,
    release_downloads,
    released,
    released_area_view,
    released_erratum,
    released_figures,
    released_filters,
    released_map_view,
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
chosen = released_filters.clicked_area(cells)
released_filters.say_unknown()

st.caption(
    f"{french.span(week.monday, week.sunday).capitalize()} · "
    f"publiée le {french.instant(header['published_at'])}"
    + (f" · publication n°{french.NO_BREAK}{header['revision']} de cette semaine" * (header["revision"] > 1))
)
released_erratum.notice(base, week, header)
st.markdown(
    "\n".join(f"- {french.kept_together(sentence)}" for sentence in story.sentences(cells, former, thin))
)
for column, said in zip(st.columns(4), headlines.headlines(cells, thin), strict=True):
    column.metric(said["label"], said["value"])
    column.caption(said["note"])

subjects = released_figures.subjects(cells)
subject = next((one for one in subjects if one.code == family), subjects[0])
picture = released_map_view.Picture(cells, subject, released_figures.PER_OFFICINE, week, bool(thin))
st.header(f"{plain(subject.label)}, par officine déclarante", anchor=False)
released_map_view.france_map(picture, chosen)
if chosen:
    released_area_view.area(picture, chosen)
    st.button("Retour à la France", icon=":material/arrow_back:", on_click=filters.back_to_france)
with st.expander("Les mêmes chiffres en tableau"):
    released_view.table_twin(picture)
released_view.worst(picture)
released_filters.write_address(released_filters.WEEK, released_filters.FAMILY, released_filters.AREA)

st.header("Fichiers", anchor=False)
release_downloads.buttons(week, header["revision"], list(release_downloads.FILES)[:4])
released_view.how_to_read()
