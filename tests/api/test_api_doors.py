"""What the API says to everybody: the campaign, its own description, French refusals, rates, no 500."""

import json
import logging
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from starlette.testclient import TestClient

from dp_ruptures import store as store_module
from dp_ruptures.api import rates
from dp_ruptures.api.rates import MOST_KNOWN, Rates
from dp_ruptures.rules.rate import Rate
from dp_ruptures.store import Conflict, Store
from dp_ruptures.web.log import CleanRecord
from tests.api.api_doors import API, OTHER, TEST, VACCINE, WEEK, body, faults, shows

POST = f"{API}/declarations"


def test_the_open_campaign_is_told_to_everybody(process_store: Store, client: TestClient) -> None:
    answer = client.get(f"{API}/campaign")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["week"], told["closes_at"]) == (WEEK, "2026-11-22T23:00:00Z")
    assert told["opens_on"] <= "2026-11-18" <= told["closes_on"]
    products = {product["code"]: product for product in told["products"]}
    assert {VACCINE, TEST} <= set(products)
    assert {"code", "name", "family", "pack_size"} <= set(products[VACCINE])
    assert (products[VACCINE]["family"], products[VACCINE]["unit"]) == ("vaccins", "dose")
    assert products[TEST]["demo"] is True
    rows = process_store.query("campaign_products", campaign_id=told["id"], day=date(2026, 11, 18))
    assert [row["cip13"] for row in rows] == [product["code"] for product in told["products"]]


