"""One walk per role through its addresses, and what it must have met nowhere.

Every screen is looked at once, by the first role that has it: no breach of the content policy, no serious
accessibility fault in either theme, no English left, nothing cut on a phone. One address of the others is
refused; tests/test_guards.py asks every role for every page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dp_ruptures.screens import SCREENS, Screen, screens_of
from tests.browser.accessibility import serious
from tests.browser.conftest import DESK, Portal, log_in, settle, watched

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROLES = {"pharmacie": "pharmacist", "ministere": "ministry", "ordre": "analyst", "admin": "admin"}
ENGLISH = re.compile(
    r"\b(Press Enter|Choose an option|Page not found|No results|Search|Fullscreen|Download as|Running)\b"
)
PHONE = 390
# Reported by the browser itself, also for what prints nothing on the console.
LISTEN = """
document.addEventListener("securitypolicyviolation", e => (window.broken ||= []).push(e.blockedURI))
"""
LOOKED_AT_BY = {screen: name for name, role in reversed(ROLES.items()) for screen in screens_of(role)}
GROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"


@dataclass
class Walk:
    """What one role met; each dictionary by the title of the screen, faults only."""

    own: list[str]
    looked_at: list[str]
    menu: list[str] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    breaches: dict[str, list[str]] = field(default_factory=dict)
    in_light: dict[str, Any] = field(default_factory=dict)
    in_dark: dict[str, Any] = field(default_factory=dict)
    english: dict[str, str] = field(default_factory=dict)
    too_wide: dict[str, int] = field(default_factory=dict)


@pytest.fixture(scope="module", params=list(ROLES))
def walk(request: pytest.FixtureRequest, portal: Portal, profile: BrowserContext) -> Iterator[Walk]:
    """The addresses that this role is the one to look at, and one that is not its own."""
    own = screens_of(ROLES[request.param])
    looked_at = [screen for screen in own if LOOKED_AT_BY[screen] == request.param]
    foreign = next(screen for screen in reversed(SCREENS) if screen not in own)
    walked = Walk([screen.title for screen in own], [screen.title for screen in looked_at])
    with watched(profile, portal) as context:
        page = context.new_page()
        page.add_init_script(LISTEN)
        log_in(page, portal, request.param)
        menu = page.get_by_test_id("stSidebarNav").get_by_role("link")
        expect(menu.first).to_be_visible()
        walked.menu = [title.split("\n")[-1] for title in menu.all_inner_texts()]
        for screen in looked_at:
            # By the menu, which loads nothing again: a third of the time of its address.
            menu.filter(has_text=screen.title).first.click()
            visit(page, screen, walked)
        page.goto(f"{portal.url}/{foreign.address}")
        visit(page, foreign, walked)
        yield walked


def visit(page: Page, screen: Screen, walked: Walk) -> None:
    title = screen.title
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(f"^({re.escape(title)}|Page réservée)$")
    )
    settle(page)
    walked.headings[title] = page.get_by_role("heading", level=1).first.inner_text()
    if page.get_by_text("erreur est survenue").count():
        walked.failures.append(title)
    if title not in walked.own:
        return
    walked.in_light[title] = serious(page)
    if left := ENGLISH.search(page.locator("body").inner_text()):
        walked.english[title] = left[0]
    walked.in_dark[title] = serious_in_dark(page)
    walked.too_wide[title] = width_on_a_phone(page)
    walked.breaches[title] = page.evaluate("window.broken || []")


def serious_in_dark(page: Page) -> list[tuple[str, str]]:
    """Streamlit follows the browser's theme at once, as when night falls on an open page."""
    by_day = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    for _ in range(100):
        if page.evaluate(GROUND) != by_day:
            break
        page.wait_for_timeout(50)
    else:
        raise AssertionError("the page did not turn dark")
    settle(page)
    found = serious(page, "color-contrast")
    page.emulate_media(color_scheme="light")
    return found


def width_on_a_phone(page: Page) -> int:
    """What the page takes once its drawings have followed the window."""
    page.set_viewport_size({"width": PHONE, "height": 844})
    settle(page)
    width = int(page.evaluate("document.documentElement.scrollWidth"))
    page.set_viewport_size(DESK)
    return width


def faults(met: dict[str, Any]) -> dict[str, Any]:
    return {title: found for title, found in met.items() if found}


def test_a_role_opens_its_own_pages_and_is_refused_the_others(walk: Walk) -> None:
    assert walk.menu == walk.own
    (refused,) = walk.headings.keys() - set(walk.own)
    assert walk.headings == {title: title for title in walk.looked_at} | {refused: "Page réservée"}
    assert walk.failures == []


def test_every_screen_is_looked_at() -> None:
    assert set(LOOKED_AT_BY) == set(SCREENS)


def test_no_page_breaks_the_policy(walk: Walk) -> None:
    assert faults(walk.breaches) == {}
    assert set(walk.breaches) == set(walk.looked_at)


def test_every_screen_is_accessible(walk: Walk) -> None:
    assert faults(walk.in_light) == {}
    assert set(walk.in_light) == set(walk.looked_at)


def test_every_screen_is_accessible_in_the_dark(walk: Walk) -> None:
    assert faults(walk.in_dark) == {}
    assert set(walk.in_dark) == set(walk.looked_at)


def test_every_screen_is_french(walk: Walk) -> None:
    assert walk.english == {}


def test_every_screen_fits_a_phone(walk: Walk) -> None:
    assert {title: width for title, width in walk.too_wide.items() if width > PHONE} == {}
    assert set(walk.too_wide) == set(walk.looked_at)


def test_a_fault_would_be_seen(page: Page) -> None:
    page.set_content("<main><img src='data:,'><p style='color:#ccc;background:#fff'>pâle</p></main>")
    assert {"image-alt", "color-contrast", "html-has-lang"} <= {rule for rule, _ in serious(page)}
    assert [rule for rule, _ in serious(page, "color-contrast")] == ["color-contrast"]


def test_the_login_screen_is_accessible(portal: Portal, page: Page) -> None:
    page.goto(portal.url)
    settle(page)
    assert serious(page) == []
