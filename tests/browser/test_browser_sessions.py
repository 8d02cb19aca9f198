"""Sessions and throttling as a person meets them: tabs, restarts, cookies, other origins, proxies."""

import json
import shutil
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from dp_ruptures import accounts, sessions
from dp_ruptures.sessions import Client
from dp_ruptures.store import Store, open_store
from tests.browser.conftest import PASSWORD, Portal, fill_login, free_port, log_in
from tests.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ENDED = "Votre session est terminée."


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_label("Identifiant")).to_be_visible()


def post(portal: Portal, path: str, body: bytes, **headers: str) -> tuple[int, Message]:
    """The answer's status and headers; `Content_Type` is JSON unless said otherwise."""
    sent = {"Content-Type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(portal.url + path, body, sent)) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers


def test_logging_in_after_logging_out_works_every_time_in_one_tab(portal: Portal, page: Page) -> None:
    # The role whose first page costs a browser least.
    log_in(page, portal, "admin")
    for name in ("pharmacie", "admin", "admin"):
        log_out(page)
        expect(page.get_by_text(ENDED)).to_have_count(0)
        fill_login(page, name, PASSWORD)
        page.get_by_role("button", name="Se déconnecter").wait_for(state="attached")


def test_a_second_tab_is_logged_in_and_says_when_the_session_ended(
    portal: Portal, page: Page, context: BrowserContext
) -> None:
    log_in(page, portal, "admin")
    second = context.new_page()
    second.goto(f"{portal.url}/administration")
    expect(second.get_by_role("heading", level=1)).to_have_text("Administration")
    log_out(page)
    # The next run of the second tab: any click.
    second.get_by_test_id("stSidebarNav").get_by_role("link").last.click()
    expect(second.get_by_text(ENDED)).to_be_visible()
    expect(second.get_by_role("heading", level=1)).to_have_text("DP-Ruptures")
    expect(second.get_by_test_id("stSidebarNav")).to_have_count(0)
    fill_login(second, "admin", PASSWORD)
    second.get_by_role("button", name="Se déconnecter").wait_for(state="attached")
    expect(second.get_by_text(ENDED)).to_have_count(0)


def test_an_operator_ends_sessions_and_the_open_tab_shows_nothing_more(portal: Portal, page: Page) -> None:
    log_in(page, portal, "ordre", path="/publication")
    expect(page.get_by_role("heading", level=1)).to_have_text("Publication")
    portal.command("accounts", "end-sessions", "ordre")
    page.reload()
    expect(page.get_by_text(ENDED)).to_be_visible()
    fill_login(page, "ordre", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Publication")


def test_a_browser_that_refuses_cookies_is_told_so(portal: Portal, page: Page) -> None:
    def without_cookie(route: object) -> None:
        route.fulfill(status=204)  # type: ignore[attr-defined]

    page.route("**/session", lambda route: without_cookie(route) if is_post(route) else route.continue_())
    page.goto(portal.url)
    fill_login(page, "ordre", PASSWORD)
    expect(page.get_by_text("refuse les cookies")).to_be_visible()


def is_post(route: object) -> bool:
    return bool(route.request.method == "POST")  # type: ignore[attr-defined]


def test_a_forged_cookie_opens_nothing_and_is_said_to_have_ended(
    portal: Portal, page: Page, context: BrowserContext
) -> None:
    context.add_cookies([{"name": sessions.COOKIE, "value": "forged' --", "url": portal.url}])
    page.goto(portal.url)
    expect(page.get_by_text(ENDED)).to_be_visible()


def test_too_many_tries_are_said_in_french(portal: Portal, page: Page) -> None:
    """An unknown name gets the same answers: tests/test_login.py and test_throttle.py."""
    page.goto(portal.url)
    # From this network « ordre » may have logged in before: its own path is what fills.
    for _ in range(5):
        fill_login(page, "ministere", "pas le bon")
        expect(page.get_by_text("Identifiant ou mot de passe incorrect")).to_be_visible()
    fill_login(page, "ministere", "pas le bon")
    expect(page.get_by_text("Trop d'essais : celui-ci n'a pas été vérifié. Réessayez dans")).to_be_visible()
    page.wait_for_timeout(6_000)
    fill_login(page, "ministere", PASSWORD)
    page.get_by_role("button", name="Se déconnecter").wait_for(state="attached")


@pytest.mark.parametrize("path", ["/session", "/session/end"])
def test_another_site_cannot_open_or_end_a_session(portal: Portal, path: str) -> None:
    for origin in ("https://mechant.example", "null", "http://localhost.mechant.example"):
        assert post(portal, path, b"{}", Origin=origin)[0] == 403


@pytest.mark.parametrize("path", ["/session", "/session/end"])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"ticket=x"),
        ("text/plain", b'{"ticket": "x"}'),
        ("application/json", b"not json"),
        ("application/json", b"\xff\x00"),
        ("application/json", b"[1]"),
    ],
)
def test_a_session_route_takes_only_json(portal: Portal, path: str, content_type: str, body: bytes) -> None:
    status, headers = post(portal, path, body, Content_Type=content_type)
    assert status == 415
    assert headers["Set-Cookie"] is None


