"""Streamlit's websocket: who may open it, and what may be said through it, with a real client."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from dp_ruptures.web.surface import is_ours
from tests.browser.conftest import Portal
from tests.servers import Lone, ask, free_port, on_its_own_thread, rerun, stream

pytestmark = pytest.mark.xdist_group("surface")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    running = Portal(tmp_path_factory.mktemp("home"), free_port())
    running.command("init")
    running.start()
    yield running
    running.stop()


def spoken(**kind: bool) -> bytes:
    return bytes(BackMsg(**kind).SerializeToString())


@pytest.mark.parametrize(
    "origin", ["https://ailleurs.example", "null", "http://localhost:1", "http://127.0.0.1"]
)
def test_a_foreign_page_opens_no_websocket(server: Portal, origin: str) -> None:
    async def knock() -> int:
        try:
            async with stream(server, Origin=origin):
                return 101
        except InvalidStatus as refused:
            return int(refused.response.status_code)

    assert on_its_own_thread(knock()) == 403


def test_our_own_page_opens_the_websocket(server: Portal) -> None:
    async def first() -> bytes:
        async with stream(server, Origin=server.url) as talk:
            await talk.send(rerun())
            return bytes(await asyncio.wait_for(talk.recv(), 20))

    assert on_its_own_thread(first())


def test_a_text_frame_or_garbage_ends_in_silence(server: Portal) -> None:
    async def babble() -> None:
        async with stream(server) as talk:
            await talk.send(b"\xff\xff\xff")
            await talk.send("bonjour")
            await asyncio.wait_for(talk.wait_closed(), 20)

    on_its_own_thread(babble())
    assert "Traceback" not in (server.home / "server.log").read_text()
    assert ask(server, "GET", "/healthz")[0] == 200


@pytest.mark.parametrize("megabytes", [3, 21])
def test_a_huge_message_ends_the_talk(server: Portal, megabytes: int) -> None:
    message = BackMsg()
    message.rerun_script.query_string = "x" * (megabytes * 1_000_000)

    async def shout() -> int | None:
        async with stream(server) as talk:
            with suppress(ConnectionClosed):  # The server need not wait for the end of the message.
                await talk.send(message.SerializeToString())
            await asyncio.wait_for(talk.wait_closed(), 20)
            return talk.close_code

    assert on_its_own_thread(shout()) == 1009


@pytest.mark.parametrize(
    "kind", ["clear_cache", "load_git_info", "debug_disconnect_websocket", "debug_shutdown_runtime"]
)
def test_a_message_that_no_page_sends_is_dropped(kind: str) -> None:
    assert not is_ours(spoken(**{kind: True}))


def test_only_the_background_work_of_our_pages_is_let_in() -> None:
    install, download = BackMsg(), BackMsg()
    install.backend_operation_request.install_skills.SetInParent()
    download.backend_operation_request.deferred_file.file_id = "x"
    assert not is_ours(install.SerializeToString())
    assert is_ours(download.SerializeToString())
    assert is_ours(rerun())
    assert not is_ours(b"")
    assert not is_ours(b"\xff\xff")


CACHING = """
import streamlit as st
from streamlit.web.server.starlette import starlette_app
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from dp_ruptures.web.surface import Surface

@st.cache_data
def counted(step):
    built.append(step)
    return step

built = []

async def build(request):
    counted("once")
    return PlainTextResponse(str(len(built)))

guarded = [Middleware(Surface, base_url="http://localhost", is_session=lambda token: False)]
app = st.App(SCRIPT, routes=[Route("/built", build)], middleware=guarded if GUARDED else [])
"""


@pytest.mark.parametrize(("guarded", "built"), [(True, "1"), (False, "2")])
def test_a_visitor_cannot_empty_everybody_s_caches(tmp_path: Path, guarded: bool, built: str) -> None:
    """The unguarded server shows that the attack is real and that this test would see it."""
    script = tmp_path / "empty.py"
    script.write_text("import streamlit as st\nst.write('x')\n")
    lone = Lone(tmp_path, f"SCRIPT = {str(script)!r}\nGUARDED = {guarded}\n{CACHING}")
    lone.start()
    try:
        assert ask(lone, "GET", "/built")[2] == "1"
        on_its_own_thread(_clear(lone))
        assert ask(lone, "GET", "/built")[2] == built
    finally:
        lone.stop()


async def _clear(server: Portal) -> None:
    async with stream(server) as talk:
        await talk.send(rerun())
        await asyncio.wait_for(talk.recv(), 20)
        await talk.send(spoken(clear_cache=True))
        await talk.send(rerun())
        await asyncio.sleep(1)