def test_out_of_season_there_is_no_campaign(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DP_RUPTURES_NOW", "2027-07-07T10:00:00+02:00")
    answer = client.get(f"{API}/campaign")
    assert (answer.status_code, faults(answer)) == (404, [(None, "no_campaign")])


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", f"{API}/absent", 404, "not_found"),
        ("GET", f"{API}/campaign/", 404, "not_found"),
        ("GET", f"{API}/docs", 404, "not_found"),
        ("GET", f"{API}/redoc", 404, "not_found"),
        ("GET", API, 404, "not_found"),
        ("GET", "/api/v2/campaign", 404, "not_found"),
        ("DELETE", POST, 405, "method_not_allowed"),
        ("GET", POST, 405, "method_not_allowed"),
        ("POST", f"{API}/campaign", 405, "method_not_allowed"),
        ("PROPFIND", f"{API}/campaign", 405, "method_not_allowed"),
    ],
)
def test_an_address_that_is_none_is_said_in_french_json(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    answer = client.request(method, path, headers={"Accept": "text/html"})
    assert (answer.status_code, faults(answer)) == (status, [(None, code)])
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-security-policy"]


def test_a_failure_of_ours_is_french_json_with_a_reference(
    client: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("officine 010002301")

    monkeypatch.setattr("dp_ruptures.api.routes.receive", fail)
    answer = client.post(POST, json=body(), headers=shows(token))
    assert (answer.status_code, faults(answer)) == (500, [(None, "internal")])
    assert "Référence" in answer.text
    assert "010002301" not in answer.text


def test_a_store_that_is_too_busy_asks_to_come_back(
    client: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Conflict("idempotency_insert")

    monkeypatch.setattr("dp_ruptures.api.routes.receive", busy)
    answer = client.post(POST, json=body(), headers=shows(token))
    assert (answer.status_code, faults(answer)) == (503, [(None, "busy")])
    assert int(answer.headers["retry-after"]) >= 1


# Rates.


def test_a_token_past_its_rate_waits_and_its_neighbour_does_not(
    client: TestClient, token: str, pharmacy: Callable[..., str], token_of: Callable[[str], str]
) -> None:
    statuses = [client.get(f"{POST}/x", headers=shows(token)).status_code for _ in range(70)]
    assert statuses[: rates.BY_TOKEN.rate.at_once] == [404] * rates.BY_TOKEN.rate.at_once
    assert 429 in statuses
    late = client.get(f"{POST}/x", headers=shows(token))
    if late.status_code == 429:
        assert faults(late) == [(None, "too_many_requests")]
        assert int(late.headers["retry-after"]) >= 1
    other = client.get(f"{POST}/x", headers=shows(token_of(pharmacy())))
    assert other.status_code == 404


def test_an_address_that_guesses_waits_and_keeps_out_nobody_with_a_token(
    client: TestClient, token: str
) -> None:
    guesses = [client.get(f"{POST}/x", headers=shows("dpr_" + "x" * 43)) for _ in range(35)]
    assert [guess.status_code for guess in guesses[:30]] == [401] * 30
    refused = [guess for guess in guesses if guess.status_code == 429]
    assert refused
    assert int(refused[0].headers["retry-after"]) >= 1
    assert client.get(f"{POST}/x", headers=shows(token)).status_code == 404


def test_the_public_part_has_a_rate_too(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "PUBLIC", Rates(Rate(2, 1), clock=lambda: 0.0))
    statuses = [client.get(f"{API}/campaign").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


def test_the_counts_stay_within_their_memory() -> None:
    counted = Rates(Rate(1, 1), clock=lambda: 0.0)
    for number in range(MOST_KNOWN + 50):
        assert counted.take(str(number)) == 0
    assert len(counted._buckets) == MOST_KNOWN
    assert counted.take(str(MOST_KNOWN + 49)) > 0


# openapi.json.


def test_the_description_is_french_complete_and_needs_nothing_from_outside(client: TestClient) -> None:
    answer = client.get(f"{API}/openapi.json")
    assert answer.status_code == 200
    told = answer.json()
    assert told["openapi"].startswith("3.")
    assert told["servers"] == [{"url": API}]
    assert set(told["paths"]) == {
        "/campaign", "/declarations", "/declarations/{id}", "/releases", "/releases/{week}/{file}",
    }  # fmt: skip
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            assert operation["description"], (path, method)
            assert ("security" in operation) == (path != "/campaign")
            assert {status for status in operation["responses"] if status != "200"}
    post = told["paths"]["/declarations"]["post"]
    assert set(post["responses"]) >= {"200", "201", "401", "403", "409", "413", "422", "429"}
    sent = post["requestBody"]["content"]["application/json"]
    assert set(sent["schema"]["properties"]["lines"]["items"]["properties"]) == {
        "code", "quantity", "boxes", "not_stocked",
    }  # fmt: skip
    names = {parameter["name"].lower() for parameter in post["parameters"]}
    assert names == {"idempotency-key"}
    assert "HTTPValidationError" not in answer.text
    assert "://" not in answer.text.replace("https://json-schema.org", "")


def test_the_examples_of_the_description_are_accepted(client: TestClient, token: str) -> None:
    told = client.get(f"{API}/openapi.json").json()
    sent = told["paths"]["/declarations"]["post"]["requestBody"]["content"]["application/json"]
    for example in sent["examples"].values():
        assert client.post(POST, json=example["value"], headers=shows(token)).status_code == 201


def test_every_reference_of_the_description_is_defined(client: TestClient) -> None:
    told = client.get(f"{API}/openapi.json").json()
    text = json.dumps(told)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in told["components"]["schemas"]


# Whatever is sent.

WORDS = some.sampled_from(["code", "quantity", "boxes", "not_stocked", "week", "lines", "finess", "x", ""])
SCALARS = (
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=20)
    | some.sampled_from([VACCINE, OTHER, TEST, "3030600", WEEK, "NC", "=", "1 200", "\ud800", "]d2010340093"])
)
JSON = some.recursive(
    SCALARS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
BODIES = JSON | some.fixed_dictionaries(
    {"week": some.just(WEEK) | SCALARS, "lines": some.lists(JSON, max_size=4)}
)
FUZZ = settings(
    max_examples=100, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def check(client: TestClient, token: str, content: bytes) -> None:
    rates.BY_TOKEN.forget()
    answer = client.post(POST, content=content, headers=shows(token))
    assert answer.status_code in {200, 201, 403, 409, 422}, answer.text
    if answer.status_code >= 400:
        assert faults(answer)


@FUZZ
@given(content=BODIES)
def test_no_json_breaks_the_door(client: TestClient, token: str, content: Any) -> None:
    check(client, token, json.dumps(content).encode())


@FUZZ
@given(content=some.binary(max_size=200))
def test_no_bytes_break_the_door(client: TestClient, token: str, content: bytes) -> None:
    check(client, token, content)


@FUZZ
@given(
    key=some.text(some.characters(max_codepoint=255, blacklist_characters="\r\n\0"), max_size=30),
    shown=some.text(some.characters(max_codepoint=255, blacklist_characters="\r\n\0"), max_size=60),
    path=some.text(max_size=30),
)
def test_no_header_nor_address_breaks_the_door(
    client: TestClient, token: str, key: str, shown: str, path: str
) -> None:
    rates.BY_TOKEN.forget()
    rates.WITHOUT_TOKEN.forget()
    headers = {"Authorization": f"Bearer {token}".encode(), "Idempotency-Key": key.encode("latin-1")}
    assert client.post(POST, json=body(), headers=headers).status_code == 422
    headers["Authorization"] = shown.encode("latin-1")
    assert client.post(POST, json=body(), headers=headers).status_code == 401
    headers["Authorization"] = b"Bearer " + shown.encode("latin-1")
    assert client.post(POST, json=body(), headers=headers).status_code == 401
    assert client.get(f"{API}/declarations/{path.encode('utf-8', 'replace').hex()}").status_code in {401, 404}


def test_requests_leave_no_secret_in_the_log(
    client: TestClient, token: str, finess: str, caplog: pytest.LogCaptureFixture
) -> None:
    factory = logging.getLogRecordFactory()
    logging.setLogRecordFactory(CleanRecord)
    try:
        with caplog.at_level(logging.DEBUG):
            client.post(POST, json=body({"code": VACCINE, "quantity": 1}), headers=shows(token))
            client.post(POST, json=body() | {"finess": finess}, headers=shows(token + "x"))
            client.get(f"{API}/{finess}/{token}")
    finally:
        logging.setLogRecordFactory(factory)
    assert token not in caplog.text
    assert finess not in caplog.text


def test_the_event_loop_never_asks_the_store(
    client: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question of 200 ms on the loop would freeze every screen of the portal."""
    import asyncio

    seen: list[str] = []
    real = store_module.current

    def watched() -> Store:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            seen.append("thread")
        else:
            seen.append("loop")
        return real()

    monkeypatch.setattr(store_module, "current", watched)
    client.post(POST, json=body({"code": VACCINE, "quantity": 1}), headers=shows(token))
    client.get(f"{API}/campaign")
    client.get(f"{API}/releases", headers=shows(token))
    assert seen
    assert set(seen) == {"thread"}
