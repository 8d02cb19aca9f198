"""The second door, through a real OIDC server and a real browser."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dp_ruptures import oidc, settings
from dp_ruptures.rules.finess import with_key
from dp_ruptures.store import open_store
from tests.browser.conftest import PASSWORD, Portal, fill_login, free_port, furnished, log_in
from tests.browser.identity_provider import IdentityProvider

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Pharmacies = list[dict[str, Any]]
ELSEWHERE = with_key("75000001")  # A sound number, and no such pharmacy.
IDENTITY = "_streamlit_user"


@pytest.fixture(scope="module")
def psc() -> Iterator[IdentityProvider]:
    provider = IdentityProvider(free_port())
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture(scope="module")
def ordre() -> Iterator[IdentityProvider]:
    provider = IdentityProvider(free_port())
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture(scope="module")
def portal(
    season: Path, tmp_path_factory: pytest.TempPathFactory, psc: IdentityProvider, ordre: IdentityProvider
) -> Iterator[Portal]:
    running = furnished(season, tmp_path_factory.mktemp("home"))
    running.extra = {"DP_RUPTURES_BASE_URL": running.url, "DP_RUPTURES_SECRET": "a secret for the tests only"}
    for name, provider in (("PSC", psc), ("ORDRE", ordre)):
        client_id, client_secret = provider.register(f"{running.url}/oauth2callback")
        running.extra[f"DP_RUPTURES_OIDC_{name}_ISSUER"] = provider.url
        running.extra[f"DP_RUPTURES_OIDC_{name}_CLIENT_ID"] = client_id
        running.extra[f"DP_RUPTURES_OIDC_{name}_CLIENT_SECRET"] = client_secret
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def pharmacies(season: Path, tmp_path_factory: pytest.TempPathFactory) -> Pharmacies:
    """Three open pharmacies of the register, read where no server has the file."""
    file = shutil.copy(season / "dp_ruptures.duckdb", tmp_path_factory.mktemp("register"))
    opened = open_store(f"duckdb:///{file}")
    every = opened.query("finess_pharmacies")
    opened.close()
    return [row for row in every if row["closed_on"] is None][:3]


def come(page: Page, portal: Portal, button: str, subject: str) -> None:
    """From the entrance to the provider, and back as `subject`."""
    page.goto(portal.url)
    page.get_by_role("button", name=button).click()
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()


def come_by_psc(page: Page, portal: Portal, subject: str) -> None:
    come(page, portal, "Pro Santé Connect", subject)


def expect_inside(page: Page) -> None:
    page.get_by_role("button", name="Se déconnecter").wait_for(state="attached")


def cookie_names(context: BrowserContext) -> set[str]:
    return {cookie["name"] for cookie in context.cookies()}


def test_one_pharmacy_goes_straight_in_with_our_session_only(
    portal: Portal,
    psc: IdentityProvider,
    pharmacies: Pharmacies,
    page: Page,
    context: BrowserContext,
) -> None:
    subject = psc.knows_pharmacist("f:550e:899700000001", pharmacies[0]["finess"], "")
    come_by_psc(page, portal, subject)
    expect_inside(page)
    expect(page.get_by_test_id("stSidebar")).to_contain_text(pharmacies[0]["name"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Nouvelle déclaration constatée")
    assert "dp_session" in cookie_names(context)
    assert not any(name.startswith(IDENTITY) for name in cookie_names(context))
    page.goto(f"{portal.url}/mon-compte")
    expect(page.get_by_text("ce compte n'a pas de mot de passe")).to_be_visible()


def test_the_provider_is_asked_who_is_there_with_the_sector_s_scope(portal: Portal, page: Page) -> None:
    page.goto(portal.url)
    page.get_by_role("button", name="Pro Santé Connect").click()
    page.get_by_placeholder("sub").wait_for()
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["scope"] == ["openid scope_all"]
    assert asked["acr_values"] == ["eidas1"]
    assert asked["prompt"] == ["login"]
    assert asked["redirect_uri"] == [f"{portal.url}/oauth2callback"]
    assert asked["state"]
    assert asked["nonce"]


def test_several_pharmacies_are_offered_and_only_those_the_register_knows(
    portal: Portal, psc: IdentityProvider, pharmacies: Pharmacies, page: Page
) -> None:
    first, second, third = pharmacies
    subject = psc.knows_pharmacist("f:550e:899700000002", second["finess"], third["finess"], ELSEWHERE)
    come_by_psc(page, portal, subject)
    expect(page.get_by_text("Bonjour Camille MARTIN")).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(2)
    expect(page.get_by_text(first["finess"])).to_have_count(0)
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_text("Choisissez une officine.")).to_be_visible()
    page.get_by_text(f"({third['finess']})").click()
    page.get_by_role("button", name="Entrer").dblclick()
    expect_inside(page)
    expect(page.get_by_test_id("stSidebar")).to_contain_text(third["name"])


def test_another_choice_closes_the_pages_open_on_the_former_pharmacy(
    portal: Portal,
    psc: IdentityProvider,
    pharmacies: Pharmacies,
    page: Page,
    context: BrowserContext,
) -> None:
    subject = psc.knows_pharmacist("f:550e:899700000003", pharmacies[0]["finess"])
    come_by_psc(page, portal, subject)
    expect_inside(page)
    kept = [cookie for cookie in context.cookies() if cookie["name"] == "dp_session"]
    context.clear_cookies()
    psc.knows_pharmacist(subject, pharmacies[1]["finess"])
    come_by_psc(page, portal, subject)
    expect_inside(page)
    expect(page.get_by_test_id("stSidebar")).to_contain_text(pharmacies[1]["name"])
    context.clear_cookies()
    context.add_cookies(kept)  # type: ignore[arg-type]
    page.goto(portal.url)
    expect(page.get_by_label("Identifiant")).to_be_visible()


def test_without_pharmacy_one_asks_and_an_administrator_links(
    portal: Portal,
    psc: IdentityProvider,
    pharmacies: Pharmacies,
    page: Page,
    context: BrowserContext,
) -> None:
    subject = psc.knows_pharmacist("f:550e:899700000004", "")
    come_by_psc(page, portal, subject)
    expect(page.get_by_text("aucune officine que le portail connaît")).to_be_visible()
    expect(page.get_by_label("Identifiant")).to_have_count(0)
    leave(page, portal)
    assert not any(name.startswith(IDENTITY) for name in cookie_names(context))

    log_in(page, portal, "admin", "/rattachements")
    expect(page.get_by_text("Camille MARTIN · 899700000004 · Pro Santé Connect")).to_be_visible()
    page.get_by_label("Numéro FINESS de l'officine").fill("123")
    page.get_by_role("button", name="Rattacher").click()
    expect(page.get_by_test_id("stAlert").filter(has_text="FINESS")).to_be_visible()
    page.get_by_label("Numéro FINESS de l'officine").fill(pharmacies[2]["finess"])
    page.get_by_role("button", name="Rattacher").click()
    expect(page.get_by_text(f"peut entrer pour {pharmacies[2]['name']}")).to_be_visible()
    context.clear_cookies()

    come_by_psc(page, portal, subject)
    expect_inside(page)
    expect(page.get_by_test_id("stSidebar")).to_contain_text(pharmacies[2]["name"])


def leave(page: Page, portal: Portal) -> None:
    """Back to the entrance, through the provider's own logout."""
    page.get_by_role("button", name="Revenir à la connexion").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_label("Identifiant")).to_be_visible()
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    assert urlsplit(page.url).query == ""


