"""The routes that give the browser its session and take it back.

A Streamlit script can set no cookie that scripts cannot read; these can. They speak JSON
only: a form on another site can send none without asking first. Foreign origins are refused
before they get here (surface.py).
"""

import secrets
from contextlib import suppress
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dp_ruptures import clock, sessions, settings, store, throttle, visit
from dp_ruptures.sessions import COOKIE, SESSION_LIFE, Client
from dp_ruptures.store import Conflict

EXPIRED = "Connexion expirée : recommencez."
NOT_JSON = "Cette adresse n'accepte que du JSON."


async def open_session(request: Request) -> Response:
    """Trade a login ticket for the session cookie, and make the browser known to the account."""
    body = await _json(request)
    if body is None:
        return JSONResponse({"message": NOT_JSON}, 415)
    ticket, device = str(body.get("ticket", "")), request.cookies.get(visit.DEVICE_COOKIE, "")
    entered = await run_in_threadpool(_enter, ticket, device, visit.of_request(request))
    if entered is None:
        return JSONResponse({"message": EXPIRED}, 401)
    response = Response(status_code=204)
    for name, secret, life in zip(
        (COOKIE, visit.DEVICE_COOKIE), entered, (SESSION_LIFE, throttle.DEVICE_LIFE), strict=True
    ):
        response.set_cookie(name, secret, max_age=int(life.total_seconds()), **_attributes())
    return response


async def see_session(request: Request) -> Response:
    """Whether the cookie came back: a browser that refuses cookies would ask for the password for ever."""
    token = request.cookies.get(COOKIE, "")
    person = await run_in_threadpool(sessions.person_of, store.current(), token, clock.now())
    return Response(status_code=204 if person else 401, headers={"Cache-Control": "no-store"})


async def end_session(request: Request) -> Response:
    """Log out: the person's sessions are ended in the store, then the cookie is taken away."""
    if await _json(request) is None:
        return JSONResponse({"message": NOT_JSON}, 415)
    token = request.cookies.get(COOKIE)
    if token:
        await run_in_threadpool(sessions.log_out, store.current(), token, clock.now())
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, **_attributes())
    return response


def _enter(ticket: str, device: str, client: Client) -> tuple[str, str] | None:
    opened, now = store.current(), clock.machine_now()
    token = sessions.trade_ticket(opened, ticket, clock.now(), client)
    person = sessions.person_of(opened, token, clock.now()) if token else None
    if token is None or person is None:
        return None
    if not device or not throttle.knows_device(opened, device, now):
        device = secrets.token_urlsafe(32)
    # A login must not fail because another one is tidying the same rows.
    with suppress(Conflict):
        throttle.remember_device(opened, person.name, device, now)
        throttle.purge(opened, now)
        sessions.purge(opened, clock.now())
    return token, device


def _attributes() -> dict[str, Any]:
    https = settings.load().base_url.startswith("https://")
    return {"path": "/", "httponly": True, "samesite": "lax", "secure": https}


async def _json(request: Request) -> dict[str, Any] | None:
    """The body as an object; None when it is not JSON, or not announced as such."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return None
    try:
        content = await request.json()
    except ValueError:
        return None
    return content if isinstance(content, dict) else None


SESSION_ROUTES = [
    Route("/session", open_session, methods=["POST"]),
    Route("/session", see_session, methods=["GET"]),
    Route("/session/end", end_session, methods=["POST"]),
]
