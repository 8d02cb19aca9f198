"""What a person sees when a page fails: a French sentence and a number, never a traceback."""

import logging
import secrets

import streamlit as st

_log = logging.getLogger(__name__)


def show(error: Exception) -> bool:
    """Say it on screen and in the log under one reference; True tells Streamlit it is handled.

    The log names the kind of failure only: its message could carry a FINESS.
    """
    reference = secrets.token_hex(4)
    _log.error("page failure %s: %s", reference, type(error).__name__)
    st.error(
        f"Une erreur est survenue de notre côté ; ce que vous avez déjà enregistré est conservé. "
        f"Rechargez la page. Si cela recommence, appelez le support au 0800 083 200 "
        f"avec la référence {reference}."
    )
    return True
