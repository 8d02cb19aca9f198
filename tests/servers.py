"""Real servers for tests that need no browser, and how to ask them."""

import asyncio
import http.client
import socket
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.browser.conftest import Portal

Result = TypeVar("Result")

Answer = tuple[int, dict[str, str], str]
HTML = {"Accept": "text/html"}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


def ask(
    server: Portal, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
) -> Answer:
    """One request; status, headers by lower-case name, text. An iterable body is sent in chunks."""
    connection = http.client.HTTPConnection("localhost", server.port, timeout=20)
    chunked = body is not None and not isinstance(body, bytes)
    more = {"Transfer-Encoding": "chunked"} if chunked else {}
    connection.request(method, path, body, {**(headers or {}), **more}, encode_chunked=chunked)  # type: ignore[arg-type]
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, {name.lower(): content for name, content in answer.getheaders()}, text


def stream(server: Portal, **headers: str) -> websockets.connect:
    """Streamlit's websocket, opened as its own page opens it."""
    return websockets.connect(
        f"ws://localhost:{server.port}/_stcore/stream",
        subprotocols=["streamlit"],
        additional_headers=headers,
        max_size=None,
    )  # fmt: skip


def rerun() -> bytes:
    """What a page says first."""
    message = BackMsg()
    message.rerun_script.query_string = ""
    return bytes(message.SerializeToString())


class Lone(Portal):
    """A server of one script, for what the portal itself has no screen to show."""

    def __init__(self, home: Path, entry: str) -> None:
        script = home / "app.py"
        script.write_text(entry)
        super().__init__(home, free_port(), script=str(script))

    @property
    def log(self) -> str:
        return (self.home / "server.log").read_text()

    def _answers(self) -> bool:
        try:
            return ask(self, "GET", "/_stcore/health")[0] == 200
        except OSError:
            return False


def on_its_own_thread(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run it to its end where no loop runs: Playwright leaves one running in the tests' thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
