"""ASGI layers: security headers on every answer, and a first page that speaks French.

Pure ASGI and not BaseHTTPMiddleware, which would buffer whole downloads.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Downloads made for one person, their session, their declarations: no copy on a shared computer's disk.
_PERSONAL = ("/media/", "/session", "/api/v1/declarations")
_FRENCH = [
    (b'<html lang="en">', b'<html lang="fr">'),
    (b"<title>Streamlit</title>", b"<title>DP-Ruptures</title>"),
    (b'href="./favicon.png"', b'href="/assets/favicon.svg"'),
    (b"</head>", b'<script src="/assets/fr.js" defer></script></head>'),
]


def inline_script_hashes() -> Iterator[str]:
    """The CSP source of each inline script of Streamlit's own first page."""
    for script in _INLINE_SCRIPT.findall(INDEX.read_text(encoding="utf-8")):
        digest = hashlib.sha256(script.encode()).digest()
        yield f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def content_security_policy() -> str:
    """The strictest policy this Streamlit works under (pitfalls.md, f); frames are refused."""
    scripts = " ".join(["'self'", "'wasm-unsafe-eval'", *inline_script_hashes()])
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


class SecurityHeaders:
    """Adds the headers that keep a browser from leaking or embedding the portal."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": content_security_policy(),
            "X-Frame-Options": "DENY",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        if https:
            self._headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                if scope["path"].startswith(_PERSONAL):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, send_with_headers)


class FrenchIndex:
    """Rewrites Streamlit's first page: `lang="fr"` (RGAA 8.3), our title, our translations."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        await self._app(_uncompressed(scope), receive, _Rewriter(send))


class _Rewriter:
    """Holds an HTML answer back until it is whole (5 kB), then sends it in French."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        for english, french in _FRENCH:
            self._body = self._body.replace(english, french, 1)
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(self._body))
        if "etag" in headers:
            del headers["etag"]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": self._body})


def _is_html(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")


def _uncompressed(scope: Scope) -> Scope:
    kept = [(name, text) for name, text in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": kept}
