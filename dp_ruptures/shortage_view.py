"""A pharmacy's shortages on screen: what to confirm first, what is open, what became of one."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

import streamlit as st

from dp_ruptures import french, shortage_form
from dp_ruptures.rules import shortage as rule
from dp_ruptures.rules.declaration import Line
from dp_ruptures.rules.shortage import Act
from dp_ruptures.rules.shortage_entry import LONGEST_TEXT
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.shortage_acts import Asked
from dp_ruptures.shortage_form import unit_of
from dp_ruptures.shortage_products import Notice
from dp_ruptures.shortages import Event, Shortage

PAGE = "../pages/shortages.py"
# The address's parameter that opens one shortage, as a reminder's link does.
OPENED = "rupture"
_CHOSEN = "shortage-chosen"
_STATES = {
    rule.OPEN: "en rupture",
    rule.ANSWERED: "en rupture, réponse reçue",
    rule.CLOSED: "livré : terminée",
    rule.WITHDRAWN: "retirée",
}
_KINDS = {
    rule.DECLARED: "déclarée",
    rule.UPDATED: "corrigée",
    rule.CONFIRMED: "confirmée",
    rule.ANSWERED: "réponse notée",
    rule.CLOSED: "livrée",
    rule.WITHDRAWN: "retirée : déclarée par erreur",
}


def offer(lines: Iterable[Line], open_cip13s: Collection[str], names: Mapping[str, str]) -> None:
    """For the products declared at 0 whose shortage is not: one button each to its declaration, code filled.

    `names`: what each product is called. Draws nothing when there is none.
    """
    zeros = rule.zeros(lines)
    left = rule.not_yet_declared(zeros, open_cip13s)
    if not left:
        if zeros:
            st.caption("Produits à zéro : leur rupture est déjà déclarée (« Ruptures d'approvisionnement »).")
        return
    counted = french.plural(len(left), "produit")
    st.write(f"{counted} à zéro. Introuvable depuis 72 heures chez deux distributeurs ? Déclarez la rupture.")
    with st.container(horizontal=True):
        for cip13 in left:
            if st.button(plain(names.get(cip13, cip13)), key=f"offer-{cip13}"):
                st.switch_page(PAGE, query_params={shortage_form.SEARCH: cip13})


def ask_to_confirm(due: list[Shortage], now: datetime) -> Asked | None:
    """« Toujours en rupture ? », one line for each shortage of which nothing was said for a week."""
    asked = None
    if not due:
        return asked
    st.subheader("Toujours en rupture ?", anchor=False)
    for shortage in due:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(
                f"**{plain(shortage.product_name)}**, dernière nouvelle "
                f"{french.remaining(shortage.last_word_at - now)}",
                width=380,
            )
            if st.button("Oui, toujours", key=f"still-{shortage.shortage_id}"):
                asked = Asked(shortage, rule.CONFIRMED)
            if st.button("Non, livré", key=f"back-{shortage.shortage_id}"):
                # The day of the delivery is asked below, in its details.
                st.session_state[_CHOSEN] = shortage.shortage_id
    return asked


def list_open(lasting: list[Shortage], notices: Mapping[str, list[Notice]]) -> None:
    """The shortages that last, with ANSM's word on each."""
    st.table(
        [
            {
                "Produit": plain(shortage.product_name),
                "Déclarée le": french.day(shortage.opened_at),
                "Manque": missing(shortage.act, shortage.family),
                "État": _STATES[shortage.act.state],
                "Dernière nouvelle": french.day(shortage.last_word_at),
                "Obligatoire": "oui" if shortage.mitm else "non",
                "ANSM": ", ".join(
                    shortage_form.STATUS[notice.status_code] for notice in notices.get(shortage.cip13, [])
                )
                or "—",
            }
            for shortage in lasting
        ],
        hide_index=True,
        alt="Ruptures ouvertes de l'officine, la plus récente d'abord",
    )


def choose(known: list[Shortage]) -> Shortage | None:
    """The shortage to look at; an address that names another's opens the latest of one's own."""
    by_id = {shortage.shortage_id: shortage for shortage in known}
    linked = st.query_params.get(OPENED)
    if _CHOSEN not in st.session_state and linked in by_id:
        st.session_state[_CHOSEN] = linked
    chosen = st.selectbox(
        "Rupture à suivre ou à relire",
        list(by_id),
        format_func=lambda key: _named(by_id[key]),
        key=_CHOSEN,
        width=640,
    )
    return by_id.get(chosen or "")


