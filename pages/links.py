"""Rattachements: who came by an identity provider and waits for a pharmacy or an account."""

import streamlit as st

from dp_ruptures import access, clock, french, oidc_links, settings, store
from dp_ruptures.errors import Refused
from dp_ruptures.oidc import LABELS, PSC

person = access.require("administer")
base, now = store.current(), clock.now()
st.title("Rattachements")
st.write(
    "Les personnes que Pro Santé Connect ou l'Ordre ont identifiées, et dont le portail ne connaît "
    "ni l'officine ni le compte. Vérifiez qui elles sont avant de les rattacher."
)
if not settings.load().oidc:
    st.info("Aucun fournisseur d'identité n'est configuré : on n'entre que par mot de passe.")
if done := st.session_state.pop("link_done", None):
    st.success(done)


def described(row: dict[str, str]) -> str:
    return f"{row['display_name']} · {row['reference'] or 'sans référence'} · {LABELS[row['provider']]}"


def finish(sentence: str) -> None:
    st.session_state["link_done"] = sentence
    st.rerun()


st.header("Demandes")
requests = base.query("oidc_requests")
for request in requests:
    with st.form(f"request-{request['identity']}", enter_to_submit=False):
        st.text(f"{described(request)}, le {french.instant(request['asked_at'])}")
        if request["told"]:
            st.caption(f"FINESS donnés par le fournisseur, inconnus ou fermés : {request['told']}")
        if request["provider"] == PSC:
            target: str | None = st.text_input("Numéro FINESS de l'officine", max_chars=20)
        else:
            names = [row["name"] for row in base.query("oidc_accounts_of_ordre")]
            target = st.selectbox("Compte", names, index=None, placeholder="Choisir un compte")
        yes, no = st.columns(2)
        linked = yes.form_submit_button("Rattacher", type="primary", width="stretch")
        dismissed = no.form_submit_button("Écarter la demande", width="stretch")
    try:
        if linked and request["provider"] == PSC:
            name = oidc_links.link_to_pharmacy(base, request, target or "", now=now, actor=person.name)
            finish(f"{request['display_name']} peut entrer pour {name}.")
        elif linked:
            oidc_links.link_to_account(base, request, target or "", now=now, actor=person.name)
            finish(f"{request['display_name']} peut entrer avec le compte {target}.")
        elif dismissed:
            oidc_links.dismiss(base, request, now=now, actor=person.name)
            finish("Demande écartée.")
    except Refused as refusal:
        st.error(str(refusal))
if not requests:
    st.caption("Aucune demande en attente.")

st.header("Rattachements en vigueur")
links = base.query("oidc_links")
for link in links:
    words, action = st.columns([4, 1], vertical_alignment="center")
    goal = f"{link['pharmacy_name']} ({link['finess']})" if link["finess"] else link["account_name"]
    words.text(f"{described(link)} → {goal}")
    words.caption(f"Depuis le {french.instant(link['linked_at'])}, par {link['linked_by']}")
    if action.button("Retirer", key=f"unlink-{link['identity']}", width="stretch"):
        oidc_links.unlink(base, link, now=now, actor=person.name)
        finish("Rattachement retiré, sessions fermées.")
if not links:
    st.caption("Aucun rattachement.")
