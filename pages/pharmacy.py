"""Fiche d'officine: everything the store holds of one pharmacy, drafts aside; opening one is on record."""

import streamlit as st

from dp_ruptures import access, clock, record, record_figures, shortages
from dp_ruptures import record_view as view
from dp_ruptures import store as stores
from dp_ruptures.rules.week import week_of

person = access.require("read_individual")
base, now = stores.current(), clock.now()
st.title("Fiche d'officine")

finess = record.chosen()
known = record.identity(base, finess, now) if finess else None
if finess is None or known is None:
    st.caption("Ouvrir une fiche est inscrit au registre des accès ; chercher une officine ne l'est pas.")
    if found := view.search(base):
        record.choose(found)
        st.rerun()
    st.stop()

record.note_look(person, finess)
if st.button("Chercher une autre officine", icon=":material/arrow_back:"):
    record.choose(None)
    st.rerun()
view.identity(known, now)
st.caption("Donnée individuelle : cette consultation est inscrite au registre des accès.")
record_figures.figures(record.figures(base, finess, week_of(now)))
record_figures.history(base, record.declarations(base, finess))
record_figures.shortages(shortages.of_pharmacy(base, finess))
left, right = st.columns(2, gap="large")
with left:
    view.contacts(record.contacts(base, finess))
with right:
    view.decisions(record.decisions(base, finess))
