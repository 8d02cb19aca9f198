"""The application log says what happened and where; never a FINESS, a token or a password."""

import asyncio
import json
import logging
import re
import secrets
import socket
import string
import sys
import traceback
from collections.abc import Iterator

import bcrypt
import pytest
from hypothesis import given
from hypothesis import strategies as some

from dp_ruptures import settings, store
from dp_ruptures.rules.finess import with_key
from dp_ruptures.web import log
from dp_ruptures.web.log import HIDDEN, CleanRecord, redact
from tests.browser.conftest import PASSWORD, Portal
from tests.servers import HTML, Lone, ask, free_port, on_its_own_thread, rerun, stream

pytestmark = pytest.mark.xdist_group("surface")
FINESS = with_key("01000230")
FIRST_8 = some.from_regex(r"[0-9][0-9AB][0-9]{6}", fullmatch=True)


def written(message: object, *arguments: object, error: BaseException | None = None) -> str:
    """What reaches the console."""
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = CleanRecord("name", logging.ERROR, "file", 1, message, arguments, exc_info)
    return logging.Formatter("%(message)s").format(record)


@given(FIRST_8, some.sampled_from([" ", "«", "'", "(", "=", ":", "/", ""]))
def test_a_finess_is_hidden_wherever_it_stands(first8: str, before: str) -> None:
    finess = with_key(first8)
    for text in (f"officine{before or ' '}{finess}.", f"{before}{finess}"):
        assert finess not in redact(text)
        assert finess not in written("%s", text)
        assert finess.lower() not in redact(text.lower())


@given(some.integers(32, 64))
def test_a_token_is_hidden(size: int) -> None:
    token = secrets.token_urlsafe(size)
    assert token not in redact(f"session {token} ended")
    assert token not in redact(f'{{"ticket": "{token}"}}')


def test_a_password_hash_an_address_and_a_query_are_hidden() -> None:
    hashed = bcrypt.hashpw(b"x", bcrypt.gensalt()).decode()
    assert hashed not in redact(f"account {hashed}")
    assert "marie@" not in redact("courriel à marie@officine.example refusé")
    assert redact("GET /?finess=x&lien=y HTTP/1.1") == f"GET /?{HIDDEN} HTTP/1.1"


@given(some.text(string.ascii_letters + " .,:-0123456789", max_size=30))
def test_ordinary_words_and_small_numbers_are_kept(text: str) -> None:
    if not re.search(r"[0-9][0-9ABab][0-9]{7}", text):
        assert redact(text) == text


def test_codes_weeks_and_counts_stay_readable() -> None:
    line = "2026-W47 3400930306000 21000 lines in 4.2 s 5f2b1c0e-1111-2222-3333-444455556666"
    assert written("%s", line) == line
    assert written("%d rows, %.1f s", 12, 3.5) == "12 rows, 3.5 s"


def test_an_exception_keeps_its_kind_and_place_and_loses_its_message() -> None:
    try:
        try:
            raise KeyError(FINESS)
        except KeyError as cause:
            raise ValueError(f"officine {FINESS}, mot de passe {PASSWORD}") from cause
    except ValueError as error:
        text = written("failure of %s", error, error=error)
    assert FINESS not in text
    assert PASSWORD not in text
    assert "ValueError" in text
    assert "after builtins.KeyError" in text
    assert re.search(r"test_log\.py:\d+ test_an_exception", text)


FAILING = f"""
import streamlit as st
from pathlib import Path
from starlette.routing import Route
from dp_ruptures import settings
from dp_ruptures.web import failures, log
from dp_ruptures.web.layers import layers

log.install()

async def fail(request):
    raise ValueError("officine {FINESS}")

app = st.App(
    Path(__file__).with_name("script.py"),
    routes=[Route("/fail", fail)],
    middleware=layers(settings.load()),
    on_script_error=failures.show,
)
"""
SCRIPT = f"""
import logging
import streamlit as st
logging.getLogger("dp_ruptures.page").warning("page of %s", "{FINESS}")
raise ValueError("officine {FINESS}, {PASSWORD}")
"""


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lone]:
    """The portal's layers around a route and a page that fail with a FINESS in their message."""
    home = tmp_path_factory.mktemp("failing")
    (home / "script.py").write_text(SCRIPT)
    lone = Lone(home, FAILING)
    lone.start()
    yield lone
    lone.stop()


