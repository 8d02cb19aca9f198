"""What our server changes in Streamlit's OIDC routes (docs/adr/0006).

Streamlit answers a provider that is down with two English words, and a login that failed with
nothing; it keeps an identity for 30 days in a cookie that nobody can revoke. Here a failure comes
back to the entrance with its name, and the cookie lives for minutes and leaves with the session.
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dp_ruptures.rules.claims import FRESH

LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
SESSION = ("/session", "/session/end")
# Its name, that of the tokens beside it, and the numbered parts of either begin so.
IDENTITY_COOKIE = "_streamlit_user"


class SecondDoor:
    """Names failures for the entrance, and keeps Streamlit's identity cookie short."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._secure = "; Secure" if https else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in (LOGIN, CALLBACK):
            await self._app(_discreet(scope), receive, _Door(scope, receive, send, self._secure))
        elif scope["type"] == "http" and scope["path"] in SESSION:
            await self._app(scope, receive, _forgetting(scope, send))
        else:
            await self._app(scope, receive, send)


class _Door:
    """Passes Streamlit's answer on, or a way back to the entrance in its place."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, secure: str) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._secure = secure
        self._replaced = False

    async def __call__(self, message: Message) -> None:
        if message["type"] != "http.response.start":
            if not self._replaced:
                await self._send(message)
            return
        failure = _failure(self._scope, message)
        if failure and message["status"] >= 400:
            self._replaced = True
            back = RedirectResponse(f"/?identification={failure}", 302)
            await back(self._scope, self._receive, self._send)
            return
        headers = MutableHeaders(scope=message)
        if failure:
            headers["location"] = f"/?identification={failure}"
        message["headers"] = [(name, self._short(name, text)) for name, text in message["headers"]]
        await self._send(message)

    def _short(self, name: bytes, text: bytes) -> bytes:
        if name.lower() != b"set-cookie" or not text.startswith(IDENTITY_COOKIE.encode()):
            return text
        parts = [part for part in text.decode("latin-1").split("; ") if not _is_lifetime(part)]
        if _is_empty(text):
            return text
        life = f"; Max-Age={int(FRESH.total_seconds())}"
        return ("; ".join(parts) + life + self._secure).encode("latin-1")


def _failure(scope: Scope, message: Message) -> str | None:
    """Why nobody came of this answer of Streamlit; None when all is well."""
    if scope["path"] == LOGIN:
        return "indisponible" if message["status"] >= 400 else None
    asked = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    if not asked.keys() & {"state", "code", "error"}:
        return None  # Back from the provider's own logout.
    cookies = [text for name, text in message["headers"] if name.lower() == b"set-cookie"]
    named = IDENTITY_COOKIE.encode() + b"="
    came = any(text.startswith(named) and not _is_empty(text) for text in cookies)
    return None if came else "echec"


def _is_empty(cookie: bytes) -> bool:
    return cookie.split(b"=", 1)[1].split(b";", 1)[0] in (b"", b'""')


def _is_lifetime(part: str) -> bool:
    return part.lower().startswith(("max-age=", "expires="))


def _discreet(scope: Scope) -> Scope:
    """The request without the provider's free words, which Streamlit would write in the log."""
    asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    kept = [(name, text) for name, text in asked if name not in ("error_description", "error_uri")]
    return {**scope, "query_string": urlencode(kept).encode("latin-1")}


def _forgetting(scope: Scope, send: Send) -> Send:
    """`send`, with every identity cookie of the request taken away."""

    async def send_without_identity(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in _identity_cookies(scope):
                headers.append("set-cookie", f'{name}=""; Path=/; Max-Age=0; HttpOnly; SameSite=lax')
        await send(message)

    return send_without_identity


def _identity_cookies(scope: Scope) -> Iterator[str]:
    for name, text in scope["headers"]:
        if name == b"cookie":
            yield from (
                one for one in cookie_parser(text.decode("latin-1")) if one.startswith(IDENTITY_COOKIE)
            )
