"""The API behind the portal's own layers, without Streamlit, for tests that count."""

from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from dp_ruptures import settings
from dp_ruptures.api import rates
from dp_ruptures.web.layers import layers
from dp_ruptures.web.routes import ROUTES

API = "/api/v1"
WEEK = "2026-W47"
TEST, VACCINE, OTHER = "2999000000012", "3400930306000", "3400930296165"


def open_door(**options: Any) -> TestClient:
    """A client of the API, every rate afresh."""
    for rate in (rates.BY_TOKEN, rates.WITHOUT_TOKEN, rates.PUBLIC):
        rate.forget()
    portal = Starlette(routes=ROUTES, middleware=layers(settings.load()))
    return TestClient(portal, base_url="http://localhost", raise_server_exceptions=False, **options)


def shows(token: str, **more: str) -> dict[str, str]:
    """The headers of a program with this token."""
    return {"Authorization": f"Bearer {token}", **more}


def body(*lines: dict[str, Any], week: str = WEEK) -> dict[str, Any]:
    return {"week": week, "lines": list(lines)}


def faults(answer: Any) -> list[tuple[int | None, str]]:
    """(line, code) of each fault; every one has a French sentence."""
    errors = answer.json()["errors"]
    assert all(error["message"].rstrip().endswith((".", "?", "…", ")", "»")) for error in errors), errors
    assert all(set(error) == {"line", "code", "message"} for error in errors)
    return [(error["line"], error["code"]) for error in errors]
