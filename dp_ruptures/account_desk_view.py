"""What the page of accounts asks of the administrator: an act on one, an invitation, a new account."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from dp_ruptures import account_acts, account_desk, act_view, clock, store
from dp_ruptures.acts import Act
from dp_ruptures.errors import Refused
from dp_ruptures.rules.roles import ROLE_NAMES
from dp_ruptures.sessions import Person
from dp_ruptures.store import Store

_LOCK, _UNLOCK, _END, _ROLE, _LINK = (
    "Bloquer", "Débloquer", "Fermer ses sessions", "Changer de rôle", "Envoyer un lien de mot de passe",
)  # fmt: skip
_NAMES = {name: role for role, name in ROLE_NAMES.items()}


def acts_on(names: list[str], person: Person) -> None:
    """Choose an account and what to do to it; the page then shows what would change."""
    st.subheader("Agir sur un compte", anchor=False)
    places = st.columns(2)
    # Of several none is chosen beforehand: an act must not fall on whoever stands first.
    name = places[0].selectbox(
        "Compte", names, index=0 if len(names) == 1 else None, placeholder="Choisir un compte",
        key="act-account",
    )  # fmt: skip
    kind = places[1].selectbox("Acte", [_LOCK, _UNLOCK, _END, _ROLE, _LINK], key="act-kind")
    role, finess = "", ""
    if kind == _ROLE:
        places = st.columns(2)
        role = _NAMES[places[0].selectbox("Nouveau rôle", list(_NAMES), key="act-role") or "Officine"]
        if role == "pharmacist":
            finess = places[1].text_input("FINESS de l'officine", key="act-finess", max_chars=20) or ""
    act_view.about("account", name, kind, role, finess)
    if kind == _LINK:
        if st.button("Envoyer le lien", key="act-send", disabled=name is None) and name:
            _say(lambda: account_desk.send_link(store.current(), name, now=clock.now()))
    elif st.button("Voir ce qui va changer", key="act-plan", disabled=name is None) and name:
        act_view.ask(_act(kind or _LOCK, name, person, role, finess))


def invitation(base: Store, person: Person, now: datetime) -> None:
    """Write to one pharmacy: its first account, or a new link to it."""
    st.subheader("Inviter une officine", anchor=False)
    with st.form("invite", enter_to_submit=False):
        finess = st.text_input("Numéro FINESS", key="invite-finess", max_chars=20)
        sent = st.form_submit_button("Envoyer l'invitation")
    st.caption("Un lien à usage unique part au courriel de l'officine ; il vaut sept jours.")
    if sent:
        _say(lambda: account_desk.invite(base, finess or "", now=now, actor=person.name))


def creation(base: Store, person: Person, now: datetime) -> None:
    """An account of the Ordre or the ministry, with a password shown once."""
    st.subheader("Créer un compte", anchor=False)
    with st.form("create", enter_to_submit=False):
        name = st.text_input("Identifiant", key="create-name", max_chars=80)
        names = [ROLE_NAMES[role] for role in account_desk.PEOPLE]
        role = st.selectbox("Rôle", names, key="create-role")
        email = st.text_input("Courriel (pour un mot de passe oublié)", key="create-email", max_chars=200)
        made = st.form_submit_button("Créer le compte")
    if not made:
        return
    try:
        account, secret = account_desk.create(
            base, name or "", _NAMES[role or names[0]], email or "", now=now, actor=person.name
        )
    except Refused as refusal:
        st.error(str(refusal))
        return
    st.success(
        f"Compte « {account} » créé. Son mot de passe, à transmettre maintenant, n'est montré qu'ici :"
    )
    st.code(secret, language=None)


def _act(kind: str, name: str, person: Person, role: str, finess: str) -> Act:
    if kind == _ROLE:
        return account_acts.NewRole(name, person.name, role, finess)
    kinds = {
        _LOCK: account_acts.Locking, _UNLOCK: account_acts.Unlocking, _END: account_acts.EndingSessions,
    }  # fmt: skip
    return kinds[kind](name, person.name)


def _say(work: Callable[[], str]) -> None:
    try:
        sentence = work()
    except Refused as refusal:
        st.error(str(refusal))
    else:
        st.success(sentence)
