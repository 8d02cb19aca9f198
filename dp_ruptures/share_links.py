"""Reads a choice out of a link that somebody wrote by hand: `?departement=39` says what `39 · Jura` says.

Streamlit understands only what it writes itself, the words on screen, and drops the rest without a word.
"""

from collections.abc import Mapping

import streamlit as st

from dp_ruptures.rules.spreadsheet import plain


def understand(name: str, shown: Mapping[str, str], what: str) -> None:
    """Before the widget of key `name` is drawn: take its choice from the address, or say it is unknown.

    `shown`: what the screen writes for each choice; `what`: what is chosen, in words, for the sentence.
    """
    given = _asked(name, shown)
    if not given:
        return
    choices = [choice_of(text, shown) for text in given]
    known = [choice for choice in choices if choice is not None]
    for text in (text for text, choice in zip(given, choices, strict=True) if choice is None):
        st.warning(
            f"Le lien demande « {plain(text[:60])} » ({what}), que cette publication ne connaît pas : "
            "la page montre son choix habituel. Choisissez-en un autre ci-dessous."
        )
    if known:
        st.session_state[name] = known[0]


def understand_all(name: str, shown: Mapping[str, str], what: str) -> None:
    """The same where several choices are made."""
    understand(name, shown, what)
    if name in st.session_state and isinstance(st.session_state[name], str):
        found = (choice_of(text, shown) for text in st.query_params.get_all(name))
        st.session_state[name] = [choice for choice in found if choice is not None]


def choice_of(text: str, shown: Mapping[str, str]) -> str | None:
    """The choice that a text names: its code, whatever the case or a missing zero, or its words."""
    asked = text.strip().casefold()
    for choice, words in shown.items():
        if asked in {choice.casefold(), words.casefold()} or asked.zfill(2) == choice.casefold():
            return choice
    return None


def _asked(name: str, shown: Mapping[str, str]) -> list[str]:
    """What the address asks for; nothing once there is a choice, or when Streamlit understands it all."""
    if name in st.session_state:
        return []
    given = st.query_params.get_all(name)
    return [] if all(text in shown.values() for text in given) else given
