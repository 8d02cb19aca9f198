"""« Vos données » under « Mes déclarations »: take a copy, have something corrected."""

from urllib.parse import quote

import streamlit as st

from dp_ruptures import clock, own_data, store
from dp_ruptures.support import MAIL


def show(finess: str, receipt_number: str | None) -> None:
    """The copy of everything held on the pharmacy, and how a closed week is corrected."""
    st.subheader("Vos données", anchor=False)
    base = store.current()
    place = st.container(horizontal=True)
    place.download_button(
        "Tout ce que le portail garde sur votre officine (JSON)",
        lambda: own_data.as_json(base, finess, clock.now()),
        "mes-donnees.json", "application/json", on_click="ignore", key="own-json",
    )  # fmt: skip
    if receipt_number:
        place.download_button(
            "Vos déclarations (CSV)",
            lambda: own_data.as_csv(base, finess),
            "mes-declarations.csv", "text/csv", on_click="ignore", key="own-csv",
        )  # fmt: skip
    st.markdown(_correction(receipt_number))


def _correction(receipt_number: str | None) -> str:
    subject = f"Rectification, récépissé {receipt_number}" if receipt_number else "Rectification"
    return (
        "**Un chiffre est faux ?** Jusqu'au dimanche, déclarez de nouveau : la dernière déclaration compte. "
        f"Après, écrivez à [{MAIL}](mailto:{MAIL}?subject={quote(subject)}), "
        f"objet «\u00a0{subject}\u00a0», en disant le bon chiffre : l'Ordre répond sous un mois. "
        "Une semaine publiée ne se refait pas, la suivante est corrigée."
    )
