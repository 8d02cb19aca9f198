"""Bytes, requests and seconds of a page in Chromium: with an empty cache, and again."""

import time
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.performance_server import ROLES, Server
from bench.performance_table import Figure
from tests.browser.conftest import CHROMIUM, DESK, TIMEOUT, log_in

# Account's role, address, and what is there once the page can be used.
PAGES = (
    ("pharmacist", "/", '.st-key-quantities input[type="tel"]'),
    ("ministry", "/", ".js-plotly-plot"),
    ("analyst", "/", ".js-plotly-plot"),
)


@dataclass
class Visit:
    """What one opening of a page took."""

    bytes: float = 0
    requests: int = 0
    seconds: float = 0


def measure(server: Server) -> list[Figure]:
    """Cold and warm visits of each role's first page."""
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        for role, address, sign in PAGES:
            known = _logged_in(browser, server, ROLES[role])
            cold, warm = _visit(known, server, address, sign), _visit(known, server, address, sign)
            known.close()
            for name, visit in (("cold", cold), ("warm", warm)):
                note = f"{visit.bytes / 1000:,.0f} kB, {visit.requests} requests"
                found.append(Figure("browser", f"{role}'s first page, {name}", visit.seconds, "s", note=note))
        browser.close()
    return found


def _logged_in(browser: Browser, server: Server, name: str) -> BrowserContext:
    """A profile that has the session and nothing else: the login's own files are not in its cache."""
    first = browser.new_context(locale="fr-FR")
    first.set_default_timeout(TIMEOUT)
    log_in(first.new_page(), server, name)
    state = first.storage_state()
    first.close()
    known = browser.new_context(locale="fr-FR", storage_state=state, viewport=DESK)
    known.set_default_timeout(TIMEOUT)
    return known


def _visit(context: BrowserContext, server: Server, address: str, sign: str) -> Visit:
    page, visit = context.new_page(), Visit()
    network = context.new_cdp_session(page)
    network.send("Network.enable")

    def loaded(event: dict[str, float]) -> None:
        visit.bytes += event["encodedDataLength"]
        visit.requests += 1

    network.on("Network.loadingFinished", loaded)
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: _add(visit, len(frame))),
    )
    start = time.monotonic()
    page.goto(server.url + address)
    page.locator(sign).first.wait_for()
    visit.seconds = time.monotonic() - start
    page.wait_for_timeout(2000)
    page.close()
    return visit


def _add(visit: Visit, size: int) -> None:
    visit.bytes += size
