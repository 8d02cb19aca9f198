"""The pharmacies that have not answered, on demand and on the record."""

from collections.abc import Sequence

import streamlit as st

from dp_ruptures import access, choices, french, response_tables, responses
from dp_ruptures.responses import PAGE_ROWS, Survey, Wanted
from dp_ruptures.rules.roles import may
from dp_ruptures.rules.spreadsheet import csv_bytes
from dp_ruptures.sessions import Person
from dp_ruptures.store import Store

_NOTED = "silent_view.noted"
# What an address calls them: as the question does (response_silent.sql), and in words.
KINDS = {
    "toutes": ("all", "Toutes"),
    "attendues": ("expected", "Attendues"),
    "inactives": ("inactive", "Inactives"),
    "jamais": ("never", "N'ont jamais répondu"),
    "sans-courriel": ("unreachable", "Sans courriel"),
}


def pharmacies(store: Store, person: Person, asked: Survey, area: str, codes: Sequence[str]) -> None:
    """Names on demand: filtered, by pages, exported; each look is a line of the access register."""
    if not may(person.role, "read_individual"):
        st.caption("Le nom des officines est réservé à la direction des technologies en santé.")
        return
    if not st.toggle(
        "Voir le nom des officines", key="muettes",
        help="Donnée individuelle : la consultation est inscrite au registre des accès.",
    ):  # fmt: skip
        st.session_state.pop(_NOTED, None)
        return
    wanted = _wanted(codes)
    subject = f"officines sans réponse, {asked.week.iso}, {area}, {_told(wanted)}"
    # A page is drawn again at every click: one look is one line of the register.
    if st.session_state.get(_NOTED) != subject:
        access.note_access(person, subject, "suivi des réponses")
        st.session_state[_NOTED] = subject
    count = responses.silent_count(store, asked, wanted)
    if not count:
        st.info("Aucune officine ne correspond : élargissez la zone, l'état ou la recherche.")
        return
    st.caption(
        f"{french.plural(count, 'officine')}, celles qui répondaient encore récemment d'abord. "
        "Consultation inscrite au registre des accès."
    )
    _page(store, asked, wanted, count, subject)
    _export(store, person, asked, wanted, subject)


def _wanted(codes: Sequence[str]) -> Wanted:
    kind_place, words_place = st.columns([1, 2])
    with kind_place:
        kind = choices.choose("État", "etat", {code: label for code, (_, label) in KINDS.items()})
    words = words_place.text_input("Nom, commune ou FINESS", key="cherche", bind="query-params", max_chars=60)
    return Wanted(KINDS[kind][0], codes, words or "")


def _told(wanted: Wanted) -> str:
    (label,) = (label for kind, label in KINDS.values() if kind == wanted.kind)
    return f"{label}, « {wanted.words} »" if wanted.words else label


def _page(store: Store, asked: Survey, wanted: Wanted, count: int, subject: str) -> None:
    number = 1
    if count > PAGE_ROWS:
        number = st.pagination(-(-count // PAGE_ROWS), key=f"page-{subject}")
    listed = responses.silent(store, asked, wanted, size=PAGE_ROWS, skip=(number - 1) * PAGE_ROWS)
    st.table(
        response_tables.silent_table(listed),
        hide_index=True, border="horizontal", alt=f"Officines sans réponse, page {number}",
    )  # fmt: skip


def _export(store: Store, person: Person, asked: Survey, wanted: Wanted, subject: str) -> None:
    if not st.button("Préparer l'export (CSV)", icon=":material/table:", key="silent-export"):
        return
    access.note_access(person, subject, "export du suivi des réponses")
    listed = responses.silent(store, asked, wanted, size=responses.EXPORT_ROWS)
    name = f"officines-sans-reponse-{asked.week.iso}.csv"
    content = csv_bytes(response_tables.silent_file(listed, asked.week))
    st.download_button(f"Télécharger {name}", content, name, "text/csv", on_click="ignore")
