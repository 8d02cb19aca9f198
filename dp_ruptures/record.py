"""One pharmacy's record: whom it is about, and what the store holds of it. Drafts are not part of it.

Whose record is open is kept in the visitor's session and nowhere else: a FINESS number in an address would
stand in the access logs of every server on the way, in the browser's history and in a copied link, where no
register says who read it. A reload therefore comes back to the search.
"""

from datetime import datetime

import streamlit as st

from dp_ruptures import access
from dp_ruptures.declarations import history
from dp_ruptures.rules.search import MOST_WORDS, searched
from dp_ruptures.rules.week import Week
from dp_ruptures.sessions import Person
from dp_ruptures.store import Row, Store

PAGE = "../pages/pharmacy.py"
SHOWN_WEEKS = 8
MOST_FOUND = 20
_CHOSEN = "record.finess"
_NOTED = "record.noted"


def open(finess: str) -> None:  # noqa: A001 - `record.open` is what one does with a record
    """Go to the record of a pharmacy, from any page of the Ordre; ends the run of the calling page."""
    choose(finess)
    # Without this empty address, Streamlit refuses to leave a page whose filters live in its own.
    st.switch_page(PAGE, query_params={})


def choose(finess: str | None) -> None:
    """The record to show on the page; None goes back to the search."""
    st.session_state[_CHOSEN] = finess
    st.session_state.pop(_NOTED, None)


def chosen() -> str | None:
    """The FINESS number of the record that is open in this session."""
    finess: str | None = st.session_state.get(_CHOSEN)
    return finess


def note_look(person: Person, finess: str) -> None:
    """One line of the access register each time a record is opened, however often it is drawn."""
    if st.session_state.get(_NOTED) != finess:
        access.note_access(person, f"officine {finess}", "fiche d'officine")
        st.session_state[_NOTED] = finess


def search(store: Store, text: str) -> list[Row]:
    """Pharmacies whose FINESS number, name, town or post code hold every word of `text`; MOST_FOUND at most.

    Rows: finess, name, city, postcode, department_code, closed_on. Public data of the register.
    """
    # « Pharmacie » is in nearly every name: alone it finds everybody, beside another word it adds nothing.
    words = [word for word in searched(text) if word != "pharmacie"] or searched(text)
    if not words:
        return []
    # The longest word again where there are fewer: an empty one would be looked for in every name.
    first, second, third, fourth = [*words, *words[:1] * (MOST_WORDS - len(words))]
    return store.query(
        "record_search", first=first, second=second, third=third, fourth=fourth, size=MOST_FOUND
    )


def identity(store: Store, finess: str, now: datetime) -> Row | None:
    """Who the pharmacy is, and the state of its account; None when the register does not know it."""
    rows = store.query("record_identity", finess=finess, now=now)
    return rows[0] if rows else None


def declarations(store: Store, finess: str) -> list[Row]:
    """Every declaration still kept, corrections included, the latest first."""
    return history(store, finess)


def figures(store: Store, finess: str, week: Week) -> list[Row]:
    """One row per week × product of the last weeks' current declarations, with what is left out of totals."""
    first = week.shift(1 - SHOWN_WEEKS).monday
    rows = store.query("record_figures", finess=finess, first=first, last=week.monday)
    return [{**row, "week": Week(row["week"])} for row in rows]


def contacts(store: Store, finess: str) -> list[Row]:
    """Every letter that left for the pharmacy, the latest first: sent_at, kind, week, sent_by."""
    return store.query("record_contacts", finess=finess)


def decisions(store: Store, finess: str) -> list[Row]:
    """Every decision about a figure of the pharmacy, the latest first."""
    return store.query("record_decisions", finess=finess)
