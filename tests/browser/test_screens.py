"""Every screen of every role: no serious accessibility fault, no English left, nothing cut on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dp_ruptures.screens import screens_of
from tests.browser.conftest import Portal, log_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROLES = {"pharmacie": "pharmacist", "ordre": "analyst", "ministere": "ministry", "admin": "admin"}
ENGLISH = re.compile(
    r"\b(Press Enter|Choose an option|Page not found|No results|Search|Fullscreen|Download as|Running)\b"
)


def settle(page: Page) -> None:
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_timeout(1500)


def serious(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [
        (fault["id"], fault["nodes"][0]["html"][:200])
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]


def test_the_login_screen_is_accessible(portal: Portal, page: Page) -> None:
    page.goto(portal.url)
    settle(page)
    assert serious(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", list(ROLES))
def test_every_screen_is_accessible_french_and_fits_a_phone(
    portal: Portal, browser: Browser, name: str, scheme: str
) -> None:
    context = browser.new_context(locale="fr-FR", color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    log_in(page, portal, name)
    for screen in screens_of(ROLES[name]):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{portal.url}/{screen.address}")
        settle(page)
        assert serious(page) == [], screen.title
        assert not ENGLISH.search(page.locator("body").inner_text()), screen.title
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, screen.title
    context.close()
