"""A pharmacy's shortages on screen: what to confirm first, what is open, what became of one."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import streamlit as st

from dp_ruptures import french, shortage_form, shortages
from dp_ruptures import shortage_words as words
from dp_ruptures.campaign import Campaign
from dp_ruptures.rules import shortage as rule
from dp_ruptures.rules.day import write_day
from dp_ruptures.rules.declaration import Line
from dp_ruptures.rules.shortage_entry import LONGEST_TEXT
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import PARIS
from dp_ruptures.shortage_acts import Asked
from dp_ruptures.shortage_products import Notice
from dp_ruptures.shortages import Event, Shortage
from dp_ruptures.store import Store

PAGE = "../pages/shortages.py"
# The address's parameter that opens one shortage, as a reminder's link does.
OPENED = "rupture"
MOST_ASKED = 10
_CHOSEN = "shortage-chosen"


def offer(store: Store, finess: str, lines: Iterable[Line], campaign: Campaign) -> None:
    """One button for each product at 0 whose shortage is not declared, or in stock while it lasts.

    Draws nothing when no line is either.
    """
    lines = list(lines)
    lasting = shortages.lasting(store, finess)
    names = {product.cip13: plain(product.name) for product in campaign.products}
    if zeros := rule.zeros(lines):
        _offer_declaration(rule.not_yet_declared(zeros, {one.cip13 for one in lasting}), names)
    counted = rule.in_stock(lines)
    for shortage in (one for one in lasting if one.cip13 in counted):
        name = names.get(shortage.cip13, plain(words.short(shortage.product_name)))
        if st.button(f"{name} est revenu ? Clore la rupture", key=f"close-{shortage.cip13}"):
            st.switch_page(PAGE, query_params={OPENED: shortage.shortage_id})


def _offer_declaration(left: list[str], names: Mapping[str, str]) -> None:
    """To the declaration of each, its code filled in."""
    if not left:
        st.caption("Produits à zéro : leur rupture est déjà déclarée (« Ruptures d'approvisionnement »).")
        return
    counted = french.plural(len(left), "produit")
    st.write(
        f"{counted} à zéro. Introuvable depuis 72 heures chez deux distributeurs ? Déclarez la rupture :"
    )
    with st.container(horizontal=True):
        for cip13 in left:
            if st.button(names.get(cip13, cip13), key=f"offer-{cip13}"):
                st.switch_page(PAGE, query_params={shortage_form.SEARCH: cip13})


def ask_to_confirm(due: list[Shortage], now: datetime) -> Asked | None:
    """« Toujours en rupture ? », one line for each shortage of which nothing was said for a week."""
    asked = None
    if due:
        st.subheader("Toujours en rupture ?", anchor=False)
    for shortage in due[:MOST_ASKED]:
        key = shortage.shortage_id
        with st.container(horizontal=True, vertical_alignment="bottom", border=True):
            since = french.remaining(shortage.last_word_at - now)
            st.markdown(
                f"**{plain(words.short(shortage.product_name))}**, dernière nouvelle {since}", width=380
            )
            if st.button("Oui, toujours", key=f"still-{key}"):
                asked = Asked(shortage, rule.CONFIRMED)
            day = _delivered_on(f"back-day-{key}", now)
            if st.button("Livré", key=f"back-{key}"):
                asked = Asked(shortage, rule.CLOSED, day)
    if len(due) > MOST_ASKED:
        st.caption(f"Et {french.plural(len(due) - MOST_ASKED, 'autre')}, ensuite.")
    return asked


def list_open(lasting: list[Shortage], notices: Mapping[str, list[Notice]]) -> None:
    """The shortages that last, with ANSM's word on each."""
    st.table(
        [
            {
                "Produit": plain(words.short(shortage.product_name)),
                "Déclarée le": french.day(shortage.opened_at),
                "Manque": words.missing(shortage.act, shortage.family),
                "État": words.STATES[shortage.act.state],
                "Dernière nouvelle": french.day(shortage.last_word_at),
                "Obligatoire": "oui" if shortage.mitm else "non",
                "ANSM": ", ".join(
                    words.STATUS[notice.status_code] for notice in notices.get(shortage.cip13, [])
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
        format_func=lambda key: words.named(by_id[key]),
        key=_CHOSEN,
        placeholder="Choisir une rupture",
        width=640,
    )
    return by_id.get(chosen or "")


def follow(shortage: Shortage, now: datetime) -> Asked | None:
    """What can be done with a shortage that lasts: delivered, answered, still out, declared by mistake."""
    asked = None
    key = f"{shortage.shortage_id}-{shortage.step}"
    delivered, answered = st.columns(2)
    with delivered.form(f"delivered-{key}", enter_to_submit=False):
        day = _delivered_on(f"day-{key}", now)
        if st.form_submit_button("Livré : terminer", key=f"close-{key}"):
            asked = Asked(shortage, rule.CLOSED, day)
    with answered.form(f"answered-{key}", enter_to_submit=False):
        answer = st.text_input(
            "Réponse du distributeur ou du laboratoire",
            value=shortage.act.answer, max_chars=LONGEST_TEXT, autocomplete="off", key=f"words-{key}",
        )  # fmt: skip
        expected = st.text_input(
            "Livraison annoncée le (JJ/MM/AAAA, si elle l'est)",
            max_chars=20, autocomplete="off", key=f"expected-{key}",
        )  # fmt: skip
        if st.form_submit_button("Noter la réponse", key=f"answer-{key}"):
            asked = Asked(shortage, rule.ANSWERED, expected or "", answer or "")
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
                "Acte": words.KINDS[event.act.kind],
                "Dernière livraison": words.last_supply(event.act),
                "Distributeurs": "deux ou plus" if event.act.facts.distributors > 1 else "un seul",
                "Demandé le": french.instant(event.act.facts.asked_at),
                "Manque": words.missing(event.act, shortage.family),
                "Précisions": plain(words.details(event.act)) or "—",
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
    """What the store holds after an act, said once, and its history below."""
    st.session_state[_CHOSEN] = shortage.shortage_id
    st.success(
        f"{plain(words.short(shortage.product_name))} : {words.KINDS[shortage.act.kind]}, "
        f"le {french.instant(shortage.last_word_at)}. État : {words.STATES[shortage.act.state]}.",
        icon=":material/check_circle:",
    )


def _delivered_on(key: str, now: datetime) -> str:
    today = now.astimezone(PARIS).date()
    label = "Livré le (JJ/MM/AAAA)"
    return st.text_input(label, write_day(today), key=key, max_chars=20, autocomplete="off", width=190) or ""
