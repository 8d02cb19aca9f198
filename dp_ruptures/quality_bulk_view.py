"""What is asked before one decision about many figures: which, what it changes, were they read."""

from collections.abc import Iterator, Sequence

import streamlit as st

from dp_ruptures import french, quality_bulk
from dp_ruptures.campaign import UNITS
from dp_ruptures.quality import CAUSES, EXCLUDED, KEPT, LONGEST_WORDS, Case, Judgement

_DECIDED = "bulk.decided"
_VERDICTS = {KEPT: "Les garder", EXCLUDED: "Les écarter des totaux"}


def ask(cases: Sequence[Case]) -> tuple[list[Case], Judgement] | None:
    """The cases just decided together and the decision; None as long as nothing is asked.

    `cases`: the queue of one cause.
    """
    cause = cases[0].finding.code
    with st.expander(f"Décider d'un coup : {CAUSES[cause]}, {french.plural(len(cases), 'chiffre')}"):
        verdict = st.radio(
            "Décision", list(_VERDICTS), format_func=_VERDICTS.__getitem__, horizontal=True,
            key="bulk.verdict",
        )  # fmt: skip
        # Another decision, another tick: what was read for one is not read for the next.
        name = f"{cause}-{verdict}-{st.session_state.get(_DECIDED, 0)}"
        concerned = quality_bulk.concerned(_read(cases, name), verdict)
        if not concerned:
            st.info("L'officine a confirmé chacun de ces chiffres : ils s'écartent un par un.")
            return None
        st.markdown(_told(concerned, len(cases)))
        words = st.text_input(
            "Précision (facultative, gardée au registre des actes avec chaque chiffre)",
            max_chars=LONGEST_WORDS, autocomplete="off", key="bulk.words",
        )  # fmt: skip
        was_read = st.checkbox("J'ai parcouru ces chiffres dans la file", key=f"read-{name}")
        label = f"{_VERDICTS[verdict]} : {french.plural(len(concerned), 'chiffre')}"
        if st.button(label, key=f"bulk-{name}", disabled=not was_read):
            st.session_state[_DECIDED] = st.session_state.get(_DECIDED, 0) + 1
            return concerned, Judgement(verdict, cause, words or "")
    return None


def _read(cases: Sequence[Case], name: str) -> list[Case]:
    """The cases that were on screen when they were said to be read: what came since is for the next decision.

    In the open week figures arrive all day; the tick stays, and a press never decides what it never saw.
    """
    shown, was_read = f"bulk.shown-{name}", st.session_state.get(f"read-{name}")
    if not was_read or shown not in st.session_state:
        st.session_state[shown] = frozenset(case.figure for case in cases)
    figures = st.session_state[shown]
    return [case for case in cases if case.figure in figures]


def _told(concerned: Sequence[Case], listed: int) -> str:
    pharmacies = french.plural(len({case.finess for case in concerned}), "officine")
    gaps = " et ".join(_gaps(concerned))
    figures = french.plural(len(concerned), "chiffre")
    told = f"**{figures}** de {pharmacies} ; écart possible sur les totaux : {gaps}."
    if left := listed - len(concerned):
        told += (
            f" Resteront dans la file : {french.plural(left, 'autre chiffre', 'autres chiffres')} "
            f"(confirmé par l'officine, arrivé depuis, ou au-delà des {quality_bulk.MOST} premiers)."
        )
    return told


def _gaps(concerned: Sequence[Case]) -> Iterator[str]:
    """`1 200 tests`, `300 doses`: what is not counted alike is not added up."""
    for family, unit in UNITS.items():
        gaps = [case.finding.gap for case in concerned if case.product.family == family]
        if gaps:
            yield french.plural(sum(gaps), *unit)
