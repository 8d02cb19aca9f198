"""What the quality page draws: one figure at a time with all it takes to judge it, then the rest."""

import math
from collections.abc import Collection, Mapping, Sequence

import streamlit as st

from dp_ruptures import choices, french, supply, telephones
from dp_ruptures.campaign import UNITS
from dp_ruptures.quality import CAUSES, EXCLUDED, KEPT, LONGEST_WORDS, Case, Figure
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.supply import WEEKS
from dp_ruptures.rules.warning import Move
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store

WRITE, SKIP, RECORD = "write", "skip", "record"
EVERY_CAUSE = "tous les motifs"
# One key per act. C and R are Streamlit's own.
_ACTS = {
    KEPT: ("Garder le chiffre", "G", "check"),
    EXCLUDED: ("Écarter des totaux", "E", "block"),
    WRITE: ("Écrire à l'officine", "M", "mail"),
    SKIP: ("Passer au suivant", "S", "skip_next"),
    RECORD: ("Ouvrir la fiche d'officine", "F", "storefront"),
}
_SKIPPED = "quality.skipped"


def choose_cause(counted: Collection[str]) -> str:
    """Which reason to look at, among the codes that some figure has: its code, or "" for all of them."""
    # Without their number: it would stand in the address, and the link would die with the next decision.
    return choices.choose("Motif", "motif", {"": EVERY_CAUSE} | {code: CAUSES[code] for code in counted})


def told(counted: Mapping[str, int]) -> str:
    """How many figures each reason has queued."""
    return " · ".join(f"{CAUSES[code]} : {french.number(count)}" for code, count in counted.items())


def keys_wanted() -> bool:
    """Whether one key acts: who dictates to the machine, or rests a hand on it, turns that off."""
    return st.toggle("Raccourcis clavier", value=True, key="quality.keys")


def next_of(cases: Sequence[Case]) -> Case | None:
    """The first case not put aside in this session; None when all of them were."""
    return next((case for case in cases if case.figure not in _skipped()), None)


def skip(figure: Figure) -> None:
    """Put a case aside until the page is opened anew."""
    _skipped().add(figure)


def take_back_skipped() -> None:
    """See again what was put aside."""
    _skipped().clear()


def case(shown: Case, history: Sequence[Row], week: Week) -> None:
    """One figure: whose it is, why it surprises, what came before, what is already known of it."""
    unit = UNITS[shown.product.family]
    st.subheader(plain(shown.pharmacy), anchor=False)
    # Not a caption: a link in its grey is too faint to be read.
    st.markdown(f"{plain(shown.city)} ({shown.department_code}) · FINESS {shown.finess}{_call(shown)}")
    st.markdown(
        f"**{plain(shown.product.name)}** · {french.plural(shown.units, *unit)} en {week.label}  \n"
        f"{CAUSES[shown.finding.code].capitalize()} : {plain(french.kept_together(shown.finding.sentence))}"
    )
    for line in _known_of(shown):
        st.markdown(line)
    st.table(_weeks(shown, history, week), hide_index=True, border="horizontal",
             alt=f"Déclarations de cette officine pour {plain(shown.product.name)}")  # fmt: skip
    st.caption(
        f"{_peers(shown.peers)} Écart possible sur les totaux : {french.plural(shown.finding.gap, *unit)}."
    )


def acts(shown: Case, *, keys: bool) -> tuple[str | None, str]:
    """The act just asked for, if any, and the words typed beside it."""
    name = f"{shown.figure.declaration_id}-{shown.figure.cip13}"
    words = st.text_input(
        "Précision (facultative, gardée au registre des actes)",
        max_chars=LONGEST_WORDS, autocomplete="off", key=f"words-{name}",
    )  # fmt: skip
    asked = None
    for act, (label, key, icon) in _ACTS.items():
        # Named after the figure: a second press of a key held down must not judge the next one.
        if st.button(
            label, key=f"{act}-{name}", shortcut=key if keys else None, icon=f":material/{icon}:",
            type="primary" if act == KEPT else "secondary", width="stretch",
            disabled=act == WRITE and not _can_write(shown),
        ):  # fmt: skip
            asked = act
    if not shown.has_email:
        st.caption(f"Aucune adresse de courriel n'est connue pour cette officine{_instead(shown)}.")
    return asked, words or ""


def weeks_of(store: Store, shown: Case, week: Week) -> list[Row]:
    """What the pharmacy declared of the product in the last weeks, `week` included."""
    return [row for row in supply.counts(store, shown.finess, week) if row["cip13"] == shown.figure.cip13]


def _instead(shown: Case) -> str:
    return " : appelez-la" if shown.telephone else ", ni numéro de téléphone"


def _call(shown: Case) -> str:
    return f" · Téléphone {telephones.linked(shown.telephone)}" if shown.telephone else ""


def _skipped() -> set[Figure]:
    skipped: set[Figure] = st.session_state.setdefault(_SKIPPED, set())
    return skipped


def _can_write(shown: Case) -> bool:
    return shown.has_email and shown.written_at is None


def _known_of(shown: Case) -> list[str]:
    lines = {True: ":material/verified: **Confirmé par l'officine** : « c'est exact ».",
             False: ":material/help: La question a été posée à l'officine, qui n'a pas répondu."}  # fmt: skip
    told = [lines[shown.confirmed]] if shown.confirmed is not None else []
    if shown.written_at is not None:
        told.append(f":material/mail: Courriel envoyé le {french.instant(shown.written_at)}.")
    return told


def _peers(peers: Move | None) -> str:
    if peers is None:
        return "Trop peu d'officines ont compté ce produit deux semaines de suite pour comparer."
    share = math.exp(peers.median) - 1
    sign = "+" if share > 0 else ""
    return f"Les autres officines, d'une semaine à l'autre : {sign}{french.percent(share)} (médiane)."


def _weeks(shown: Case, history: Sequence[Row], week: Week) -> list[dict[str, str]]:
    units = {row["week"]: row["units"] for row in history if row["units"] is not None}
    told = [week.shift(-back) for back in range(WEEKS + 1)]
    return [
        {"Semaine": at.label, "Déclaré": french.number(units[at]) if at in units else "non déclaré"}
        for at in told
        if at >= min(units, default=week)
    ]
