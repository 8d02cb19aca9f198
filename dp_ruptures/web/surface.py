"""What of Streamlit's server a visitor may reach: the rest answers as if it were not there.

Streamlit trusts whoever opens a page: any visitor may empty everybody's caches, read
metrics that name our functions, or fill the memory with files (pitfalls.md, facts 6, 7 and f).
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from dp_ruptures import sessions

CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
API = "/api/"
UPLOADS = "/_stcore/upload_file/"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
METHODS = SAFE_METHODS | {"POST", "PUT", "PATCH", "DELETE"}
# Streamlit's own limit for files is 1 MB (config.toml); the rest of a multipart body is small.
MAX_BODY_BYTES = 1_100_000
# What a page of ours sends. `clear_cache` empties the caches of all, `install_skills` writes files.
_MESSAGES = {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request"}
_OPERATIONS = {"deferred_file", "dataframe_chunk"}


class Surface:
    """Refuses what no page of the portal asks for, before Streamlit sees it.

    `base_url` is the portal's public address; `is_session(token)` asks the store.
    """

    def __init__(self, app: ASGIApp, *, base_url: str, is_session: Callable[[str], bool]) -> None:
        self._app = app
        self._public = urlsplit(base_url).netloc
        self._is_session = is_session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = self._refusal(scope)
        if status is None and scope["path"].startswith(UPLOADS) and scope["method"] != "OPTIONS":
            token = HTTPConnection(scope).cookies.get(sessions.COOKIE, "")
            status = None if await run_in_threadpool(self._is_session, token) else 403
        if status:
            await PlainTextResponse("", status)(scope, receive, send)
        else:
            await self._app(scope, _limited(receive), send)

    def _refusal(self, scope: Scope) -> int | None:
        headers = Headers(scope=scope)
        if scope["method"] not in METHODS:
            return 405
        if any(scope["path"] == path or scope["path"].startswith(f"{path}/") for path in CLOSED):
            return 404
        # A form on another site could otherwise log a visitor in under somebody else's name.
        if scope["method"] not in SAFE_METHODS and self._is_foreign(headers) and not _shows_token(scope):
            return 403
        announced = headers.get("content-length", "0")
        return 413 if announced.isdecimal() and int(announced) > MAX_BODY_BYTES else None

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Streamlit would also let in any page of the visitor's own machine, and ask the Internet
        # for its own address to compare.
        if self._is_foreign(Headers(scope=scope)):
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        await self._app(scope, _spoken(receive), send)

    def _is_foreign(self, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None:  # No browser, hence nobody's cookies but the caller's own.
            return False
        return urlsplit(origin).netloc not in {headers.get("host"), self._public}


def _shows_token(scope: Scope) -> bool:
    """Whether a program speaks to the API with a token: no browser adds one by itself, as it does cookies.

    The API reads no cookie. A page of another site that would send a token asks first, and gets no answer.
    """
    shown = Headers(scope=scope).get("authorization", "")
    return scope["path"].startswith(API) and shown.lower().startswith("bearer ")


def _limited(receive: Receive) -> Receive:
    """`receive`, refusing a body that grows past the limit it did not announce."""
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > MAX_BODY_BYTES:
            raise HTTPException(413)
        return message

    return limited


def _spoken(receive: Receive) -> Receive:
    """`receive`, without the messages that no page of ours sends; a text frame ends the talk."""

    async def spoken() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            if not message.get("bytes"):
                return {"type": "websocket.disconnect", "code": 1003}
            if is_ours(message["bytes"]):
                return message

    return spoken


def is_ours(frame: bytes) -> bool:
    """Whether a page of the portal may send this frame to Streamlit."""
    spoken = BackMsg()
    try:
        spoken.ParseFromString(frame)
    except DecodeError:
        return False
    kind = spoken.WhichOneof("type")
    if kind == "backend_operation_request":
        return spoken.backend_operation_request.WhichOneof("payload") in _OPERATIONS
    return kind in _MESSAGES
