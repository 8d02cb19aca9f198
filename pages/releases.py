"""Publication: Monday's act, looked at by one person and published by another."""

import streamlit as st

from dp_ruptures import (
    access,
    clock,
    erratum_desk_view,
    french,
    release_desk,
    release_desk_view,
    release_downloads,
    released,
    store,
)
from dp_ruptures.errors import Refused

person = access.require("publish_releases")
base = store.current()
now = clock.now()
st.title("Publication")
release_desk_view.automatic(base, person, now)

st.header("À publier", anchor=False)
waiting = {week.label: week for week in release_desk.to_release(base, now)}
if not waiting:
    st.info("Toutes les semaines closes de la campagne sont publiées. La prochaine le sera lundi.")
else:
    label = st.selectbox("Semaine close", list(waiting), key="a-publier")
    week = waiting.get(label, next(iter(waiting.values())))
    release_desk_view.closing(list(waiting.values()), week)
    if st.button("Calculer l'aperçu", icon=":material/preview:"):
        with st.spinner(release_desk_view.COMPUTING):
            try:
                release_desk.look(base, week, now=now, actor=person.name)
            except Refused as refusal:
                st.error(str(refusal))
    seen = release_desk.last_look(base, week)
    if seen is None:
        st.caption(
            "L'aperçu ne publie rien. Il dit ce qui paraîtrait, ce qui serait caché et ce que cela coûte."
        )
    else:
        release_desk_view.preview(seen)
        release_desk_view.publishing(base, seen, person, now)

published = released.weeks(base)
if published:
    st.header("Dernière publication", anchor=False)
    release_desk_view.letters(base, published[0], now)
    header = released.header(base, published[0])
    release_downloads.buttons(published[0], header["revision"] if header else 1)
    st.caption(
        f"{french.plural(len(published), 'semaine publiée', 'semaines publiées')} : « Fichiers publiés »."
    )

    st.header("Erratum", anchor=False)
    erratum_desk_view.section(base, person, now)

st.header("Destinataires", anchor=False)
release_desk_view.lists(base, person, now)
