"""What the analyst asks for on the quality page is done here: one act, one write, one sentence back."""

from collections.abc import Sequence

import streamlit as st

from dp_ruptures import access, clock, french, mail, quality, quality_bulk, quality_letters, record
from dp_ruptures import quality_view as view
from dp_ruptures.errors import Refused
from dp_ruptures.quality import REOPENED, Case, Figure, Judgement
from dp_ruptures.quality_decisions import VERDICTS
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import Week
from dp_ruptures.sessions import Person
from dp_ruptures.store import Row, Store

_NOTED, _SAID, _LAST = "quality.noted", "quality.said", "quality.last"
_NOT_BACK = "Rien à lever : l'officine a envoyé une autre déclaration entre-temps."
_BACK = "Décision levée : le chiffre est revenu dans la file."


def note_look(person: Person, week: Week) -> None:
    """One line of the access register per week looked at: a page is drawn again at every click."""
    if st.session_state.get(_NOTED) != week:
        access.note_access(person, f"chiffres surprenants, {week.iso}", "file de qualité")
        st.session_state[_NOTED] = week


def said(store: Store, person: Person, *, keys: bool) -> None:
    """What the run before has done, and one key to undo it."""
    sentence, last = st.session_state.get(_SAID), st.session_state.get(_LAST)
    if not sentence:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(sentence)
        if last and st.button("Annuler", shortcut="Z" if keys else None, key=_undo_key(last)):
            _undo(store, person, last)


def decide_together(store: Store, person: Person, cases: Sequence[Case], judgement: Judgement) -> None:
    """Decide about all these cases, then draw the page again."""
    asked = [(case.figure, judgement) for case in cases]
    with st.spinner(f"{french.plural(len(asked), 'décision')} à écrire…"):
        left = set(quality_bulk.decide(store, asked, now=clock.now(), actor=person.name))
    decided = [{**vars(figure), "cause": judgement.cause} for figure, _ in asked if figure not in left]
    _finish(_told(len(decided), len(left), judgement.verdict), decided)


def perform(store: Store, person: Person, act: str, case: Case, words: str) -> None:
    """Do what was asked about one case, then draw the page again; a refusal is said and the page goes on."""
    try:
        _do(store, person, act, case, words)
    except Refused as refusal:
        st.error(str(refusal))


def take_back(store: Store, person: Person, decision: Row) -> None:
    """Lift one decision of the table, likewise."""
    figure = Figure(decision["declaration_id"], decision["cip13"])
    try:
        _reopen(store, person, figure, decision["cause"])
    except Refused as refusal:
        st.error(str(refusal))


def _do(store: Store, person: Person, act: str, case: Case, words: str) -> None:
    if act == view.RECORD:
        record.open(case.finess)
    elif act == view.SKIP:
        view.skip(case.figure)
        st.rerun()
    elif act == view.WRITE:
        quality_letters.write(store, mail.outbox(), case.figure, now=clock.now(), actor=person.name)
        _finish(f"Courriel envoyé à {plain(case.pharmacy)}.")
    else:
        cause = case.finding.code
        judgement = Judgement(act, cause, words)
        quality.decide(store, case.figure, judgement, now=clock.now(), actor=person.name)
        _finish(f"{plain(case.pharmacy)} : chiffre {VERDICTS[act]}.", [{**vars(case.figure), "cause": cause}])


def _reopen(store: Store, person: Person, figure: Figure, cause: str) -> None:
    quality.decide(store, figure, Judgement(REOPENED, cause), now=clock.now(), actor=person.name)
    _finish(_BACK)


def _undo(store: Store, person: Person, decisions: Sequence[Row]) -> None:
    asked = [
        (Figure(row["declaration_id"], row["cip13"]), Judgement(REOPENED, row["cause"])) for row in decisions
    ]
    left = quality_bulk.decide(store, asked, now=clock.now(), actor=person.name)
    if len(left) == len(asked):
        _finish(_NOT_BACK)
    lifted = len(asked) - len(left)
    _finish(_BACK if lifted == 1 else f"{lifted} décisions levées : les chiffres sont revenus dans la file.")


def _undo_key(decisions: Sequence[Row]) -> str:
    return "undo-" + "-".join(f"{row['declaration_id']}.{row['cip13']}" for row in decisions[:2])


def _told(decided: int, left: int, verdict: str) -> str:
    told = french.plural(decided, "chiffre")
    several = "s" if decided > 1 else ""
    done = VERDICTS[verdict].replace("gardé", f"gardé{several}").replace("écarté", f"écarté{several}")
    apart = "autre, corrigé entre-temps, laissé tel quel", "autres, corrigés entre-temps, laissés tels quels"
    aside = f" {french.plural(left, *apart)}." if left else ""
    return f"{told} {done}.{aside}"


def _finish(sentence: str, last: Sequence[Row] = ()) -> None:
    st.session_state[_SAID], st.session_state[_LAST] = sentence, last
    st.rerun()
