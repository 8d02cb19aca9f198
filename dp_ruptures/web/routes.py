"""The server's own routes, beside Streamlit's: probes, sessions, assets."""

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dp_ruptures import api, clock, night_report, store
from dp_ruptures.settings import ROOT
from dp_ruptures.web.session_routes import SESSION_ROUTES

_log = logging.getLogger(__name__)
_MAP = ROOT / "data" / "reference" / "map"
# The map's outline only changes with a new version of the portal.
_DAY = {"Cache-Control": "public, max-age=86400"}


async def healthz(request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> Response:
    """The store answers too, with every migration of this version; 503 with a reason when not.

    It also says how the night's work went: that is for whoever watches, and takes nobody off a balancer.
    """
    try:
        base = await run_in_threadpool(store.current)
        applied = await run_in_threadpool(base.query, "migrations_applied")
        nights = await run_in_threadpool(night_report.states, base, clock.now())
    except Exception:  # noqa: BLE001 - a probe reports any failure, whatever the driver raises
        _log.exception("the store does not answer")
        return JSONResponse({"status": "store unavailable"}, status_code=503)
    missing = set(store.expected_migrations()) - {row["name"] for row in applied}
    if missing:
        return JSONResponse({"status": "migrations missing", "missing": sorted(missing)}, status_code=503)
    return JSONResponse({"status": "ok", "schema": applied[-1]["name"], "night": nights})


async def map_outline(request: Request) -> Response:
    """The départements, fetched once by the browser instead of sent with every figure (189 → 8 kB)."""
    return FileResponse(_MAP / "carte_com.geojson", media_type="application/geo+json", headers=_DAY)


async def empty_topology(request: Request) -> Response:
    """What plotly.js would otherwise fetch from cdn.plot.ly, which leaves the map blank offline."""
    return FileResponse(_MAP / "world_110m_vide.json", media_type="application/json", headers=_DAY)


ROUTES = [
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    *SESSION_ROUTES,
    Mount(api.MOUNT, api.application()),
    # Streamlit would answer its first page at any address: a program must hear that there is nothing.
    Mount("/api", PlainTextResponse("", 404)),
    Route("/assets/map/departements.geojson", map_outline),
    Route("/assets/topo/world_110m.json", empty_topology),
    Mount("/assets", StaticFiles(directory=ROOT / "dp_ruptures" / "assets")),
]
