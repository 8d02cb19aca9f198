"""What the portal makes of somebody a provider vouches for: settings, accounts, links, cookies."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.testclient import TestClient
from streamlit.web.server.starlette import starlette_auth_routes

from dp_ruptures import accounts, forgotten, oidc, oidc_entry, oidc_links, sessions, settings
from dp_ruptures.accounts import Account
from dp_ruptures.accounts.passwords import hash_unjudged
from dp_ruptures.errors import Refused
from dp_ruptures.mail import Outbox
from dp_ruptures.oidc import Visitor
from dp_ruptures.rules.claims import Member, Professional
from dp_ruptures.settings import SettingsError
from dp_ruptures.store import Store
from dp_ruptures.web.second_door import SecondDoor
from tests.conftest import ROOT, add_pharmacy

PSC = {
    "DP_RUPTURES_OIDC_PSC_ISSUER": "https://psc.example/realms/esante-wallet",
    "DP_RUPTURES_OIDC_PSC_CLIENT_ID": "portal",
    "DP_RUPTURES_OIDC_PSC_CLIENT_SECRET": "psc secret",
    "DP_RUPTURES_SECRET": "house secret",
}
PHARMACIST = Professional("Camille MARTIN", "899700218896", True, ())
VISITOR = Visitor("psc", "a" * 64, "first login", PHARMACIST)
MEMBER = Member("Alix Durand", "alix@ordre.example")
COLLEAGUE = Visitor("ordre", "b" * 64, "first login", MEMBER)


def acts(store: Store) -> list[tuple[str, str, str]]:
    rows = store.query("audit_latest")
    return [(row["action"], row["actor"], row["subject"]) for row in rows]


def pharmacy_named(store: Store, finess: str) -> dict[str, Any]:
    return store.query("oidc_pharmacies", finess=[finess], today=date(2026, 11, 18))[0]


def ordre_account(store: Store, now: datetime, name: str, role: str, email: str | None) -> None:
    made = Account(name, name.capitalize(), role, None, email, hash_unjudged("x"), False)
    accounts.create(store, made, now=now, actor="test")


# Settings


def test_the_second_door_is_shut_when_nothing_is_configured() -> None:
    bare = settings.load({})
    assert bare.oidc == ()
    assert oidc.streamlit_secrets(bare) is None


@pytest.mark.parametrize("missing", sorted(PSC))
def test_a_provider_half_configured_is_refused_by_the_name_of_what_is_missing(missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        settings.load({name: content for name, content in PSC.items() if name != missing})


def test_a_provider_without_tls_is_refused_in_production() -> None:
    insecure = {"DP_RUPTURES_OIDC_PSC_ISSUER": "http://psc.example", "DP_RUPTURES_ENV": "production"}
    with pytest.raises(SettingsError, match="https"):
        settings.load(PSC | insecure)


def test_the_metadata_address_may_be_given_whole() -> None:
    assert settings.load(PSC).oidc[0].metadata_url.endswith("/esante-wallet/.well-known/openid-configuration")
    whole = "https://psc.example/.well-known/wallet-openid-configuration"
    assert settings.load(PSC | {"DP_RUPTURES_OIDC_PSC_ISSUER": whole}).oidc[0].metadata_url == whole


def test_secrets_do_not_show_in_what_a_log_may_print() -> None:
    assert "psc secret" not in repr(settings.load(PSC))


def test_streamlit_gets_the_sector_s_scope_and_a_cookie_secret_that_is_not_ours() -> None:
    auth = oidc.streamlit_secrets(settings.load(PSC | {"DP_RUPTURES_BASE_URL": "https://stocks.example/"}))
    assert auth is not None
    section = auth["auth"]
    assert section["redirect_uri"] == "https://stocks.example/oauth2callback"
    assert section["psc"]["client_kwargs"] == {"scope": "openid scope_all", "prompt": "login"}
    assert section["psc"]["authorize_params"] == {"acr_values": "eidas1"}
    assert len(section["cookie_secret"]) == 64
    assert "house secret" not in str(auth)


def test_the_packages_of_st_login_are_pinned() -> None:
    pinned = (ROOT / "requirements.in").read_text().splitlines()
    assert any(line.lower().startswith("authlib==") for line in pinned)


# A pharmacist


def test_a_first_entry_makes_a_pharmacist_s_account_under_the_person_s_mark(
    store: Store, now: datetime
) -> None:
    finess = add_pharmacy(store, "01000001", name="Pharmacie du Pont")
    name = oidc_entry.pharmacy_account(store, VISITOR, pharmacy_named(store, finess), now)
    account = accounts.find(store, name)
    assert account is not None
    assert name == "psc-" + "a" * 16
    assert (account.role, account.finess, account.display_name) == ("pharmacist", finess, "Pharmacie du Pont")
    assert account.email is None  # No forgotten-password link may open it.
    assert acts(store) == [("account.create", "Pro Santé Connect", name)]


def test_a_second_entry_finds_the_same_account_and_writes_nothing(store: Store, now: datetime) -> None:
    finess = add_pharmacy(store, "01000001")
    for _ in range(2):
        oidc_entry.pharmacy_account(store, VISITOR, pharmacy_named(store, finess), now)
    assert len(acts(store)) == 1


def test_moving_to_another_pharmacy_ends_the_sessions_of_the_former(store: Store, now: datetime) -> None:
    first, second = add_pharmacy(store, "01000001"), add_pharmacy(store, "01000002")
    name = oidc_entry.pharmacy_account(store, VISITOR, pharmacy_named(store, first), now)
    token = sessions.trade_ticket(store, sessions.issue_ticket(store, name, now), now)
    assert token
    assert sessions.person_of(store, token, now) is not None
    oidc_entry.pharmacy_account(store, VISITOR, pharmacy_named(store, second), now + timedelta(hours=1))
    moved = accounts.find(store, name)
    assert moved is not None
    assert moved.finess == second
    assert sessions.person_of(store, token, now + timedelta(hours=1)) is None
    assert acts(store)[0][0] == "account.move"


def test_a_locked_account_stays_out_of_the_second_door(store: Store, now: datetime) -> None:
    finess = add_pharmacy(store, "01000001")
    name = oidc_entry.pharmacy_account(store, VISITOR, pharmacy_named(store, finess), now)
    accounts.lock(store, name, now=now, actor="test")
    with pytest.raises(Refused, match="bloqué"):
        oidc_entry.pharmacy_account(store, VISITOR, pharmacy_named(store, finess), now)


def test_a_person_s_account_has_no_password_for_the_pharmacy_s_mailbox_to_take(
    store: Store, now: datetime
) -> None:
    finess = add_pharmacy(store, "01000001", email="contact@pharmacie.example")
    name = oidc_entry.pharmacy_account(store, VISITOR, pharmacy_named(store, finess), now)
    assert not forgotten.answer(store, Unused(), name, now)
    assert accounts.of_pharmacy(store, finess) is None
    today = now.date()
    (candidate,) = store.query("invitation_candidates", finess=finess, departments=None, now=now, today=today)
    assert candidate["account_name"] is None
    with pytest.raises(Refused, match="Pro Santé Connect"):
        accounts.create_with_password(
            store, name=name, role="pharmacist", finess=finess, password=None, now=now, actor="test"
        )


class Unused(Outbox):
    """An outbox that nobody may open."""

    def __init__(self) -> None:
        pass

    def __enter__(self) -> "Unused":
        raise AssertionError("no letter may leave")


def test_closed_and_unknown_pharmacies_are_not_offered(store: Store, now: datetime) -> None:
    opened = add_pharmacy(store, "01000001")
    closed = add_pharmacy(store, "01000002", closed_on=date(2026, 11, 1))
    closing = add_pharmacy(store, "01000003", closed_on=date(2026, 11, 30))
    offered = oidc_entry.pharmacies_of(store, VISITOR, (opened, closed, closing, "750000001"), now)
    assert {row["finess"] for row in offered} == {opened, closing}
    assert oidc_entry.pharmacies_of(store, VISITOR, (), now) == []


def test_an_arrival_is_used_once(store: Store, now: datetime) -> None:
    oidc_entry.claim(store, VISITOR, now)
    with pytest.raises(Refused, match="déjà servi"):
        oidc_entry.claim(store, VISITOR, now)
    oidc_entry.claim(store, replace(VISITOR, arrival="second login"), now)


# The administrator's links


def request_of(store: Store, visitor: Visitor, now: datetime) -> dict[str, Any]:
    oidc_entry.ask_for_link(store, visitor, now)
    (request,) = store.query("oidc_requests")
    return request


def test_asking_twice_leaves_one_request_with_the_latest_words(store: Store, now: datetime) -> None:
    oidc_entry.ask_for_link(store, VISITOR, now)
    told = replace(VISITOR, who=replace(PHARMACIST, finess=("750000001",)))
    request = request_of(store, told, now + timedelta(days=1))
    assert (request["told"], request["reference"]) == ("750000001", "899700218896")


def test_a_linked_pharmacy_is_offered_until_the_link_is_taken_away(store: Store, now: datetime) -> None:
    finess = add_pharmacy(store, "01000001", name="Pharmacie du Pont")
    request = request_of(store, VISITOR, now)
    assert oidc_links.link_to_pharmacy(store, request, finess, now=now, actor="admin") == "Pharmacie du Pont"
    assert store.query("oidc_requests") == []
    (offered,) = oidc_entry.pharmacies_of(store, VISITOR, (), now)
    name = oidc_entry.pharmacy_account(store, VISITOR, offered, now)
    token = sessions.trade_ticket(store, sessions.issue_ticket(store, name, now), now)
    assert token

    (link,) = store.query("oidc_links")
    oidc_links.unlink(store, link, now=now, actor="admin")
    assert oidc_entry.pharmacies_of(store, VISITOR, (), now) == []
    assert sessions.person_of(store, token, now) is None
    done = {(action, actor) for action, actor, _ in acts(store)}
    assert {("oidc.link", "admin"), ("oidc.unlink", "admin")} <= done


def test_a_link_replaces_the_former_one(store: Store, now: datetime) -> None:
    first, second = add_pharmacy(store, "01000001"), add_pharmacy(store, "01000002")
    for finess in (first, second):
        oidc_links.link_to_pharmacy(store, request_of(store, VISITOR, now), finess, now=now, actor="admin")
    (link,) = store.query("oidc_links")
    assert link["finess"] == second


@pytest.mark.parametrize("typed", ["", "123", "750000001", "010000099"])
def test_a_link_to_no_open_pharmacy_is_refused(store: Store, now: datetime, typed: str) -> None:
    request = request_of(store, VISITOR, now)
    with pytest.raises(Refused, match="FINESS"):
        oidc_links.link_to_pharmacy(store, request, typed, now=now, actor="admin")
    assert store.query("oidc_requests") == [request]


def test_a_dismissed_request_leaves_a_trace(store: Store, now: datetime) -> None:
    oidc_links.dismiss(store, request_of(store, VISITOR, now), now=now, actor="admin")
    assert store.query("oidc_requests") == []
    assert acts(store) == [("oidc.dismiss", "admin", "Camille MARTIN (899700218896)")]


# The Ordre


def test_a_verified_address_finds_its_account_and_the_account_s_role(store: Store, now: datetime) -> None:
    ordre_account(store, now, "alix", "analyst", "Alix@Ordre.example")
    assert oidc_entry.ordre_account(store, COLLEAGUE, MEMBER, now) == "alix"
    # Linked from then on: the subject is enough, whatever the address becomes.
    renamed = Member("Alix Durand", None)
    assert oidc_entry.ordre_account(store, replace(COLLEAGUE, who=renamed), renamed, now) == "alix"


def test_an_address_not_verified_finds_nobody(store: Store, now: datetime) -> None:
    ordre_account(store, now, "alix", "analyst", "alix@ordre.example")
    assert oidc_entry.ordre_account(store, COLLEAGUE, Member("Alix", None), now) is None


def test_an_address_that_changes_hands_does_not_open_the_account(store: Store, now: datetime) -> None:
    ordre_account(store, now, "alix", "analyst", "alix@ordre.example")
    oidc_entry.ordre_account(store, COLLEAGUE, MEMBER, now)
    newcomer = replace(COLLEAGUE, identity="c" * 64)
    assert oidc_entry.ordre_account(store, newcomer, MEMBER, now) is None


def test_an_address_of_two_accounts_opens_neither(store: Store, now: datetime) -> None:
    ordre_account(store, now, "alix", "analyst", "alix@ordre.example")
    ordre_account(store, now, "alix2", "admin", "alix@ordre.example")
    assert oidc_entry.ordre_account(store, COLLEAGUE, MEMBER, now) is None


def test_the_ordre_s_door_opens_no_ministry_and_no_pharmacy(store: Store, now: datetime) -> None:
    ordre_account(store, now, "ministere", "ministry", "alix@ordre.example")
    assert oidc_entry.ordre_account(store, COLLEAGUE, MEMBER, now) is None
    request = request_of(store, COLLEAGUE, now)
    with pytest.raises(Refused, match="compte de l'Ordre"):
        oidc_links.link_to_account(store, request, "ministere", now=now, actor="admin")


def test_an_account_that_left_the_ordre_s_roles_is_refused(store: Store, now: datetime) -> None:
    ordre_account(store, now, "alix", "analyst", None)
    request = request_of(store, COLLEAGUE, now)
    oidc_links.link_to_account(store, request, "alix", now=now, actor="admin")
    assert oidc_entry.ordre_account(store, COLLEAGUE, MEMBER, now) == "alix"
    accounts.change_role(store, "alix", "ministry", now=now, actor="admin")
    with pytest.raises(Refused):
        oidc_entry.ordre_account(store, COLLEAGUE, MEMBER, now)


# Streamlit's routes and cookies


def door(answer: Response, *, https: bool = True) -> TestClient:
    async def respond(request: Request) -> Response:
        return answer

    paths = ("/auth/login", "/oauth2callback", "/session", "/session/end", "/other")
    routes = [Route(path, respond, methods=["GET", "POST"]) for path in paths]
    return TestClient(SecondDoor(Router(routes), https=https), follow_redirects=False)


def test_a_provider_that_does_not_answer_leads_back_to_the_entrance() -> None:
    answer = door(PlainTextResponse("Authentication error", 400)).get("/auth/login?provider=x")
    assert (answer.status_code, answer.headers["location"]) == (302, "/?identification=indisponible")
    assert "error" not in answer.text


def identified() -> Response:
    answer = RedirectResponse("/", 302)
    for name in ("_streamlit_user", "_streamlit_user_1", "_streamlit_user_tokens"):
        answer.set_cookie(name, "signed", max_age=30 * 86400, httponly=True, samesite="lax")
    answer.set_cookie("other", "kept", max_age=5)
    return answer


def test_the_identity_cookie_lives_for_minutes_and_only_over_https() -> None:
    answer = door(identified()).get("/oauth2callback?code=c&state=s")
    assert answer.headers["location"] == "/"
    *identity, other = answer.headers.get_list("set-cookie")
    assert len(identity) == 3
    for cookie in identity:
        assert "Max-Age=600" in cookie
        assert "2592000" not in cookie
        assert "HttpOnly" in cookie
        assert cookie.endswith("; Secure")
    assert other == "other=kept; Max-Age=5; Path=/; SameSite=lax"
    assert "Secure" not in door(identified(), https=False).get("/oauth2callback?code=c").headers["set-cookie"]


@pytest.mark.parametrize("query", ["code=c&state=s", "error=access_denied", "state=s"])
def test_a_return_that_identifies_nobody_says_so(query: str) -> None:
    refused = RedirectResponse("/", 302)
    refused.delete_cookie("_streamlit_user")
    answer = door(refused).get(f"/oauth2callback?{query}")
    assert answer.headers["location"] == "/?identification=echec"
    assert "Max-Age=0" in answer.headers["set-cookie"]


def test_the_return_from_the_provider_s_logout_is_no_failure() -> None:
    assert door(RedirectResponse("/", 302)).get("/oauth2callback").headers["location"] == "/"


@pytest.mark.parametrize("path", ["/session", "/session/end"])
def test_the_identity_cookie_leaves_when_our_session_opens_or_ends(path: str) -> None:
    client = door(Response(status_code=204))
    cookies = "_streamlit_user=a; _streamlit_user_2=b; _streamlit_user_tokens=c; _streamlit_xsrf=d"
    taken = client.post(path, headers={"cookie": cookies}).headers.get_list("set-cookie")
    assert [cookie.split("=")[0] for cookie in taken] == [
        "_streamlit_user", "_streamlit_user_2", "_streamlit_user_tokens",
    ]  # fmt: skip
    assert all("Max-Age=0" in cookie for cookie in taken)
    assert "set-cookie" not in client.post("/other", headers={"cookie": cookies}).headers


def test_the_provider_s_own_words_do_not_reach_streamlit_s_log() -> None:
    seen: list[str] = []

    async def respond(request: Request) -> Response:
        seen.append(request.url.query)
        return RedirectResponse("/", 302)

    client = TestClient(SecondDoor(Router([Route("/oauth2callback", respond)]), https=True))
    client.get("/oauth2callback?state=s&error=e&error_description=Camille+MARTIN", follow_redirects=False)
    assert seen == ["state=s&error=e"]


def test_streamlit_still_names_its_routes_and_cookies_so() -> None:
    assert starlette_auth_routes.USER_COOKIE_NAME == "_streamlit_user"
    assert starlette_auth_routes.TOKENS_COOKIE_NAME.startswith("_streamlit_user")
    paths = {route.path for route in starlette_auth_routes.create_auth_routes("")}
    assert {"/auth/login", "/oauth2callback"} <= paths
