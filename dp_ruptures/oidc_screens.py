"""What a person sees of the second door: two buttons, the choice of a pharmacy, or why not."""

import streamlit as st

from dp_ruptures import clock, oidc, oidc_entry, sessions, settings, store, visit
from dp_ruptures.errors import Refused
from dp_ruptures.oidc import LABELS, Visitor
from dp_ruptures.oidc_entry import Pharmacy
from dp_ruptures.rules.claims import Professional
from dp_ruptures.support import SUPPORT

# The words that dp_ruptures.web.second_door puts in the address when the provider sent nobody.
FAILURES = {
    "indisponible": oidc.UNREACHABLE,
    "echec": "L'identification n'a pas abouti ou a expiré. Recommencez.",
}
NOT_PHARMACIST = (
    "Pro Santé Connect ne vous connaît pas comme pharmacien. Ce portail est réservé aux officines. "
    "Si c'est une erreur, faites corriger votre inscription à l'Ordre."
)
NO_PHARMACY = (
    "Pro Santé Connect n'indique pour vous aucune officine que le portail connaît. "
    "Votre demande de rattachement est enregistrée : un administrateur y répondra ; "
    "revenez ensuite par Pro Santé Connect."
)
NO_ACCOUNT = (
    "Aucun compte du portail ne correspond à votre compte de l'Ordre. "
    "Votre demande est enregistrée : un administrateur y répondra."
)


def buttons() -> None:
    """The providers of the environment, under the password form; nothing when there are none."""
    providers = settings.load().oidc
    if not providers:
        return
    st.caption("Ou entrez avec :")
    for column, provider in zip(st.columns(len(providers)), providers, strict=True):
        if column.button(LABELS[provider.name], width="stretch"):
            st.login(provider.name)


def receive() -> bool:
    """Show what comes of somebody back from a provider, or why nobody came; False when there is nobody."""
    failure = FAILURES.get(st.query_params.get("identification", ""))
    if failure:
        st.error(failure)
        del st.query_params["identification"]
    try:
        visitor = oidc.arrived(settings.load())
        if visitor is None:
            return False
        _welcome(visitor)
    except Refused as refusal:
        st.error(str(refusal))
        _way_out()
    return True


def _welcome(visitor: Visitor) -> None:
    if isinstance(visitor.who, Professional):
        _welcome_professional(visitor, visitor.who)
        return
    account = oidc_entry.ordre_account(store.current(), visitor, visitor.who, clock.now())
    if account is None:
        _ask(visitor, NO_ACCOUNT)
        return
    _claim(visitor)
    _open(account)


def _welcome_professional(visitor: Visitor, professional: Professional) -> None:
    if not professional.pharmacist:
        raise Refused(NOT_PHARMACIST)
    pharmacies = oidc_entry.pharmacies_of(store.current(), visitor, professional.finess, clock.now())
    if not pharmacies:
        _ask(visitor, NO_PHARMACY)
        return
    chosen = pharmacies[0] if len(pharmacies) == 1 else _choose(professional, pharmacies)
    if chosen is not None:
        _claim(visitor)
        _open(oidc_entry.pharmacy_account(store.current(), visitor, chosen, clock.now()))


def _choose(professional: Professional, pharmacies: list[Pharmacy]) -> Pharmacy | None:
    """The pharmacy picked among the visitor's, None until they have."""
    with st.form("pharmacy", enter_to_submit=False):
        # Words from outside: never read as Markdown.
        st.text(f"Bonjour {professional.name}. Vous exercez dans plusieurs officines.")
        chosen = st.radio("Pour quelle officine déclarez-vous ?", pharmacies, format_func=_named, index=None)
        sent = st.form_submit_button("Entrer", type="primary", width="stretch")
    if sent and chosen is None:
        st.error("Choisissez une officine.")
    _way_out()
    return chosen if sent else None


def _named(pharmacy: Pharmacy) -> str:
    return f"{pharmacy['name']}, {pharmacy['city']} ({pharmacy['finess']})"


def _claim(visitor: Visitor) -> None:
    # A double click is two runs of this session: the second must not be refused for the first.
    if st.session_state.get("oidc_claimed") != visitor.arrival:
        oidc_entry.claim(store.current(), visitor, clock.now())
        st.session_state["oidc_claimed"] = visitor.arrival


def _open(account: str) -> None:
    """The session that a password would have opened, with its own life, traces and end."""
    ticket = sessions.issue_ticket(store.current(), account, clock.now(), visit.of_run())
    st.html(
        f'<script src="/assets/session.js" data-act="open" data-ticket="{ticket}"></script>',
        unsafe_allow_javascript=True,
    )
    st.success("Connexion réussie, ouverture du portail…")


def _ask(visitor: Visitor, sentence: str) -> None:
    oidc_entry.ask_for_link(store.current(), visitor, clock.now())
    st.info(sentence)
    _way_out()


def _way_out() -> None:
    if st.button("Revenir à la connexion", width="stretch"):
        # Streamlit forgets its cookie, and the provider the person where it knows how to.
        st.logout()
    st.write(SUPPORT)
