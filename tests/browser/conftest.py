"""A real server on a small invented season, and a real Chromium that must stay inside it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import NOW, ROOT

PASSWORD = "un mot de passe de test"
# Two cores shared with the other tests: a first answer may take seconds, never this long.
expect.set_options(timeout=20_000)
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@dataclass
class Portal:
    """The portal as an operator runs it: one process, one home, commands beside it."""

    home: Path
    port: int
    extra: dict[str, str] = field(default_factory=dict, repr=False)
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    finess: str = ""
    script: str = "app.py"

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
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    running = Portal(tmp_path_factory.mktemp("home"), free_port())
    season = running.command("demo", "--pharmacies", "600", "--weeks", "4", "--password", PASSWORD)
    running.finess = str(season["pharmacy"])
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser, portal: Portal) -> Iterator[BrowserContext]:
    """A fresh browser profile; fails the test on a request to another host or a CSP violation."""
    opened = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    outside: list[str] = []
    opened.on("request", lambda request: outside.append(request.url) if _is_outside(request.url) else None)
    opened.on(
        "console",
        lambda message: outside.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield opened
    opened.close()
    assert outside == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    opened = context.new_page()
    opened.set_default_timeout(20_000)
    return opened


def _is_outside(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "localhost"


def log_in(page: Page, portal: Portal, name: str, path: str = "/", password: str = PASSWORD) -> None:
    """Through the form, as a person; returns once the portal shows the way out."""
    page.goto(portal.url + path)
    fill_login(page, name, password)
    page.get_by_role("button", name="Se déconnecter").wait_for(state="attached")


def fill_login(page: Page, name: str, password: str) -> None:
    page.get_by_label("Identifiant").fill(name)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()
