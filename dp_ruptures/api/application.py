"""Puts the API together: FastAPI without its pages, which would fetch scripts from outside."""

from fastapi import FastAPI

from dp_ruptures.api import faults, guide
from dp_ruptures.api.answers import MOUNT
from dp_ruptures.api.routes import router
from dp_ruptures.support import SUPPORT

__all__ = ["MOUNT", "application"]


def application() -> FastAPI:
    """The ASGI application to mount at MOUNT; it uses the process's store."""
    api = FastAPI(
        title=guide.TITLE,
        description=f"{guide.ABOUT}\n{SUPPORT}",
        version="1",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        # An address with a slash too many is answered in French, not sent elsewhere.
        redirect_slashes=False,
        # Its traces would carry the messages of exceptions, and what was sent (web/log.py).
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
        servers=[{"url": MOUNT}],
    )
    faults.install(api)
    api.include_router(router)
    return api