def test_who_is_not_a_pharmacist_is_refused_with_a_sentence(
    portal: Portal, psc: IdentityProvider, pharmacies: Pharmacies, page: Page
) -> None:
    doctor = psc.knows_pharmacist("f:550e:899700000005", pharmacies[0]["finess"], profession="10")
    come_by_psc(page, portal, doctor)
    expect(page.get_by_text("ne vous connaît pas comme pharmacien")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
    leave(page, portal)


def test_logout_really_logs_out_and_copied_cookies_open_nothing(
    portal: Portal,
    psc: IdentityProvider,
    pharmacies: Pharmacies,
    page: Page,
    context: BrowserContext,
) -> None:
    copied: list[Any] = []
    subject = psc.knows_pharmacist("f:550e:899700000006", pharmacies[0]["finess"])
    page.on(
        "response", lambda answer: copied.extend(context.cookies()) if "/oauth2callback" in answer.url else 0
    )
    come_by_psc(page, portal, subject)
    expect_inside(page)
    copied.extend(context.cookies())
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_label("Identifiant")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Identifiant")).to_be_visible()

    context.clear_cookies()
    assert IDENTITY in {cookie["name"] for cookie in copied}
    context.add_cookies(copied)
    page.goto(portal.url)
    expect(page.get_by_text("a expiré ou a déjà servi")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)


def identity_cookie(portal: Portal, claims: dict[str, object], secret: str | None = None) -> dict[str, Any]:
    """Streamlit's identity cookie as its server would sign it, or as a forger would."""
    configured = oidc.streamlit_secrets(settings.load(portal.environment))
    assert configured is not None
    content = {"origin": portal.url, "is_logged_in": True, "provider": "psc", **claims}
    signed = create_signed_value(secret or configured["auth"]["cookie_secret"], IDENTITY, json.dumps(content))
    return {"name": IDENTITY, "value": signed.decode(), "url": portal.url}


def test_an_identity_older_than_a_few_minutes_is_asked_again(
    portal: Portal, psc: IdentityProvider, page: Page, context: BrowserContext
) -> None:
    claims = {"iss": psc.url, "sub": "f:550e:899700000001", "nonce": "n", "iat": int(time.time()) - 3600}
    context.add_cookies([identity_cookie(portal, claims)])  # type: ignore[list-item]
    page.goto(portal.url)
    expect(page.get_by_text("a expiré ou a déjà servi")).to_be_visible()


def test_a_forged_identity_is_nobody(
    portal: Portal, psc: IdentityProvider, page: Page, context: BrowserContext
) -> None:
    claims = {"iss": psc.url, "sub": "f:550e:899700000001", "nonce": "n", "iat": int(time.time())}
    context.add_cookies([identity_cookie(portal, claims, "another secret altogether")])  # type: ignore[list-item]
    page.goto(portal.url)
    expect(page.get_by_label("Identifiant")).to_be_visible()


@pytest.mark.parametrize(
    "query", ["state=forged&code=stolen", "error=access_denied&error_description=Camille%20MARTIN", "code=x"]
)
def test_a_tampered_or_refused_return_says_so(portal: Portal, page: Page, query: str) -> None:
    page.goto(f"{portal.url}/oauth2callback?{query}")
    expect(page.get_by_text("L'identification n'a pas abouti ou a expiré.")).to_be_visible()
    expect(page.get_by_label("Identifiant")).to_be_visible()


def test_declining_at_the_provider_comes_back_to_the_entrance(portal: Portal, page: Page) -> None:
    page.goto(portal.url)
    page.get_by_role("button", name="Pro Santé Connect").click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_text("L'identification n'a pas abouti ou a expiré.")).to_be_visible()
    fill_login(page, "admin", PASSWORD)
    expect_inside(page)


