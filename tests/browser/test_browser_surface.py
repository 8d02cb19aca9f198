"""What only a browser can tell: no page breaks the content policy, no secret reaches the log."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from dp_ruptures import sessions
from dp_ruptures.screens import SCREENS, screens_of
from tests.browser.conftest import PASSWORD, Portal, fill_login, log_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ACCOUNTS = {"pharmacie": "pharmacist", "ordre": "analyst", "ministere": "ministry", "admin": "admin"}
# Reported by the browser itself, also for what prints nothing on the console.
LISTEN = """
document.addEventListener("securitypolicyviolation", e => (window.broken ||= []).push(e.blockedURI))
"""


@pytest.mark.parametrize("name", sorted(ACCOUNTS))
def test_no_page_breaks_the_policy(portal: Portal, page: Page, name: str) -> None:
    page.add_init_script(LISTEN)
    log_in(page, portal, name)
    for screen in screens_of(ACCOUNTS[name]):
        page.goto(f"{portal.url}/{screen.address}")
        expect(page.get_by_role("heading", level=1)).to_have_text(screen.title, timeout=30_000)
        expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=30_000)
        assert page.evaluate("window.broken || []") == [], screen.file


def test_a_broken_policy_would_be_seen(portal: Portal, browser: Browser) -> None:
    """In a profile of its own: the shared one fails on any violation, which is what it is for."""
    lone = browser.new_context()
    page = lone.new_page()
    page.add_init_script(LISTEN)
    page.goto(portal.url)
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://ailleurs.example/x.png'}))")
    page.wait_for_function("(window.broken || []).length === 1")
    lone.close()


def test_a_day_of_the_portal_leaves_no_secret_in_the_log(portal: Portal, page: Page) -> None:
    """Failed login, login, a declaration, tempting addresses, a download's page, logout."""
    page.goto(portal.url)
    fill_login(page, "pharmacie", "un autre mot de passe")
    expect(page.get_by_text("incorrect")).to_be_visible()
    log_in(page, portal, "pharmacie")
    (cookie,) = [cookie for cookie in page.context.cookies() if cookie["name"] == sessions.COOKIE]
    for screen in SCREENS:
        page.goto(f"{portal.url}/{screen.address}?finess=010002301&jeton=abc")
        page.get_by_role("heading", level=1).wait_for()
    page.goto(portal.url)
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_label("Identifiant")).to_be_visible()
    log = (portal.home / "server.log").read_text()
    for secret in (PASSWORD, "un autre mot de passe", cookie["value"], "010002301"):
        assert secret not in log
    assert "Traceback" not in log
    for number in re.findall(r"(?<!\d)\d[0-9AB]\d{7}(?!\d)", log):
        pytest.fail(f"a FINESS may stand in the log: {number[:2]}…")
