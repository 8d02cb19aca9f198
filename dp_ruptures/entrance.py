"""The screens around the portal: login, logout, and the refusal of a page that is not yours."""

import streamlit as st

from dp_ruptures import access, link_screen, oidc_screens
from dp_ruptures.errors import Refused
from dp_ruptures.rules.roles import ROLE_NAMES
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.sessions import Person
from dp_ruptures.support import SUPPORT

# Same sentence for an unknown name and a wrong password: it must not say which accounts exist.
REFUSED = "Identifiant ou mot de passe incorrect. Vérifiez les majuscules, puis réessayez."

ENDED = "Votre session est terminée. Connectez-vous pour reprendre ; ce qui était enregistré est conservé."
EVERYWHERE = "Ferme aussi vos sessions ouvertes ailleurs."
# What session.js found when it asked for the cookie.
FAILED = {
    "expiree": "La connexion a pris trop de temps. Saisissez à nouveau votre mot de passe.",
    "cookies": "Votre navigateur refuse les cookies de ce site. Autorisez-les, puis reconnectez-vous.",
}


def login() -> None:
    """Ask for a name and a password; on success the browser gets its session and reloads."""
    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.title("DP-Ruptures")
        st.write("Déclaration des ruptures d'approvisionnement et des stocks des officines.")
        _say_why()
        if oidc_screens.receive():
            return
        with st.form("login", enter_to_submit=True):
            name = st.text_input("Identifiant", autocomplete="username", max_chars=80)
            password = st.text_input(
                "Mot de passe", type="password", autocomplete="current-password", max_chars=72
            )
            sent = st.form_submit_button("Se connecter", type="primary", width="stretch")
        st.html('<script src="/assets/entrance.js"></script>', unsafe_allow_javascript=True)
        if sent:
            _try(name, password)
        link_screen.door()
        oidc_screens.buttons()
        st.markdown(f":small[Chaque officine a reçu son identifiant par courriel. {SUPPORT}]")


def _say_why() -> None:
    """Why one is asked to log in again, when it is not the first time."""
    failed = FAILED.get(st.query_params.get("connexion", ""))
    if failed:
        st.warning(failed)
    elif access.session_ended():
        st.info(ENDED)


def _try(name: str, password: str) -> None:
    if not name.strip() or not password:
        st.error("Saisissez votre identifiant et votre mot de passe.")
        return
    try:
        ticket = access.log_in(name, password)
    except Refused as refusal:
        st.warning(str(refusal))
        return
    if ticket is None:
        st.error(REFUSED)
        return
    st.html(
        f'<script src="/assets/session.js" data-act="open" data-ticket="{ticket}"></script>',
        unsafe_allow_javascript=True,
    )
    st.success("Connexion réussie, ouverture du portail…")


def identity(person: Person) -> None:
    """Who is logged in, and the way out, under the menu."""
    with st.sidebar:
        st.caption(_known_as(person))
        if st.button("Se déconnecter", icon=":material/logout:", width="stretch", help=EVERYWHERE):
            st.html('<script src="/assets/session.js" data-act="end"></script>', unsafe_allow_javascript=True)
        # Not a caption: its link, at 60 % of its colour, would fall under the contrast of 4.5.
        st.markdown(f":small[{SUPPORT}]")


def _known_as(person: Person) -> str:
    """A pharmacy by its name; the others by their role, then their login, which is no name to capitalise."""
    if person.finess:
        return f"{plain(person.display_name)} · {ROLE_NAMES[person.role]}"
    return f"{ROLE_NAMES[person.role]} · compte {plain(person.name)}"


def refusal() -> None:
    """For an address that the person's role does not open."""
    st.title("Page réservée")
    st.error("Cette page n'est pas ouverte à votre compte.")
    st.write("Choisissez une page dans le menu. " + SUPPORT)
