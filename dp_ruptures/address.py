"""A page's choices in its address, so that a link shows what its sender saw.

Written by hand and not by Streamlit's `bind`: it drops a wrong value without a word, and leaves
the default out, so that a link to this week would show another one on Monday. An address read may hold
codes or the words on screen, typed in any case and without a département's zero.
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
    """`follow`, and have `unknown` say what is wrong; `wish`: what is chosen, `le produit`."""
    wrong = follow(name, choices, default)
    if wrong is not None:
        _say_unknown(wrong, wish, f"elle montre « {plain(choices[default])} »")


def follow(name: str, choices: Mapping[str, str], default: str) -> str | None:
    """Before a widget of key `name`: take its choice from the address, where a link has set it.

    `choices`: label by code; the address may hold either. Returns what it asks that is none of them.
    """
    asked = st.query_params.get(name)
    st.session_state[_DEFAULT + name] = default
    if st.session_state.get(name) in choices and asked == st.session_state.get(_READ + name):
        return None
    found = code_of(asked, choices)
    st.session_state[name] = default if found is None else found
    st.session_state[_READ + name] = asked
    return asked if found is None else None


def adopt_several(
    name: str, choices: Mapping[str, str], default: Sequence[str], wish: str, most: int | None = None
) -> None:
    """The same where several are chosen, `most` at most: `produits=vaccins|tests`, or one by one."""
    asked = st.query_params.get_all(name)
    st.session_state[_DEFAULT + name] = list(default)
    chosen = st.session_state.get(name)
    if chosen is not None and set(chosen) <= set(choices) and asked == st.session_state.get(_READ + name):
        return
    found = {part: code_of(part, choices) for text in asked for part in _parts(text, choices)}
    for part in (part for part, code in found.items() if code is None):
        _say_unknown(part, wish, "le reste du lien est suivi")
    known = [code for code in dict.fromkeys(found.values()) if code] or list(default)
    if most is not None and len(known) > most:
        _note(f"Le lien demande {len(known)} produits : les {most} premiers sont affichés.")
    st.session_state[name] = known[:most]
    st.session_state[_READ + name] = asked


def write(names: Sequence[str], named: Mapping[str, str]) -> None:
    """Put the choices in the address: `named` of the `names` this page knows."""
    if st.query_params.to_dict() != named:
        st.query_params.from_dict(named)
    for name in names:
        several = isinstance(st.session_state.get(_DEFAULT + name), list)
        st.session_state[_READ + name] = st.query_params.get_all(name) if several else named.get(name)


def write_one(name: str) -> None:
    """Put one choice in the address beside the others; what a bare link shows anyway is left out."""
    code = None if is_default(name) else st.session_state[name]
    if code is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != code:
        st.query_params[name] = code
    st.session_state[_READ + name] = code


def is_default(name: str) -> bool:
    """Whether a bare link shows the same choice, so that the address need not say it."""
    return bool(st.session_state[name] == st.session_state[_DEFAULT + name])


def unknown() -> list[str]:
    """A sentence for each value of the address that nobody knows; said once."""
    said: list[str] = st.session_state.pop(_UNKNOWN, [])
    return said


def code_of(asked: str | None, choices: Mapping[str, str]) -> str | None:
    """The choice that a text names, by its code or its words; None when it names none."""
    if asked is None or asked in choices:
        return asked
    text = asked.strip().casefold()
    known = {name.casefold(): code for code, label in choices.items() for name in (label, code)}
    return known.get(text, known.get(text.zfill(2)))


def _parts(text: str, choices: Mapping[str, str]) -> list[str]:
    """What one value of the address names: older links had commas, which a product's name may hold."""
    separator = SEPARATOR if SEPARATOR in text else ","
    return [text] if code_of(text, choices) else [part for part in text.split(separator) if part.strip()]


def _say_unknown(asked: str, wish: str, instead: str) -> None:
    _note(f"Le lien demande {wish} « {plain(asked[:60])} », que cette page ne connaît pas : {instead}.")


def _note(sentence: str) -> None:
    st.session_state.setdefault(_UNKNOWN, []).append(sentence)
