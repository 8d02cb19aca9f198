"""How every administrative act is offered: asked for, shown as what would change, then applied or dropped."""

import streamlit as st

from dp_ruptures import acts, clock, store
from dp_ruptures.acts import Act
from dp_ruptures.errors import Refused
from dp_ruptures.rules.change import Plan
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.sessions import Person

_ASKED, _SEEN, _DONE, _ABOUT = "act.asked", "act.seen", "act.done", "act.about"


def ask(act: Act) -> None:
    """Show from now on what `act` would change; the page is drawn again."""
    st.session_state[_ASKED] = act
    st.session_state.pop(_SEEN, None)
    st.rerun()


def drop() -> None:
    """Forget what was asked. Every button that asks calls it first: an act shown above an error would be
    applied as if it were what is typed now.
    """
    st.session_state.pop(_ASKED, None)
    st.session_state.pop(_SEEN, None)


def about(*chosen: object) -> None:
    """What the page's fields outside any form say now: an act asked when they said otherwise is dropped."""
    if st.session_state.get(_ABOUT) != chosen:
        drop()
        st.session_state[_ABOUT] = chosen


def done(sentence: str) -> None:
    """Say `sentence` at the top of the page's next run, and draw it now."""
    st.session_state[_DONE] = sentence
    st.rerun()


def say_done() -> None:
    """What the last act did."""
    if sentence := st.session_state.pop(_DONE, None):
        st.success(sentence)


def review(person: Person, *kinds: type[Act]) -> None:
    """What the act asked for would change, and the two buttons; nothing when none of these kinds is asked."""
    act = st.session_state.get(_ASKED)
    if not isinstance(act, kinds):
        return
    with st.container(border=True):
        st.subheader("Ce qui va changer", anchor=False)
        try:
            wanted = acts.plan(store.current(), act, clock.now())
        except Refused as refusal:
            st.error(str(refusal))
            return
        _show(wanted)
        if not wanted.changes:
            return
        _decide(act, wanted, person)


def _decide(act: Act, wanted: Plan, person: Person) -> None:
    # What this person has had before their eyes, not what this very run has found.
    seen = st.session_state.get(_SEEN, wanted)
    st.session_state[_SEEN] = wanted
    with st.container(horizontal=True):
        applied = st.button("Appliquer", type="primary", key="act.apply")
        dropped = st.button("Ne rien changer", key="act.drop")
    if dropped:
        drop()
        st.rerun()
    if applied:
        try:
            acts.perform(store.current(), act, seen, now=clock.now(), actor=person.name)
        except Refused as refusal:
            st.error(str(refusal))
            return
        drop()
        done("C'est fait, et inscrit au registre des actes.")


def _show(wanted: Plan) -> None:
    if wanted.changes:
        rows = [
            {"Quoi": change.subject, "Avant": change.before, "Après": change.after, "Ensuite": change.note}
            for change in wanted.changes
        ]
        shown = [{name: plain(cell) for name, cell in row.items()} for row in rows]
        st.table(shown, hide_index=True, border="horizontal", alt="Ce qui va changer")
    else:
        st.info("Rien ne changerait : c'est déjà ainsi.")
    for note in wanted.notes:
        st.caption(note)