def test_a_foreign_page_cannot_open_the_websocket(portal: Portal) -> None:
    address = portal.url.replace("http", "ws") + "/_stcore/stream"
    with pytest.raises(InvalidStatus) as refused:
        connect(address, origin="https://mechant.example")
    assert refused.value.response.status_code == 403
    connect(address, origin=portal.url).close()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a portal that was set up and never started."""
    home = tmp_path_factory.mktemp("bare")
    Portal(home, 0).command("init")
    return home


@pytest.fixture
def own_portal(bare: Path, tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """A portal that is not started: its store can be written before, and read after."""
    home = tmp_path_factory.mktemp("proxied")
    shutil.copytree(bare, home, dirs_exist_ok=True)
    return Portal(home, free_port())


def closed_store(portal: Portal) -> Store:
    return open_store(f"duckdb:///{portal.home / 'dp_ruptures.duckdb'}")


def tickets(portal: Portal, count: int) -> list[str]:
    store = closed_store(portal)
    accounts.create_with_password(
        store, name="ordre", role="analyst", finess=None, password=PASSWORD, now=NOW, actor="test"
    )
    issued = [sessions.issue_ticket(store, "ordre", NOW, Client("Firefox")) for _ in range(count)]
    store.close()
    return issued


@pytest.mark.parametrize(("trusted", "address"), [("", "127.0.0.1"), ("127.0.0.1,::1", "6.6.6.6")])
def test_a_forwarded_address_counts_only_from_a_trusted_proxy(
    own_portal: Portal, browser: Browser, monkeypatch: pytest.MonkeyPatch, trusted: str, address: str
) -> None:
    """Neither for a session nor for a login's failures: one that is spoofed must not move them."""
    monkeypatch.setenv("DP_RUPTURES_TRUSTED_PROXY", trusted)
    (ticket,) = tickets(own_portal, 1)
    own_portal.start()
    body = json.dumps({"ticket": ticket}).encode()
    status, _ = post(own_portal, "/session", body, User_Agent="Firefox", X_Forwarded_For="6.6.6.6")
    assert status == 204
    with browser.new_context(extra_http_headers={"X-Forwarded-For": "6.6.6.6"}) as context:
        page = context.new_page()
        page.goto(own_portal.url)
        fill_login(page, "personne", "faux")
        expect(page.get_by_text("Identifiant ou mot de passe incorrect")).to_be_visible()
    own_portal.stop()
    store = closed_store(own_portal)
    assert [session.network for session in sessions.live(store, "ordre", NOW)] == [address[:-1] + "x"]
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        assert cursor.execute("SELECT address FROM login_attempt").fetchall() == [(address,)]
    store.close()


def test_over_https_the_cookies_are_secure_and_bound_to_the_host(
    own_portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DP_RUPTURES_BASE_URL", "https://stocks.exemple.fr")
    (ticket,) = tickets(own_portal, 1)
    own_portal.start()
    body = json.dumps({"ticket": ticket}).encode()
    _, headers = post(own_portal, "/session", body, User_Agent="Firefox", Origin="https://stocks.exemple.fr")
    own_portal.stop()
    cookies = headers.get_all("Set-Cookie", [])
    assert [cookie.partition("=")[0] for cookie in cookies] == ["__Host-dp_session", "__Host-dp_device"]
    for cookie in cookies:
        assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
