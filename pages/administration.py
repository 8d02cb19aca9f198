"""Administration: what the portal holds, its season, the way to each setting, what it erases next."""

import streamlit as st

from dp_ruptures import access, clock, french, night_view, retention_facts, retention_preview, store
from dp_ruptures import administration_view as view
from dp_ruptures.campaign import campaign_ahead
from dp_ruptures.rules.week import PARIS

person = access.require("administer")
base = store.current()
st.title("Administration")

counts = base.query("administration_counts")[0]
row = st.container(horizontal=True, gap="medium")
for label, name in (
    ("Officines en activité", "pharmacies"),
    ("Comptes", "accounts"),
    ("Déclarations reçues", "declarations"),
    ("Semaines publiées", "releases"),
):
    row.metric(label, french.number(counts[name]))

now = clock.now()
today = now.astimezone(PARIS).date()
campaign = campaign_ahead(base, today)
if campaign:
    view.season(campaign, today)
else:
    st.info("Aucune campagne. Chargez les données de référence : python -m dp_ruptures init")

st.subheader("Régler le portail")
view.ways()
st.caption("Chaque acte montre d'abord ce qui va changer, puis s'inscrit au registre des actes.")

st.subheader("Conservation")
told = retention_facts.sentences(retention_facts.oldest(base), today)
st.markdown("\n".join(f"- {sentence}" for sentence in told))
retention_preview.show(base, now)

st.subheader("Travaux de la nuit")
night_view.show(base, person, now)
