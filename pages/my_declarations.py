"""Mes déclarations: what this pharmacy declared, week by week, corrections included."""

import streamlit as st

from dp_ruptures import access, clock, declarations, french, receipt_view, store
from dp_ruptures.campaign import campaign_of
from dp_ruptures.rules.retention import erasure_day
from dp_ruptures.rules.week import PARIS

person = access.require("declare")
base = store.current()
st.title("Mes déclarations")

past = declarations.history(base, person.finess or "")
if not past:
    st.info(
        "Aucune déclaration pour l'instant. Votre première se fait dans « Nouvelle déclaration constatée »."
    )
    st.stop()

st.table(
    [
        {
            "Semaine": french.unbroken(row["week"].label),
            "Récépissé": french.unbroken(row["number"]),
            "Reçue le": french.instant(row["received_at"]),
            "État": "remplacée" if row["replaced"] else "en vigueur",
        }
        for row in past
    ],
    hide_index=True,
    alt="Déclarations de l'officine, la plus récente d'abord",
)

weeks = list(dict.fromkeys(row["week"] for row in past))
week = st.selectbox("Détail de la semaine", weeks, format_func=lambda week: week.label, width=260)
receipt = declarations.current(base, person.finess or "", week)
campaign = campaign_of(base, clock.now().astimezone(PARIS).date())
if receipt and campaign:
    st.subheader(f"Semaine {week.label}")
    st.caption(f"Ces chiffres seront effacés le {french.day(erasure_day(week))}.")
    receipt_view.lines_table(receipt.lines, campaign)
