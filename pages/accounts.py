"""Comptes: find an account, let it in or keep it out, change its role, write to it, make a new one."""

import streamlit as st

from dp_ruptures import access, account_acts, account_desk, account_desk_view, act_view, choices, clock, store
from dp_ruptures.rules.roles import ROLE_NAMES
from dp_ruptures.rules.spreadsheet import plain

person = access.require("administer")
base, now = store.current(), clock.now()
st.title("Comptes")
act_view.say_done()

places = st.columns([2, 1])
words = places[0].text_input(
    "Identifiant, nom, FINESS ou courriel", key="compte", bind="query-params", max_chars=80
)
with places[1]:
    role = choices.choose("Rôle", "role", {"": "Tous les rôles"} | ROLE_NAMES)
found = account_desk.search(base, words or "", role, now)
if found:
    st.table(
        [{name: plain(cell) for name, cell in account_desk.described(row).items()} for row in found],
        hide_index=True, border="horizontal", height=420 if len(found) > 10 else "content",
        alt="Comptes trouvés, les bloqués d'abord",
    )  # fmt: skip
    if len(found) == account_desk.SHOWN:
        st.caption(f"Les {account_desk.SHOWN} premiers : précisez la recherche pour voir les autres.")
    account_desk_view.acts_on([row["name"] for row in found], person)
    act_view.review(
        person,
        account_acts.Locking,
        account_acts.Unlocking,
        account_acts.EndingSessions,
        account_acts.NewRole,
    )
else:
    st.info("Aucun compte trouvé : effacez un mot, ou choisissez « Tous les rôles ».")

one, two = st.columns(2)
with one:
    account_desk_view.invitation(base, person, now)
with two:
    account_desk_view.creation(base, person, now)
