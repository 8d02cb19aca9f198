"""The screens of one-time links, open before login: ask for one, and choose a password with it."""

import streamlit as st

from dp_ruptures import access, clock, forgotten, links, password_fields, settings, store, visit
from dp_ruptures.errors import Refused
from dp_ruptures.links import Link
from dp_ruptures.support import PHONE, SUPPORT

QUESTION = "Première connexion ou mot de passe oublié ?"
ASK_ADDRESS = "mot-de-passe-oublie"
# Said whatever was typed: it must not tell which accounts exist.
ANSWER = (
    "Si cet identifiant existe, un courriel part vers l'adresse que nous connaissons, "
    "avec un lien à usage unique. "
    f"Rien au bout de dix minutes ? Regardez les indésirables, puis appelez le {PHONE}."
)
FOREIGN = (
    "Ce lien a été envoyé pour un autre compte que celui qui est ouvert ici. "
    "Déconnectez-vous, puis rouvrez le lien."
)
_DONE = "link-done"


def pages() -> list[st.Page]:
    """Both screens, outside the menu."""
    return [
        st.Page(ask, title="Première connexion", url_path=ASK_ADDRESS, visibility="hidden"),
        st.Page(open_link, title="Choisir un mot de passe", url_path=links.ADDRESS, visibility="hidden"),
    ]


def door() -> None:
    """The way from the login to `ask`."""
    st.page_link(pages()[0], label=f":blue[{QUESTION}]", icon=":material/key:")


def ask() -> None:
    """Take an identifier and answer always the same; the letter leaves behind the scenes."""
    with _middle():
        st.title("Première connexion ou mot de passe oublié")
        if settings.load().smtp_url is None:
            st.warning(f"Ce portail n'envoie pas de courriel. Demandez un mot de passe au {PHONE}.")
            _way_back()
            return
        st.write(
            "Nous envoyons un lien à l'adresse du compte. "
            "Pour une officine, l'identifiant est son numéro FINESS."
        )
        with st.form("forgotten", enter_to_submit=True, border=False):
            name = st.text_input("Identifiant", autocomplete="username", max_chars=80)
            sent = st.form_submit_button("Recevoir un lien", type="primary")
        if sent and not name.strip():
            st.error("Saisissez votre identifiant.")
        elif sent:
            forgotten.ask(name, visit.of_run().address)
            st.success(ANSWER)
        _way_back()


def open_link() -> None:
    """Show whose link it is and set the password; a spent, expired or foreign one says what to do."""
    with _middle():
        st.title("Choisir un mot de passe")
        if done := st.session_state.get(_DONE):
            st.success(f"Mot de passe enregistré pour le compte « {done} ». Connectez-vous avec lui.")
            _way_back("Se connecter")
            return
        secret = st.query_params.get("cle", "")
        try:
            _choose(secret, _own(links.read(store.current(), secret, clock.now())))
        except Refused as refusal:
            st.error(str(refusal))
            door()
            _way_back()


def _choose(secret: str, link: Link) -> None:
    st.write(f"Compte **{link.account_name}**{_pharmacy(link)}")
    password = password_fields.ask(
        (link.account_name, link.finess or ""), "link", "Enregistrer le mot de passe"
    )
    st.markdown(f":small[{SUPPORT}]")
    if password:
        name = links.use(store.current(), secret, password, clock.now())
        # A second click of the same person then reads « enregistré », not « déjà servi ».
        st.session_state[_DONE] = name
        st.query_params.clear()
        st.rerun()


def _own(link: Link) -> Link:
    person = access.current_person()
    if person and person.name != link.account_name:
        raise Refused(FOREIGN)
    return link


def _pharmacy(link: Link) -> str:
    rows = store.current().query("pharmacy_by_finess", finess=link.finess) if link.finess else []
    return f" · {rows[0]['name']}, {rows[0]['city']}" if rows else ""


def _way_back(label: str = "Revenir à la connexion") -> None:
    # Any page of the same address names the same place: the default one.
    st.page_link(st.Page(door, title=label, default=True), label=f":blue[{label}]", icon=":material/login:")
    st.markdown(f":small[{SUPPORT}]")


def _middle() -> st.delta_generator.DeltaGenerator:
    _, middle, _ = st.columns([1, 2, 1])
    return middle
