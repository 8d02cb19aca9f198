"""The sections of « Mon compte »: who I am, my password, my sessions, my software's tokens."""

import streamlit as st

from dp_ruptures import (
    access,
    accounts,
    clock,
    french,
    password_fields,
    sessions,
    store,
    telephones,
    tokens,
)
from dp_ruptures.errors import Refused
from dp_ruptures.rules.address import in_words
from dp_ruptures.rules.roles import ROLE_NAMES
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.sessions import LiveSession, Person
from dp_ruptures.store import Row

_SAID = "account-said"
_ROUND = "account-round"


def said() -> None:
    """What the run before has just done, once."""
    if sentence := st.session_state.pop(_SAID, None):
        st.success(sentence)


def who(person: Person) -> None:
    """The account as the portal knows it."""
    account = accounts.find(store.current(), person.name)
    lines = {
        "Identifiant": person.name,
        "Nom": None if _is_login(person) else person.display_name,
        "Rôle": ROLE_NAMES[person.role],
        "Numéro FINESS": person.finess,
        "Courriel": account.email if account else None,
    }
    shown = {name: plain(text) for name, text in lines.items() if text}
    if person.finess:
        shown["Téléphone de l'officine"] = _telephone(person.finess)
    st.table(
        [{"": name, " ": text} for name, text in shown.items()],
        hide_index=True,
        hide_header=True,
        alt="Votre compte",
    )
    if person.finess:
        st.caption(
            "L'Ordre appelle à ce numéro. Il vient, comme le nom et l'adresse, du répertoire FINESS : "
            "faites-les corriger par votre agence régionale de santé (ARS), le portail suivra au prochain "
            "extrait."
        )


def _is_login(person: Person) -> bool:
    """Whether the account was given no name but its login, which the line above says."""
    return person.display_name.lower() == person.name


def _telephone(finess: str) -> str:
    rows = store.current().query("own_pharmacy", finess=finess)
    number = rows[0]["telephone"] if rows else None
    return telephones.linked(number) if number else "inconnu"


def password(person: Person) -> None:
    """Change one's password: the present one is asked, the other sessions end."""
    st.subheader("Mot de passe")
    account = accounts.find(store.current(), person.name)
    if account is not None and not account.has_password:
        st.write("Vous entrez par Pro Santé Connect : ce compte n'a pas de mot de passe.")
        return
    # A new key after each change, so that the fields come back empty.
    key = f"own-{st.session_state.setdefault(_ROUND, 0)}"
    present = st.text_input(
        "Mot de passe actuel", type="password", autocomplete="current-password", key=f"{key}-present"
    )
    new = password_fields.ask((person.name, person.finess or ""), key, "Changer le mot de passe")
    if new is None:
        return
    try:
        if not access.confirms(person, present or ""):
            raise Refused("Le mot de passe actuel n'est pas le bon. Rien n'est changé.")
        accounts.change_password(
            store.current(), person.name, new, kept_token=access.session_token(), now=clock.now()
        )
    except Refused as refusal:
        st.error(str(refusal))
        return
    st.session_state[_ROUND] += 1
    _say("Mot de passe changé. Vos autres sessions sont fermées.")


def open_sessions(person: Person) -> None:
    """Where the account is open, and the way to close each."""
    st.subheader("Sessions ouvertes")
    here = access.session_token()
    live = sessions.live(store.current(), person.name, clock.now(), here)
    for session in live:
        if _row(_where(session), None if session.is_current else f"Fermer###{session.session_id}"):
            sessions.end_one(store.current(), person.name, session.session_id, clock.now())
            _say("Session fermée.")
    if len(live) > 1 and st.button("Fermer toutes les autres"):
        sessions.end_all(store.current(), person.name, clock.now(), except_token=here)
        _say("Vos autres sessions sont fermées.")


def api_tokens(person: Person) -> None:
    """The tokens of the pharmacy's software, or of the account's: made, shown once, revoked."""
    finess = person.finess if person.role == "pharmacist" else None
    st.subheader("Jetons du logiciel de l'officine" if finess else "Jetons de lecture des publications")
    st.caption(
        (
            "Un jeton laisse votre logiciel déclarer à votre place"
            if finess
            else "Un jeton laisse un programme télécharger les publications à votre place"
        )
        + " par l'API. Il ne se montre qu'une fois ; révoquez-le s'il se perd ou si vous changez de logiciel."
    )
    with st.form("token", clear_on_submit=True, enter_to_submit=True):
        label = st.text_input(
            "Nom du logiciel",
            max_chars=tokens.LONGEST_LABEL,
            placeholder=f"par exemple, {'le poste du comptoir' if finess else 'un tableau de bord'}",
        )
        sent = st.form_submit_button("Créer un jeton")
    if sent:
        _create(person, finess, label or "")
    own = {"finess": finess, "account_name": person.name}
    for token in tokens.live(store.current(), **own):
        if _row(_token(token), f"Révoquer###{token['token_id']}"):
            tokens.revoke(
                store.current(), token_id=token["token_id"], **own, now=clock.now(), actor=person.name
            )
            _say(f"Jeton « {token['label']} » révoqué.")


def _create(person: Person, finess: str | None, label: str) -> None:
    base, now, name = store.current(), clock.now(), person.name
    try:
        if finess:
            token = tokens.create(base, finess, label, account_name=name, now=now, actor=name)
        else:
            token = tokens.create_for_account(base, name, label, now=now, actor=name)
    except Refused as refusal:
        st.error(str(refusal))
        return
    st.warning("Copiez ce jeton maintenant : il ne sera plus jamais affiché.")
    st.code(token, language=None, wrap_lines=True)


def _row(text: str, button: str | None) -> bool:
    """One line and its button, `label###key`; whether it was pressed."""
    line = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    line.markdown(text, width="content")
    if button is None:
        return False
    label, key = button.split("###")
    return line.button(label, key=f"row-{key}")


def _where(session: LiveSession) -> str:
    here = " · **cette session**" if session.is_current else ""
    return (
        f"{session.device}, {in_words(session.network)}{here}  \n"
        f":gray[ouverte le {french.instant(session.created_at)}, "
        f"vue le {french.instant(session.last_seen_at)}]"
    )


def _token(token: Row) -> str:
    last = token["last_used_at"]
    use = f"utilisé le {french.instant(last)}" if last else "jamais utilisé"
    return f"{_plain(token['label'])}  \n:gray[créé le {french.instant(token['created_at'])}, {use}]"


def _plain(text: str) -> str:
    """A text somebody typed, without what Markdown would read in it."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!:|<>~$" else c for c in text)


def _say(sentence: str) -> None:
    st.session_state[_SAID] = sentence
    st.rerun()
