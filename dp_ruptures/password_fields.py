"""Asks for a new password twice, and says in words how solid it is while it is typed."""

from collections.abc import Sequence

import streamlit as st

from dp_ruptures import accounts
from dp_ruptures.rules import password as rule

# Far above what is taken: a browser would cut a longer paste without a word.
MAX_TYPED = 200
ADVICE = (
    f"{rule.MIN_LONG} caractères ou plus, par exemple quatre mots sans lien entre eux. Ou {rule.MIN_MIXED} "
    "en mêlant minuscules, majuscules, chiffres ou autres signes. Il n'y aura pas à le changer chaque année."
)


def ask(own_words: Sequence[str], key: str, action: str) -> str | None:
    """The new password once sent, sound and typed twice alike; None while it is not, with the reason shown.

    `own_words` must not appear in it; `key` tells two such forms apart; `action` names the button.
    """
    st.caption(ADVICE)
    first = _field("Nouveau mot de passe", f"{key}-first", live=True)
    # Always one line, so that the button never moves from under the pointer.
    st.caption(_meter(first, own_words))
    second = _field("Le même, une seconde fois", f"{key}-second", live=False)
    if not st.button(action, type="primary", key=f"{key}-send"):
        return None
    problem = accounts.judge(first, own_words)
    if problem is None and first != second:
        problem = "Les deux saisies diffèrent : retapez le mot de passe."
    if problem:
        st.error(problem)
        return None
    return first


def _field(label: str, key: str, *, live: bool) -> str:
    return (
        st.text_input(
            label, type="password", autocomplete="new-password", max_chars=MAX_TYPED, key=key, live=live
        )
        or ""
    )


def _meter(password: str, own_words: Sequence[str]) -> str:
    if not password:
        return "Solidité : rien de saisi."
    if len(password) < rule.MIN_MIXED:
        return f"Solidité : insuffisante, {len(password)} caractères sur {rule.MIN_MIXED}."
    if accounts.judge(password, own_words):
        return "Solidité : **insuffisante**, il serait refusé."
    return f"Solidité : **{rule.strength(password)}**."
