"""Officines: one pharmacy closed, reopened or merged by hand; a FINESS extract looked at, then taken."""

import streamlit as st

from dp_ruptures import access, act_view, clock, finess_view, pharmacy_acts, pharmacy_view, store
from dp_ruptures.rules.week import PARIS

person = access.require("administer")
base, now = store.current(), clock.now()
today = now.astimezone(PARIS).date()
st.title("Officines")
st.write(
    "Le référentiel vient du répertoire FINESS. Fermez, rouvrez ou fusionnez ici ce que le répertoire ne dit "
    "pas encore ; cette page ne montre aucun chiffre déclaré."
)
act_view.say_done()

words = st.text_input("Numéro FINESS, nom ou commune", key="officine", bind="query-params", max_chars=80)
finess = pharmacy_view.choose(base, words or "")
if finess:
    row = pharmacy_view.sheet(base, finess)
    pharmacy_view.acts_on(row, today)
    act_view.review(person, pharmacy_acts.Closing, pharmacy_acts.Reopening, pharmacy_acts.Merging)

st.header("Extrait FINESS", anchor=False)
finess_view.extract(base, person, now)
