"""What a request or a websocket tells of the browser behind it, before anybody is known."""

from collections.abc import Sequence

import streamlit as st
from starlette.requests import Request

from dp_ruptures import settings
from dp_ruptures.rules.address import client_address
from dp_ruptures.sessions import COOKIE, Client

DEVICE_COOKIE = COOKIE.replace("dp_session", "dp_device")


def of_request(request: Request) -> Client:
    """The browser that sent `request` to one of our routes."""
    headers = request.headers
    shown = request.client.host if request.client else None
    return _client(headers.get("user-agent"), shown, headers.getlist("x-forwarded-for"))


def of_run() -> Client:
    """The browser whose page is running."""
    headers = st.context.headers
    forwarded = headers.get_all("X-Forwarded-For")
    return _client(headers.get("User-Agent"), st.context.ip_address, forwarded)


def _client(user_agent: str | None, shown: str | None, forwarded: Sequence[str]) -> Client:
    trusted = settings.load().trusted_proxies
    return Client(user_agent or "", client_address(shown, ", ".join(forwarded), trusted))
