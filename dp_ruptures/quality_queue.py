"""The queue as a table and as a file, for who works through it away from the page."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dp_ruptures import access, french, telephones
from dp_ruptures.campaign import UNITS
from dp_ruptures.quality import CAUSES, Case
from dp_ruptures.rules.spreadsheet import csv_bytes, plain
from dp_ruptures.rules.week import Week
from dp_ruptures.sessions import Person

LISTED = 25


def queue(person: Person, cases: Sequence[Case], week: Week, *, shown: int = LISTED) -> None:
    """The head of the queue, `shown` cases of it, and its file."""
    st.subheader("La file", anchor=False)
    st.table(
        [_row(case) for case in cases[:shown]], hide_index=True, border="horizontal",
        height=640 if len(cases) > LISTED and shown > LISTED else "content",
        alt="Chiffres à examiner, le plus trompeur d'abord",
    )  # fmt: skip
    if len(cases) > shown:
        st.caption(f"Les {french.number(shown)} premiers, sur {french.number(len(cases))}.")
    _export(person, cases, week)


def queue_file(cases: Sequence[Case], week: Week) -> list[dict[str, Any]]:
    """One row per case as bare figures, for a spreadsheet. Individual data."""
    return [
        {
            "semaine": week.iso,
            "finess": case.finess,
            "officine": case.pharmacy,
            "commune": case.city,
            "departement": case.department_code,
            "telephone": telephones.in_file(case.telephone),
            "code": case.product.cip13,
            "produit": case.product.name,
            "declare": case.units,
            "motif": CAUSES[case.finding.code],
            "detail": case.finding.sentence,
            "ecart_possible": case.finding.gap,
            "confirme_par_l_officine": "" if case.confirmed is None else "oui" if case.confirmed else "non",
            "courriel_envoye_le": case.written_at.date().isoformat() if case.written_at else "",
        }
        for case in cases
    ]


def _export(person: Person, cases: Sequence[Case], week: Week) -> None:
    if not st.button("Préparer l'export de la file (CSV)", icon=":material/table:", key="quality-export"):
        return
    access.note_access(person, f"chiffres surprenants, {week.iso}", "export de la file de qualité")
    name = f"chiffres-a-examiner-{week.iso}.csv"
    content = csv_bytes(queue_file(cases, week))
    st.download_button(f"Télécharger {name}", content, name, "text/csv", on_click="ignore")


def _row(case: Case) -> dict[str, str]:
    # Three columns: on a phone a fourth would leave each a few letters, and make a row as high as the screen.
    unit, answer = UNITS[case.product.family], _answer(case)
    return {
        "Officine": f"{plain(case.pharmacy)}, {plain(case.city)} ({case.department_code}){_call(case)}",
        "Chiffre et motif": f"**{plain(case.product.name)}**, {french.plural(case.units, *unit)} · "
        # Without the question that ends it, which is for the pharmacist.
        + plain(french.kept_together(case.finding.sentence.partition(" :")[0]))
        + (f" · {answer}" if answer else ""),
        "Écart possible": french.plural(case.finding.gap, *unit),
    }


def _call(case: Case) -> str:
    return f"{french.NO_BREAK}· {telephones.linked(case.telephone)}" if case.telephone else ""


def _answer(case: Case) -> str:
    if case.confirmed:
        return "confirmé par l'officine"
    return "courriel envoyé" if case.written_at is not None else ""
