"""The server's own routes, beside Streamlit's: probes, session cookie, assets."""

import logging
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dp_ruptures import clock, sessions, settings, store
from dp_ruptures.settings import ROOT

_log = logging.getLogger(__name__)
_MAP = ROOT / "data" / "reference" / "map"
# The map's outline only changes with a new version of the portal.
_DAY = {"Cache-Control": "public, max-age=86400"}


async def healthz(request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> Response:
    """The store answers too; 503 with a reason when it does not."""
    try:
        applied = await run_in_threadpool(store.current().query, "migrations_applied")
    except Exception:  # noqa: BLE001 - a probe reports any failure, whatever the driver raises
        _log.exception("the store does not answer")
        return JSONResponse({"status": "store unavailable"}, status_code=503)
    return JSONResponse({"status": "ok", "schema": applied[-1]["name"]})


async def open_session(request: Request) -> Response:
    """Trade a login ticket for the session cookie."""
    ticket = str((await _body(request)).get("ticket", ""))
    token = await run_in_threadpool(sessions.trade_ticket, store.current(), ticket, clock.now())
    if token is None:
        return JSONResponse({"message": "Connexion expirée : recommencez."}, status_code=401)
    response = Response(status_code=204)
    response.set_cookie(
        sessions.COOKIE,
        token,
        max_age=int(sessions.SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.load().base_url.startswith("https://"),
        path="/",
    )
    return response


async def end_session(request: Request) -> Response:
    """Log out: the session is ended in the store, then the cookie is taken away."""
    token = request.cookies.get(sessions.COOKIE)
    if token:
        await run_in_threadpool(sessions.end, store.current(), token, clock.now())
    response = Response(status_code=204)
    response.delete_cookie(sessions.COOKIE, path="/")
    return response


async def map_outline(request: Request) -> Response:
    """The départements, fetched once by the browser instead of sent with every figure (189 → 8 kB)."""
    return FileResponse(_MAP / "carte_com.geojson", media_type="application/geo+json", headers=_DAY)


async def empty_topology(request: Request) -> Response:
    """What plotly.js would otherwise fetch from cdn.plot.ly, which leaves the map blank offline."""
    return FileResponse(_MAP / "world_110m_vide.json", media_type="application/json", headers=_DAY)


async def _body(request: Request) -> dict[str, Any]:
    try:
        content = await request.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


ROUTES = [
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/session", open_session, methods=["POST"]),
    Route("/session/end", end_session, methods=["POST"]),
    Route("/assets/map/departements.geojson", map_outline),
    Route("/assets/topo/world_110m.json", empty_topology),
    Mount("/assets", StaticFiles(directory=ROOT / "dp_ruptures" / "assets")),
]
