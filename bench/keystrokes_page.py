"""What the weekly form costs: CPU of the server at each quantity typed, bytes and requests of a page."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, BrowserContext, Page

from dp_ruptures.screens import screens_of
from tests.browser.conftest import Portal, log_in
from tests.servers import Lone

BUDGET_MS = 10
EDITS = 60
# Twelve bare fields in a fragment: what Streamlit itself costs on this machine at this moment.
_BARE = """
import streamlit as st

@st.fragment
def fields():
    for number in range(12):
        st.text_input(f"Champ {number}", key=f"champ-{number}")

fields()
"""


def measure(browser: Browser, portal: Portal) -> None:
    """Print the measures of the form, the bare page's beside them."""
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 1100})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    log_in(page, portal, "page")
    fields = '.st-key-quantities input[type="tel"]'
    form = _cpu_per_rerun(page, portal, fields)
    bare = _bare(browser)
    print(f"keystrokes.cpu_ms_per_rerun: {form['ms']:.1f} (budget {BUDGET_MS} on an idle machine)")
    ratio = form["ms"] / bare["ms"]
    print(f"keystrokes.cpu_ms_per_rerun.twelve_bare_fields: {bare['ms']:.1f}, ratio {ratio:.1f}")
    print(f"keystrokes.bytes_per_rerun: {form['bytes']:.0f}")
    _cold(browser, context, portal)
    for screen in screens_of("pharmacist"):
        page.goto(f"{portal.url}/{screen.address}")
        page.get_by_role("heading", level=1).first.wait_for()
        page.wait_for_timeout(1500)
    plotly = [url for url in asked if "plotly" in url.lower()]
    print(f"keystrokes.plotly_requests on {len(screens_of('pharmacist'))} pages: {len(plotly)} (budget 0)")
    context.close()


def _cpu_per_rerun(page: Page, server: Portal, selector: str) -> dict[str, float]:
    sent: list[int] = []
    received: list[int] = []
    page.on(
        "websocket",
        lambda socket: (
            socket.on("framesent", lambda frame: sent.append(len(frame))),
            socket.on("framereceived", lambda frame: received.append(len(frame))),
        ),
    )
    page.reload()
    page.locator(selector).first.wait_for()
    _edit(page, selector, 10)
    reruns, bytes_before, cpu = len(sent), sum(received), _cpu_seconds(server)
    _edit(page, selector, EDITS)
    count = len(sent) - reruns
    return {
        "ms": 1000 * (_cpu_seconds(server) - cpu) / count,
        "bytes": (sum(received) - bytes_before) / count,
    }


def _edit(page: Page, selector: str, times: int) -> None:
    for number in range(times):
        page.locator(selector).nth(number % 12).fill(str(number + 1))
        page.keyboard.press("Tab")
        page.wait_for_timeout(200)
    page.wait_for_timeout(1500)


def _cpu_seconds(server: Portal) -> float:
    assert server.process is not None
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _bare(browser: Browser) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        server = Lone(Path(folder), _BARE)
        server.start()
        page = browser.new_page()
        page.goto(server.url)
        try:
            return _cpu_per_rerun(page, server, "input")
        finally:
            page.context.close()
            server.stop()


def _cold(browser: Browser, known: BrowserContext, portal: Portal) -> None:
    """A first visit with an empty cache, already logged in."""
    context = browser.new_context(locale="fr-FR", storage_state=known.storage_state())
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(portal.url)
    page.locator('.st-key-quantities input[type="tel"]').first.wait_for()
    page.wait_for_timeout(2000)
    print(f"keystrokes.cold_page: {len(sizes)} requests, {sum(sizes) / 1e6:.2f} MB")
    context.close()
