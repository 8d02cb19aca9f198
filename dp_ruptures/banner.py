"""Says on every screen when the data is invented."""

import streamlit as st

from dp_ruptures import store


def show() -> None:
    """A sober line above the page when the store holds a demo season."""
    if store.current().query("setting_by_name", name="demo"):
        st.badge(
            "Démonstration : toutes les données sont inventées",
            icon=":material/science:",
            color="orange",
        )