def test_a_state_of_another_browser_is_refused(
    portal: Portal,
    psc: IdentityProvider,
    pharmacies: Pharmacies,
    page: Page,
    context: BrowserContext,
) -> None:
    subject = psc.knows_pharmacist("f:550e:899700000007", pharmacies[0]["finess"])
    page.goto(portal.url)
    page.get_by_role("button", name="Pro Santé Connect").click()
    page.get_by_placeholder("sub").fill(subject)
    context.clear_cookies()
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_text("L'identification n'a pas abouti ou a expiré.")).to_be_visible()


def test_a_provider_that_is_down_is_said_in_french(
    portal: Portal, ordre: IdentityProvider, page: Page
) -> None:
    ordre.stop()
    page.goto(portal.url)
    page.get_by_role("button", name="Compte de l'Ordre").click()
    expect(page.get_by_text("Le service d'identification ne répond pas.")).to_be_visible()
    fill_login(page, "admin", PASSWORD)
    expect_inside(page)
    ordre.start()


def test_an_unknown_member_asks_and_an_administrator_opens_one_account(
    portal: Portal, ordre: IdentityProvider, page: Page, context: BrowserContext
) -> None:
    subject = ordre.knows(
        "u-12", name="Alix Durand", email="alix@ordre.example", email_verified=True, role="admin"
    )
    come(page, portal, "Compte de l'Ordre", subject)
    expect(page.get_by_text("Aucun compte du portail ne correspond")).to_be_visible()
    leave(page, portal)
    log_in(page, portal, "admin", "/rattachements")
    request = page.get_by_test_id("stForm").filter(has_text="Alix Durand")
    request.get_by_role("combobox").click()
    page.get_by_role("option", name="ordre").click()
    request.get_by_role("button", name="Rattacher").click()
    expect(page.get_by_text("peut entrer avec le compte ordre")).to_be_visible()
    context.clear_cookies()
    come(page, portal, "Compte de l'Ordre", subject)
    expect_inside(page)
    expect(page.get_by_test_id("stSidebar")).to_contain_text("Ordre des pharmaciens")
    page.goto(f"{portal.url}/administration")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page réservée")


def test_both_doors_stand_side_by_side(portal: Portal, page: Page) -> None:
    page.goto(portal.url)
    for button in ("Se connecter", "Pro Santé Connect", "Compte de l'Ordre"):
        expect(page.get_by_role("button", name=button, exact=True)).to_be_visible()
    log_in(page, portal, "pharmacie")


def test_nothing_of_an_identity_reaches_the_log(portal: Portal) -> None:
    log = (portal.home / "server.log").read_text()
    for secret in ("MARTIN", "Camille", "899700", "alix@", "eyJ", "Traceback", "code="):
        assert secret not in log
