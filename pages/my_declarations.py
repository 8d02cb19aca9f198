"""Mes déclarations: what this pharmacy declared, week by week, corrections included."""

from typing import Any

import streamlit as st

from dp_ruptures import access, declarations, french, own_data_view, receipt_view, store
from dp_ruptures.campaign import campaign_of
from dp_ruptures.rules.retention import erasure_day

person = access.require("declare")
base = store.current()
st.title("Mes déclarations")

past = declarations.history(base, person.finess or "")
if not past:
    st.info(
        "Aucune déclaration pour l'instant. Votre première se fait dans « Nouvelle déclaration constatée »."
    )
    own_data_view.show(person.finess or "", None)
    st.stop()


def state(row: dict[str, Any]) -> str:
    """Whether a declaration counts, in words."""
    return "remplacée" if row["replaced"] else "en vigueur"


st.table(
    [
        {
            "Semaine": french.unbroken(row["week"].label),
            "Récépissé": french.unbroken(row["number"]),
            "Reçue le": french.instant(row["received_at"]),
            "État": state(row),
        }
        for row in past
    ],
    hide_index=True,
    alt="Déclarations de l'officine, la plus récente d'abord",
)


def named(row: dict[str, Any]) -> str:
    """`2026-S47 · récépissé 3F9A-21C7-80B2 · remplacée`."""
    return " · ".join([row["week"].label, f"récépissé {row['number']}", state(row)])


numbers = {row["receipt_id"]: row for row in past}
chosen = st.selectbox(
    "Détail d'une déclaration", list(numbers), format_func=lambda key: named(numbers[key]), width=520
)
row = numbers[chosen]
st.subheader(f"Semaine {row['week'].label}")
st.caption(f"Ces chiffres seront effacés le {french.day(erasure_day(row['week']))}.")
lines = declarations.lines_of(base, row["declaration_id"])
receipt_view.lines_table(lines, campaign_of(base, row["week"].sunday))
own_data_view.show(person.finess or "", row["number"])
