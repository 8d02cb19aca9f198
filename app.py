"""The server: Streamlit's portal, our routes and headers around it.

    streamlit run app.py        (or: uvicorn app:app)

The main script is dp_ruptures/portal.py: beside `pages/`, Streamlit would serve every
page to anybody before the first login (pitfalls.md, fact 1).
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st

from dp_ruptures import control, oidc, schedule, settings, store
from dp_ruptures.settings import ROOT
from dp_ruptures.web import failures, log
from dp_ruptures.web.layers import layers
from dp_ruptures.web.routes import ROUTES

log.install()


def _opened() -> store.Store:
    """The process's store; when it does not open, the sentence that says why ends the log, alone."""
    try:
        return store.connect()
    except store.StoreError:
        # Nobody reads a sentence under forty lines of Starlette; the process ends here.
        sys.tracebacklimit = 0
        raise


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Open the store before the first visitor, close it after the last."""
    opened = _opened()
    try:
        async with control.serve(opened):
            with schedule.running():
                yield
    finally:
        store.close()


app = st.App(
    ROOT / "dp_ruptures" / "portal.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=layers(settings.load()),
    on_script_error=failures.show,
    secrets=oidc.streamlit_secrets(settings.load()),
)
