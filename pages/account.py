"""Mon compte: who I am, my password, my open sessions, my software's tokens."""

import streamlit as st

from dp_ruptures import access, account_view
from dp_ruptures.rules.roles import may
from dp_ruptures.support import SUPPORT

person = access.require("own_account")
with st.container(width=640):
    st.title("Mon compte")
    account_view.said()
    account_view.who(person)
    account_view.password(person)
    account_view.open_sessions(person)
    if person.finess or may(person.role, "read_releases"):
        account_view.api_tokens(person)
    st.markdown(f":small[{SUPPORT}]")
