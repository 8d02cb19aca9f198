"""The way in and the way out, in a real browser."""

import json
import urllib.request

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dp_ruptures.screens import SCREENS
from tests.browser.conftest import PASSWORD, Portal, fill_login, log_in, log_in_by_form
from tests.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Each page is asked for in tests/test_guards.py; here, one of each kind: the entrance, an address of the
# menu, the name of a file as Streamlit's old mode served it, and nothing known.
ADDRESSES = ("", SCREENS[4].address, SCREENS[4].path.stem, "inconnue")


def test_no_page_shows_anything_before_login_on_a_fresh_server(portal: Portal, page: Page) -> None:
    portal.stop()
    portal.start()
    for address in ADDRESSES:
        page.goto(f"{portal.url}/{address}")
        expect(page.get_by_label("Identifiant")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text("DP-Ruptures")
        expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)


def test_the_page_is_french_and_says_its_name(portal: Portal, page: Page) -> None:
    page.goto(portal.url)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page).to_have_title("Connexion · DP-Ruptures")
    expect(page.get_by_label("Identifiant")).to_be_focused()


def test_a_chosen_file_is_told_in_french(page: Page) -> None:
    page.set_content("<main></main>")
    page.add_script_tag(path=ROOT / "dp_ruptures" / "assets" / "fr.js")
    page.locator("main").evaluate("(main, chip) => { main.innerHTML = chip }", CHIP)
    chip = page.get_by_test_id("stFileChip")
    expect(chip).to_have_attribute("aria-label", "stock 5MB.csv, 72 octets")
    expect(chip).to_have_text("stock 5MB.csv72 octets")
    expect(chip.get_by_role("button")).to_have_attribute("aria-label", "Retirer stock 5MB.csv")


CHIP = """<div data-testid="stFileChip" aria-label="stock 5MB.csv, 72.0B"><span>stock 5MB.csv</span>
<span>72.0B</span><button aria-label="Remove stock 5MB.csv"></button></div>""".replace("\n", "")


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(portal: Portal, page: Page) -> None:
    page.goto(portal.url)
    for name in ("ordre", "personne"):
        fill_login(page, name, "pas le bon mot de passe")
        expect(page.get_by_text("Identifiant ou mot de passe incorrect")).to_be_visible()


def test_an_empty_form_says_what_is_missing(portal: Portal, page: Page) -> None:
    page.goto(portal.url)
    fill_login(page, "", "")
    expect(page.get_by_text("Saisissez votre identifiant et votre mot de passe.")).to_be_visible()


def test_a_session_survives_reload_and_restart(portal: Portal, page: Page) -> None:
    log_in(page, portal, "admin")
    page.reload()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    portal.stop()
    portal.start()
    page.goto(portal.url)
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()


def test_the_cookie_is_out_of_reach_of_scripts_and_replayed_after_logout_opens_nothing(
    portal: Portal, page: Page, context: BrowserContext
) -> None:
    for _ in range(2):
        log_in_by_form(page, portal, "admin")
        kept = context.cookies()
        (cookie,) = [cookie for cookie in kept if cookie["name"] == "dp_session"]
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Lax"
        assert "dp_session" not in page.evaluate("document.cookie")
        page.get_by_role("button", name="Se déconnecter").click()
        expect(page.get_by_label("Identifiant")).to_be_visible()
        context.add_cookies(kept)  # type: ignore[arg-type]
        page.goto(portal.url)
        expect(page.get_by_label("Identifiant")).to_be_visible()
        context.clear_cookies()


def test_a_deep_link_survives_the_login(portal: Portal, page: Page) -> None:
    log_in_by_form(page, portal, "ordre", path="/tendances?zone=03 · Allier")
    expect(page.get_by_role("heading", level=1)).to_have_text("Explorer les stocks")
    expect(page.get_by_text("03 · Allier, semaine").first).to_be_visible()


def test_a_forged_ticket_opens_no_session(portal: Portal) -> None:
    request = urllib.request.Request(
        f"{portal.url}/session",
        json.dumps({"ticket": PASSWORD}).encode(),
        {"Content-Type": "application/json"},
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 401
    assert refused.value.headers.get("Set-Cookie") is None