def follow(shortage: Shortage) -> Asked | None:
    """What can be done with a shortage that lasts: delivered, answered, still out, declared by mistake."""
    asked = None
    key = f"{shortage.shortage_id}-{shortage.step}"
    delivered, answered = st.columns(2)
    with delivered.form(f"delivered-{key}", enter_to_submit=False):
        day = st.text_input("Livré le (JJ/MM/AAAA)", max_chars=20, autocomplete="off", key=f"day-{key}")
        if st.form_submit_button("Livré : terminer", key=f"close-{key}"):
            asked = Asked(shortage, rule.CLOSED, day or "")
    with answered.form(f"answered-{key}", enter_to_submit=False):
        words = st.text_input(
            "Réponse du distributeur ou du laboratoire",
            value=shortage.act.answer, max_chars=LONGEST_TEXT, autocomplete="off", key=f"words-{key}",
        )  # fmt: skip
        expected = st.text_input(
            "Livraison annoncée le (JJ/MM/AAAA, si elle l'est)",
            max_chars=20, autocomplete="off", key=f"expected-{key}",
        )  # fmt: skip
        if st.form_submit_button("Noter la réponse", key=f"answer-{key}"):
            asked = Asked(shortage, rule.ANSWERED, expected or "", words or "")
    with st.container(horizontal=True):
        if st.button("Toujours en rupture", key=f"confirm-{key}"):
            asked = Asked(shortage, rule.CONFIRMED)
        if st.button("Corriger la déclaration", key=f"correct-{key}"):
            shortage_form.look_for(shortage.cip13)
            st.rerun()
        if st.button("Déclarée par erreur : retirer", key=f"withdraw-{key}"):
            asked = Asked(shortage, rule.WITHDRAWN)
    return asked


def history(shortage: Shortage, events: list[Event]) -> None:
    """Every act of one shortage, the latest first, and when all of it is erased."""
    st.table(
        [
            {
                "Quand": french.instant(event.happened_at),
                "Acte": _KINDS[event.act.kind],
                "Dernière livraison": _day(event.act),
                "Distributeurs": "deux ou plus" if event.act.facts.distributors > 1 else "un seul",
                "Demandé le": french.instant(event.act.facts.asked_at),
                "Manque": missing(event.act, shortage.family),
                "Précisions": plain(_details(event.act)) or "—",
                "Par": plain(event.author),
            }
            for event in events
        ],
        hide_index=True,
        alt="Histoire de la rupture, l'acte le plus récent d'abord",
    )
    erased = french.day(rule.erased_on(shortage.last_word_at))
    st.caption(f"Sans autre nouvelle, effacée le {erased}. L'Ordre voit vos ruptures ; le ministère, jamais.")


def receipt(shortage: Shortage) -> None:
    """What the store holds after an act, said once."""
    st.success(
        f"{plain(shortage.product_name)} : {_KINDS[shortage.act.kind]}, "
        f"le {french.instant(shortage.last_word_at)}. État : {_STATES[shortage.act.state]}.",
        icon=":material/check_circle:",
    )


def missing(act: Act, family: str | None) -> str:
    """`12 doses`."""
    count = act.facts.missing
    return f"{french.number(count)}{french.NO_BREAK}{unit_of(family, count)}"


def _named(shortage: Shortage) -> str:
    opened = french.day(shortage.opened_at)
    return f"{plain(shortage.product_name)} · {_STATES[shortage.act.state]} · déclarée le {opened}"


def _day(act: Act) -> str:
    return french.day(act.facts.last_supply) if act.facts.last_supply else "jamais"


def _details(act: Act) -> str:
    parts = [
        f"motif : {act.facts.reason}" if act.facts.reason else "",
        f"réponse : {act.answer}" if act.answer else "",
        f"annoncé pour le {french.day(act.expected_on)}" if act.expected_on else "",
        f"livré le {french.day(act.redelivered_on)}" if act.redelivered_on else "",
    ]
    return " ; ".join(part for part in parts if part)