def test_a_route_that_fails_answers_in_french_and_logs_its_place_only(failing: Lone) -> None:
    status, headers, text = ask(failing, "GET", "/fail", headers=HTML)
    assert status == 500
    assert headers["x-content-type-options"] == "nosniff"
    assert "Erreur de notre côté" in text
    assert "ValueError" not in text
    reference = re.search(r"<strong>([0-9a-f]{8})</strong>", text)
    assert reference is not None
    assert re.search(
        rf"request failure {reference[1]}\nbuiltins\.ValueError\n(  .*\n)*  .*app\.py:\d+ fail", failing.log
    )
    assert FINESS not in failing.log


def test_a_page_that_fails_logs_its_place_only(failing: Lone) -> None:
    async def visit() -> bytes:
        async with stream(failing, Origin=failing.url) as talk:
            await talk.send(rerun())
            seen = b""
            while b"erence" not in seen and "référence".encode() not in seen:
                seen += bytes(await asyncio.wait_for(talk.recv(), 20))
            return seen

    seen = on_its_own_thread(visit())
    assert FINESS.encode() not in seen
    assert b"ValueError" not in seen
    assert re.search(r"page failure [0-9a-f]{8}: ValueError", failing.log)
    assert re.search(r"script\.py:5 <module>", failing.log)
    assert "page of [masqué]" in failing.log
    assert FINESS not in failing.log
    assert PASSWORD not in failing.log


def test_commands_and_requests_leave_no_secret_in_the_log(tmp_path_factory: pytest.TempPathFactory) -> None:
    portal = Portal(tmp_path_factory.mktemp("home"), free_port())
    portal.command("demo", "--pharmacies", "5", "--weeks", "1", "--password", PASSWORD)
    portal.start()
    try:
        portal.command("accounts", "create", "second", "--role", "analyst", "--password", PASSWORD)
        token = secrets.token_urlsafe(32)
        ask(portal, "POST", "/session", json.dumps({"ticket": token}).encode())
        ask(portal, "GET", f"/absent?finess={FINESS}&jeton={token}")
        ask(portal, "GET", f"/assets/{FINESS}.csv", headers={"Cookie": f"dp_session={token}"})
        _say_nonsense(
            portal, {"operation": "accounts-create", "parameters": {"finess": FINESS, "password": PASSWORD}}
        )
        _say_nonsense(portal, {"operation": FINESS, "parameters": {}})
        _say_nonsense(portal, [FINESS, PASSWORD])
    finally:
        portal.stop()
    log = (portal.home / "server.log").read_text()
    assert "request refused" in log
    for secret in (FINESS, PASSWORD, token):
        assert secret not in log


def _say_nonsense(portal: Portal, request: object) -> None:
    with socket.socket(socket.AF_UNIX) as channel:
        channel.settimeout(10)
        channel.connect(str(portal.home / "control.sock"))
        channel.sendall(json.dumps(request).encode() + b"\n")
        channel.recv(10_000)


def test_a_wrong_setting_is_said_and_nothing_of_the_places_it_crossed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    try:
        settings.load({"DP_RUPTURES_STORE_KEY": "courte"})
    except settings.SettingsError as error:
        log._log_uncaught(type(error), error, error.__traceback__)
    assert "DP_RUPTURES_STORE_KEY doit compter au moins 16" in caplog.text
    assert "settings.py" not in caplog.text


def test_a_store_that_does_not_open_ends_the_log_with_its_sentence_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import app

    def held() -> None:
        raise store.Held("La base est déjà ouverte par le processus 7.")

    monkeypatch.setattr(store, "connect", held)
    monkeypatch.setattr(sys, "tracebacklimit", 40, raising=False)
    try:
        app._opened()
    except store.Held:
        told = traceback.format_exc()
    assert told.splitlines() == ["dp_ruptures.store.lock.Held: La base est déjà ouverte par le processus 7."]
