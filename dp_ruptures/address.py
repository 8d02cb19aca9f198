"""The analyst's choices in the page's address, so that a link shows what its sender saw.

Written by hand and not by Streamlit's `bind`: it drops a wrong value without a word, and leaves
the default out, so that a link to this week would show another one on Monday.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from dp_ruptures.rules.spreadsheet import plain

_READ = "adresse."
_DEFAULT = "adresse.defaut."
_UNKNOWN = "adresse-inconnue"
# Between several choices of one name; no product's name holds it.
SEPARATOR = "|"
# Whether the week was chosen by hand: then the address names it.
BY_HAND = "semaine-choisie"


def adopt(name: str, choices: Mapping[str, str], default: str, wish: str) -> None:
    """Before a widget of key `name`: take its choice from the address, where a link has set it.

    `choices`: label by code; the address may hold either. `wish`: what is chosen, for the sentence
    that answers an unknown value: `le produit`.
    """
    asked = st.query_params.get(name)
    st.session_state[_DEFAULT + name] = default
    if st.session_state.get(name) in choices and asked == st.session_state.get(_READ + name):
        return
    found = _code_of(asked, choices)
    if asked is not None and found is None:
        _note(
            f"Le lien demande {wish} « {plain(asked[:60])} », que cette page ne connaît pas : "
            f"elle montre « {plain(choices[default])} »."
        )
    st.session_state[name] = found or default
    st.session_state[_READ + name] = asked


def adopt_many(name: str, choices: Mapping[str, str], most: int) -> None:
    """The same for a widget of several choices, `most` at most; none of them without an address."""
    asked = st.query_params.get(name)
    if name in st.session_state and asked == st.session_state.get(_READ + name):
        return
    wanted = [part.strip() for part in (asked or "").split(SEPARATOR) if part.strip()]
    found = {part: _code_of(part, choices) for part in dict.fromkeys(wanted)}
    for part in (part for part, code in found.items() if code is None):
        _note(
            f"Le lien compare « {plain(part[:60])} », que cette page ne connaît pas : le reste est affiché."
        )
    known = [code for code in dict.fromkeys(found.values()) if code is not None]
    if len(known) > most:
        _note(f"Le lien compare {len(known)} produits : les {most} premiers sont affichés.")
    st.session_state[name] = known[:most]
    st.session_state[_READ + name] = asked


def write(names: Sequence[str], named: Mapping[str, str]) -> None:
    """Put the choices in the address: `named` of the `names` this page knows."""
    if st.query_params.to_dict() != named:
        st.query_params.from_dict(named)
    for name in names:
        st.session_state[_READ + name] = named.get(name)


def is_default(name: str) -> bool:
    """Whether a bare link shows the same choice, so that the address need not say it."""
    return bool(st.session_state[name] == st.session_state[_DEFAULT + name])


def unknown() -> list[str]:
    """A sentence for each value of the address that nobody knows; said once."""
    said: list[str] = st.session_state.pop(_UNKNOWN, [])
    return said


def _note(sentence: str) -> None:
    st.session_state.setdefault(_UNKNOWN, []).append(sentence)


def _code_of(asked: str | None, choices: Mapping[str, str]) -> str | None:
    if asked is None or asked in choices:
        return asked
    return next((code for code, label in choices.items() if label == asked), None)
