"""The declarations of single pharmacies, on demand and on the record."""

from collections.abc import Sequence

import streamlit as st

from dp_ruptures import access, french, playback, record, stock_tables, stocks
from dp_ruptures.areas import Area
from dp_ruptures.rules.roles import may
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.sessions import Person
from dp_ruptures.stock_view import View
from dp_ruptures.stocks import PharmacyStock
from dp_ruptures.store import Store

_NOTED = "individual_view.noted"


def pharmacies(store: Store, person: Person, view: View, place: Area) -> None:
    """The declarations of a département's pharmacies, for those who may read them."""
    if not may(person.role, "read_individual"):
        st.caption("Les déclarations par officine sont réservées à la direction des technologies en santé.")
        return
    if playback.is_playing():
        st.caption("Mettez la lecture en pause pour voir les déclarations des officines.")
        return
    if not st.toggle(
        f"Voir les déclarations des officines : {place.name}",
        key=f"officines-{place.code}",
        help="Donnée individuelle : la consultation est inscrite au registre des accès.",
    ):
        st.session_state.pop(_NOTED, None)
        return
    _note_once(person, f"officines du département {place.code}, {view.week.iso}")
    listed = stocks.pharmacies(store, view.week, view.chosen.item, place.code)
    if not listed:
        st.info("Aucune officine du département n'a déclaré cette semaine : choisissez une autre semaine.")
        return
    st.caption(
        f"{french.plural(len(listed), 'officine déclarante', 'officines déclarantes')}, "
        f"{plain(view.chosen.item.label)}, {view.when}. Consultation inscrite au registre des accès."
    )
    st.table(
        stock_tables.pharmacy_table(listed, view.chosen.item),
        hide_index=True, border="horizontal", height=stock_tables.height_of(len(listed)),
        alt=f"Officines déclarantes, {place.name}",
    )  # fmt: skip
    _open_record(listed, place)


def _open_record(listed: Sequence[PharmacyStock], place: Area) -> None:
    row = st.container(horizontal=True, vertical_alignment="bottom")
    one = row.selectbox(
        "Officine",
        listed,
        index=None,
        format_func=lambda one: f"{plain(one.name)} · {plain(one.city or '')} · {one.finess}",
        placeholder="Choisissez une officine",
        key=f"fiche-{place.code}",
    )
    if row.button("Ouvrir sa fiche", disabled=one is None, key=f"ouvrir-{place.code}") and one:
        record.open(one.finess)


def _note_once(person: Person, subject: str) -> None:
    # A page is drawn again at every click: one look is one line of the register.
    if st.session_state.get(_NOTED) != subject:
        access.note_access(person, subject, "carte des stocks")
        st.session_state[_NOTED] = subject
