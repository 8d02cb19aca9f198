"""The layers around Streamlit, from the network inwards."""

from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from dp_ruptures import clock, sessions, store
from dp_ruptures.settings import Settings
from dp_ruptures.web.failures import FrenchErrors
from dp_ruptures.web.headers import FrenchIndex, SecurityHeaders
from dp_ruptures.web.second_door import SecondDoor
from dp_ruptures.web.surface import Surface


def layers(settings: Settings) -> list[Middleware]:
    """The middleware of the portal; every answer, errors included, leaves through the headers."""
    https = settings.base_url.startswith("https://")
    return [
        Middleware(SecurityHeaders, https=https),
        Middleware(FrenchErrors),
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts(settings), www_redirect=False),
        Middleware(Surface, base_url=settings.base_url, is_session=_is_session),
        Middleware(FrenchIndex),
        *([Middleware(SecondDoor, https=https)] if settings.oidc else []),
    ]


def hosts(settings: Settings) -> list[str]:
    """The names the portal answers to: any in development, its own and the probes' in production."""
    if not settings.production:
        return ["*"]
    return [urlsplit(settings.base_url).hostname or "localhost", "localhost", "127.0.0.1"]


def _is_session(token: str) -> bool:
    return bool(token) and sessions.person_of(store.current(), token, clock.now()) is not None
