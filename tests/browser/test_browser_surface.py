"""What only a browser can tell: a breach of the content policy is seen, no secret reaches the log."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from dp_ruptures import sessions
from dp_ruptures.screens import SCREENS, screens_of
from tests.browser.conftest import PASSWORD, Portal, fill_login, log_in_by_form
from tests.browser.test_screens import LISTEN

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_broken_policy_would_be_seen(portal: Portal, browser: Browser) -> None:
    """In a profile of its own: the shared one fails on any violation, which is what it is for."""
    lone = browser.new_context()
    page = lone.new_page()
    page.add_init_script(LISTEN)
    page.goto(portal.url)
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://ailleurs.example/x.png'}))")
    while not page.evaluate("window.broken"):
        page.wait_for_timeout(50)
    lone.close()


def test_a_day_of_the_portal_leaves_no_secret_in_the_log(portal: Portal, page: Page) -> None:
    """Failed login, login, a declaration, tempting addresses, a download's page, logout."""
    page.goto(portal.url)
    fill_login(page, "pharmacie", "un autre mot de passe")
    expect(page.get_by_text("incorrect")).to_be_visible()
    log_in_by_form(page, portal, "pharmacie")
    (cookie,) = [cookie for cookie in page.context.cookies() if cookie["name"] == sessions.COOKIE]
    for screen in [*screens_of("pharmacist"), SCREENS[-3]]:
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
