"""A real server on a small invented season, and a real Chromium that must stay inside it."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Cookie,
    Locator,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.conftest import NOW, ROOT

PASSWORD = "un mot de passe de test"
# Two cores shared with the other tests take seconds for a first answer; a machine that does more besides
# was seen to take twenty. Nobody waits for this where the answer comes.
TIMEOUT = 60_000
expect.set_options(timeout=TIMEOUT)
DESK = ViewportSize(width=1280, height=900)
STILL = "[data-testid=stApp][data-test-script-state=notRunning][data-test-connection-state=CONNECTED]"
# Nothing in transition: a colour half-way would be a fault to axe. Endless animations are left aside.
MOVING = """document.getAnimations().filter(
    a => a.playState === "running" && a.effect.getComputedTiming().endTime !== Infinity
).length"""
CONTENT = "document.body.innerHTML.length"
# On a machine busy elsewhere a browser comes late for reasons that are none of the portal's: one more try,
# and the summary names each test that needed it (RERUN), so that none lives on it unseen.
TRIES_MORE = 1
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only what drives a browser may be tried again: a rule that fails once has failed."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=TRIES_MORE))


@dataclass
class Portal:
    """The portal as an operator runs it: one process, one home, commands beside it."""

    home: Path
    port: int
    extra: dict[str, str] = field(default_factory=dict, repr=False)
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    finess: str = ""
    script: str = "app.py"
    # The cookies of the last login of each account, so that not every test goes through the form.
    sessions: dict[str, list[Cookie]] = field(default_factory=dict, repr=False)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        own = {"DP_RUPTURES_HOME": str(self.home), "DP_RUPTURES_NOW": NOW.isoformat()}
        return {**os.environ, **own, **self.extra}

    def command(self, *arguments: str) -> dict[str, object]:
        """Run `python -m dp_ruptures … --json`; its answer."""
        done = subprocess.run(
            [sys.executable, "-m", "dp_ruptures", *arguments, "--json"],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        answer: dict[str, object] = json.loads(done.stdout)
        return answer

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", self.script, "--server.port", str(self.port)]
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < deadline, (self.home / "server.log").read_text()
            time.sleep(0.1)

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(20)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Path:
    """The home of a small invented season that no server ever opened, built once for all workers."""
    ours = tmp_path_factory.getbasetemp()
    home = (ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours) / f"season-{testrun_uid}"
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not home.exists():
            building = Portal(home.with_suffix(".new"), 0)
            answer = building.command("demo", "--pharmacies", "300", "--weeks", "3", "--password", PASSWORD)
            (building.home / "answer.json").write_text(json.dumps(answer))
            building.home.rename(home)
    return home


def furnished(season: Path, home: Path) -> Portal:
    """A portal on its own copy of the season, not started: a season takes ten seconds to invent."""
    shutil.copytree(season, home, dirs_exist_ok=True)
    return Portal(home, free_port(), finess=json.loads((season / "answer.json").read_text())["pharmacy"])


@pytest.fixture(scope="session")
def portal(season: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    running = furnished(season, tmp_path_factory.mktemp("home"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile per worker, for its cache: Streamlit's 3 MB of scripts are fetched once."""
    opened = browser.new_context(locale="fr-FR", viewport=DESK)
    opened.set_default_timeout(TIMEOUT)
    opened.new_page()  # Stays on its blank page, so that the profile always has one.
    yield opened
    opened.close()


@contextmanager
def watched(profile: BrowserContext, portal: Portal) -> Iterator[BrowserContext]:
    """The profile without a cookie nor a memory, then left so; fails on a request to another host or a CSP
    violation in between.
    """
    outside: list[str] = []

    def note_request(request: Request) -> None:
        if _is_outside(request.url):
            outside.append(request.url)

    def note_words(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            outside.append(message.text)

    profile.on("request", note_request)
    profile.on("console", note_words)
    try:
        yield profile
    finally:
        profile.remove_listener("request", note_request)
        profile.remove_listener("console", note_words)
        blank, *others = profile.pages
        for page in others:
            page.close()
        profile.clear_cookies()
        storage = profile.new_cdp_session(blank)
        storage.send(
            "Storage.clearDataForOrigin", {"origin": portal.url, "storageTypes": "local_storage,indexeddb"}
        )
        storage.detach()
    assert outside == []


@pytest.fixture
def context(profile: BrowserContext, portal: Portal) -> Iterator[BrowserContext]:
    """A browser that was never here, watched."""
    with watched(profile, portal) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "localhost"


def log_in(page: Page, portal: Portal, name: str, path: str = "/", password: str = PASSWORD) -> None:
    """At `path` as `name`; returns once the portal shows the way out.

    The browser gets the session that an earlier test opened through the form, as long as it lives:
    pages that need a session of their own want `log_in_by_form`.
    """
    kept = portal.sessions.get(name)
    if kept and password == PASSWORD and _opens(portal, kept):
        page.context.add_cookies(kept)  # type: ignore[arg-type]
        page.goto(portal.url + path)
        way_out(page).wait_for(state="attached")
    else:
        log_in_by_form(page, portal, name, path, password)
        portal.sessions[name] = page.context.cookies(portal.url)


def log_in_by_form(page: Page, portal: Portal, name: str, path: str = "/", password: str = PASSWORD) -> None:
    """A session of its own, as a person opens it; returns once the portal shows the way out."""
    page.goto(portal.url + path)
    fill_login(page, name, password)
    way_out(page).wait_for(state="attached")


def way_out(page: Page) -> Locator:
    return page.get_by_role("button", name="Se déconnecter")


def settle(page: Page) -> None:
    """Wait until Streamlit has run, every lazy part is there, and the page's content stands still."""
    page.get_by_role("heading", level=1).first.wait_for()
    expect(page.locator(STILL)).to_have_count(1)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    before, now = -1, page.evaluate(CONTENT)
    while before != now or page.evaluate(MOVING):
        page.wait_for_timeout(150)
        before, now = now, page.evaluate(CONTENT)


def _opens(portal: Portal, kept: list[Cookie]) -> bool:
    """Whether the session still lives: a test may have ended it."""
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in kept)
    request = urllib.request.Request(f"{portal.url}/session", headers={"Cookie": cookies})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return bool(answer.status == 204)
    except urllib.error.HTTPError:
        return False


def fill_login(page: Page, name: str, password: str) -> None:
    page.get_by_label("Identifiant").fill(name)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()
