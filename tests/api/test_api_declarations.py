"""POST and GET /declarations: the form's rules, one declaration whatever the retries, no neighbour's."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from dp_ruptures import accounts, declarations, drafts, tokens
from dp_ruptures.api import receiving
from dp_ruptures.api.door import MAX_BODY_BYTES
from dp_ruptures.rules.retention import KEY_LIFE
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.api.api_doors import API, OTHER, TEST, VACCINE, WEEK, body, faults, shows
from tests.conftest import NOW
from tests.rows import put

POST = f"{API}/declarations"
MONDAY = parse_week(WEEK)
LINES = ({"code": VACCINE, "quantity": 12}, {"code": TEST, "not_stocked": True})


Pharmacy = Callable[..., str]
TokenOf = Callable[[str], str]


def send(client: TestClient, token: str, *lines: dict[str, Any], week: str = WEEK, **headers: str) -> Any:
    return client.post(POST, json=body(*lines, week=week), headers=shows(token, **headers))


def stored(store: Store, finess: str) -> list[tuple[str, str, int | None]]:
    receipt = declarations.current(store, finess, MONDAY)
    return [(line.cip13, line.state, line.units) for line in receipt.lines] if receipt else []


def keys(store: Store, finess: str) -> list[tuple[object, ...]]:
    """What is kept of the pharmacy's Idempotency-Keys."""
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        rows = cursor.execute("SELECT * FROM idempotency_key WHERE finess = ?", [finess]).fetchall()
    return list(rows)


def test_a_declaration_is_stored_and_its_receipt_read_back(
    process_store: Store, client: TestClient, finess: str, token: str
) -> None:
    answer = send(client, token, *LINES)
    assert answer.status_code == 201
    receipt = answer.json()
    assert set(receipt) == {"id", "finess", "week", "received_at", "lines"}
    assert (receipt["finess"], receipt["week"]) == (finess, WEEK)
    assert receipt["received_at"] == "2026-11-18T10:00:00Z"
    assert sorted(receipt["lines"], key=lambda line: line["code"]) == sorted(
        LINES, key=lambda line: str(line["code"])
    )
    assert stored(process_store, finess) == [(TEST, "not_stocked", None), (VACCINE, "quantity", 12)]
    (row,) = declarations.history(process_store, finess)
    assert (row["channel"], row["receipt_id"]) == ("api", receipt["id"])
    again = client.get(answer.headers["location"], headers=shows(token))
    assert (again.status_code, again.json()) == (200, receipt)


def test_answers_about_a_pharmacy_stay_in_no_cache_and_carry_the_headers(
    client: TestClient, token: str
) -> None:
    for answer in (send(client, token, *LINES), send(client, token), client.get(f"{POST}/x")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-type"] == "application/json"


# Who may.


def test_without_a_token_nothing_is_said_but_how_to_get_one(client: TestClient, token: str) -> None:
    for headers in (
        {},
        shows("dpr_" + "x" * 43),
        shows(""),
        shows(token[:-1]),
        {"Authorization": "Basic eA=="},
    ):
        answer = client.post(POST, json=body(*LINES), headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert faults(answer) == [(None, "unauthorized")]
        assert "Mon compte" in answer.text


def test_a_session_cookie_opens_no_address_of_the_api(client: TestClient) -> None:
    answer = client.post(POST, json=body(*LINES), headers={"Cookie": "dp_session=x; __Host-dp_session=x"})
    assert answer.status_code == 401


def test_a_revoked_token_and_that_of_a_closed_pharmacy_open_nothing(  # noqa: PLR0917
    process_store: Store, client: TestClient, finess: str, token: str, pharmacy: Pharmacy, token_of: TokenOf
) -> None:
    closed = pharmacy(closed_on=date(2026, 11, 1))
    other = token_of(closed)
    assert send(client, other, *LINES).status_code == 401
    (row,) = tokens.live(process_store, finess)
    tokens.revoke(process_store, finess, row["token_id"], now=NOW, actor="t")
    assert send(client, token, *LINES).status_code == 401


@pytest.mark.parametrize("role", ["ministry", "analyst", "admin"])
def test_a_token_of_another_role_neither_declares_nor_reads_a_stock(
    process_store: Store, client: TestClient, token: str, role: str
) -> None:
    accounts.create_with_password(
        process_store, name=f"lecteur-{role}", role=role, finess=None, password="quatre mots sans lien",
        now=NOW, actor="t",
    )  # fmt: skip
    reader = tokens.create_for_account(process_store, f"lecteur-{role}", "x", now=NOW, actor="t")
    receipt = send(client, token, *LINES).json()["id"]
    for answer in (send(client, reader, *LINES), client.get(f"{POST}/{receipt}", headers=shows(reader))):
        assert answer.status_code == 403
        assert faults(answer) == [(None, "not_a_pharmacy")]
        assert VACCINE not in answer.text


def test_case_33_another_pharmacy_s_finess_is_refused(
    process_store: Store, client: TestClient, finess: str, token: str, pharmacy: Pharmacy
) -> None:
    """Edge case 33: the token says whose declaration it is; a FINESS in the body may only agree."""
    other = pharmacy()
    answer = client.post(POST, json=body(*LINES) | {"finess": other}, headers=shows(token))
    assert answer.status_code == 403
    assert stored(process_store, other) == stored(process_store, finess) == []
    same = client.post(POST, json=body(*LINES) | {"finess": finess}, headers=shows(token))
    assert same.status_code == 201


def test_a_token_never_reads_another_pharmacy_s_declaration(
    client: TestClient, token: str, pharmacy: Pharmacy, token_of: TokenOf
) -> None:
    """The answer is the same for a neighbour's receipt and for one that does not exist."""
    other = pharmacy()
    theirs = token_of(other)
    receipt = send(client, token, *LINES).json()["id"]
    refused = client.get(f"{POST}/{receipt}", headers=shows(theirs))
    assert refused.status_code == 404
    absent = ("absent", str(uuid.uuid4()), "%00", "%ff%fe", "x" * 5_000, "%f0%9f%92%8a")
    for other_id in absent:
        assert refused.content == client.get(f"{POST}/{other_id}", headers=shows(theirs)).content
    assert client.get(f"{POST}/{receipt}", headers=shows(token)).status_code == 200


# Once whatever the retries.


def test_case_40_the_same_content_or_the_same_key_is_one_declaration(
    process_store: Store, client: TestClient, finess: str, token: str
) -> None:
    """Edge case 40: sent twice, with or without a key, lines in another order."""
    first = send(client, token, *LINES, **{"Idempotency-Key": "k1"})
    for again in (
        send(client, token, *LINES, **{"Idempotency-Key": "k1"}),
        send(client, token, *reversed(LINES)),
        send(client, token, *LINES, **{"Idempotency-Key": "k2"}),
    ):
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json() == first.json()
    assert len(declarations.history(process_store, finess)) == 1


def test_a_late_retry_gets_its_own_receipt_and_undoes_nothing(
    process_store: Store, client: TestClient, finess: str, token: str
) -> None:
    first = send(client, token, *LINES, **{"Idempotency-Key": "k1"})
    send(client, token, {"code": VACCINE, "quantity": 0}, **{"Idempotency-Key": "k2"})
    late = send(client, token, *LINES, **{"Idempotency-Key": "k1"})
    assert (late.status_code, late.json()) == (200, first.json())
    assert stored(process_store, finess) == [(VACCINE, "quantity", 0)]


def test_a_key_serves_one_content_of_one_pharmacy(  # noqa: PLR0917
    process_store: Store, client: TestClient, finess: str, token: str, pharmacy: Pharmacy, token_of: TokenOf
) -> None:
    send(client, token, *LINES, **{"Idempotency-Key": "k1"})
    reused = send(client, token, {"code": VACCINE, "quantity": 3}, **{"Idempotency-Key": "k1"})
    assert reused.status_code == 422
    assert faults(reused) == [(None, "key_reused")]
    assert len(declarations.history(process_store, finess)) == 1
    other = pharmacy()
    theirs = token_of(other)
    neighbour = send(client, theirs, {"code": VACCINE, "quantity": 3}, **{"Idempotency-Key": "k1"})
    assert neighbour.status_code == 201


def test_a_refused_declaration_leaves_its_key_free(client: TestClient, token: str) -> None:
    assert send(client, token, {"code": VACCINE}, **{"Idempotency-Key": "k1"}).status_code == 422
    assert send(client, token, *LINES, **{"Idempotency-Key": "k1"}).status_code == 201


def test_a_retry_that_crosses_sunday_midnight_still_gets_its_receipt(
    client: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = send(client, token, *LINES, **{"Idempotency-Key": "k1"})
    monkeypatch.setenv("DP_RUPTURES_NOW", (MONDAY.closes_at + timedelta(seconds=5)).isoformat())
    for headers in ({"Idempotency-Key": "k1"}, {}):
        again = send(client, token, *LINES, **headers)
        assert (again.status_code, again.json()) == (200, first.json())


@pytest.mark.parametrize("key", ["", "x" * 256, "\x01", "é".encode("latin-1")])
def test_a_key_is_a_short_plain_text(client: TestClient, token: str, key: Any) -> None:
    answer = send(client, token, *LINES, **{"Idempotency-Key": key})
    assert faults(answer) == [(None, "key")]


def test_case_40_the_same_key_at_once_is_one_declaration(
    process_store: Store, client: TestClient, finess: str, token: str
) -> None:
    """Edge case 40, eight threads: one 201, seven 200, one receipt."""
    with ThreadPoolExecutor(8) as pool:
        sent = pool.map(lambda _: send(client, token, *LINES, **{"Idempotency-Key": "k1"}), range(8))
        answers = list(sent)
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(declarations.history(process_store, finess)) == 1
    kept = keys(process_store, finess)
    assert len(kept) == 1
    assert "k1" not in repr(kept)


def test_old_keys_are_forgotten(
    process_store: Store, client: TestClient, finess: str, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "_purged_at", None)
    send(client, token, *LINES, **{"Idempotency-Key": "k1"})
    late = NOW + KEY_LIFE + timedelta(minutes=1)
    monkeypatch.setenv("DP_RUPTURES_NOW", late.isoformat())
    assert send(client, token, *LINES, week="2026-W49").status_code == 201
    assert keys(process_store, finess) == []


def test_case_34_a_second_declaration_replaces_the_week_whole(
    process_store: Store, client: TestClient, finess: str, token: str
) -> None:
    """Edge case 34: history kept, the first one still answers at its address."""
    first = send(client, token, *LINES).json()
    assert send(client, token, {"code": OTHER, "quantity": 5}).status_code == 201
    assert stored(process_store, finess) == [(OTHER, "quantity", 5)]
    assert [row["replaced"] for row in declarations.history(process_store, finess)] == [False, True]
    assert client.get(f"{POST}/{first['id']}", headers=shows(token)).json() == first


def test_what_is_typed_in_the_form_survives_a_declaration_by_a_program(
    process_store: Store, client: TestClient, finess: str, token: str
) -> None:
    drafts.keep(process_store, finess, MONDAY, {f"units:{VACCINE}": "7"}, now=NOW, device="comptoir")
    assert send(client, token, *LINES).status_code == 201
    assert drafts.of(process_store, finess, MONDAY)[f"units:{VACCINE}"].text == "7"


# When.


@pytest.mark.parametrize("week", ["2026-W46", "2026-W48", "2020-W53", "2026-S46"])
def test_case_37_only_the_open_week_is_declared(client: TestClient, token: str, week: str) -> None:
    """Edge case 37: closed, future, erased."""
    answer = send(client, token, *LINES, week=week)
    assert answer.status_code == 409
    assert faults(answer) == [(None, "week_closed")]
    assert "semaine" in answer.text


def test_out_of_season_no_week_is_open(
    client: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DP_RUPTURES_NOW", "2027-07-07T10:00:00+02:00")
    assert send(client, token, *LINES, week="2027-W27").status_code == 409


@pytest.mark.parametrize("week", ["", "2026", "2026-W54", "47", "2026-W47" + " " * 12 + "x"])
def test_a_week_that_is_none_is_named(client: TestClient, token: str, week: str) -> None:
    answer = send(client, token, *LINES, week=week)
    assert (answer.status_code, faults(answer)) == (422, [(None, "week")])


def test_a_pharmacy_that_has_not_opened_declares_nothing(
    client: TestClient, pharmacy: Pharmacy, token_of: TokenOf
) -> None:
    finess = pharmacy(opened_on=date(2026, 12, 1))
    token = token_of(finess)
    assert send(client, token, *LINES).status_code == 409


# Codes and quantities.


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("3030600", id="1-cip7"),
        pytest.param("3400930306000.0", id="4-decimal"),
        pytest.param(" 3400 930\u00a0306.000 ", id="5-blanks"),
        pytest.param("03400930306000", id="6-gtin14"),
        pytest.param(
            "]d20103400930306000172710311 0U3J412V\u001d21ABC123XYZ".replace(" ", ""), id="7-datamatrix"
        ),
        pytest.param(3400930306000, id="a-number"),
    ],
)
def test_a_code_is_read_as_in_the_form(client: TestClient, token: str, code: object) -> None:
    """Edge cases 1, 4, 5, 6, 7."""
    answer = send(client, token, {"code": code, "quantity": 3})
    assert answer.status_code == 201, answer.text
    assert answer.json()["lines"] == [{"code": VACCINE, "quantity": 3}]


@pytest.mark.parametrize(
    ("code", "fault", "said"),
    [
        pytest.param("3400930306001", "code", "clé", id="2-wrong-key"),
        pytest.param("3,40093E+12", "code", "Excel a perdu des chiffres", id="3-excel"),
        pytest.param("3400890000007", "code", "", id="8-ucd"),
        pytest.param("3400930002308", "not_surveyed", "rupture", id="9-outside"),
        pytest.param("34OO9303060l0", "code", "lettre", id="12-letters"),
        pytest.param("", "code", "Indiquez un code", id="empty"),
        pytest.param("3400930306000 3400930296165", "code", "", id="two-codes"),
    ],
)
def test_a_code_that_is_none_is_refused_with_its_line(  # noqa: PLR0917
    process_store: Store, client: TestClient, finess: str, token: str, code: str, fault: str, said: str
) -> None:
    """Edge cases 2, 3, 8, 9, 12: nothing of the other lines is stored."""
    answer = send(client, token, {"code": OTHER, "quantity": 1}, {"code": code, "quantity": 3})
    assert answer.status_code == 422
    assert faults(answer) == [(2, fault)]
    assert said in answer.json()["errors"][0]["message"]
    assert stored(process_store, finess) == []


@pytest.mark.parametrize(
    ("written", "units"),
    [("12", 12), ('"12,0"', 12), ("12.0", 12), ('"1 200"', 1200), ('"１２"', 12), ("0", 0), ('" 7 "', 7)],
)
def test_a_quantity_is_read_as_in_the_form(client: TestClient, token: str, written: str, units: int) -> None:
    """Edge cases 15, 16, 22: as the number or the text that was written."""
    sent = f'{{"week":"{WEEK}","lines":[{{"code":"{VACCINE}","quantity":{written}}}]}}'
    answer = client.post(POST, content=sent, headers=shows(token))
    assert answer.status_code == 201, answer.text
    assert answer.json()["lines"] == [{"code": VACCINE, "quantity": units}]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("-3", "negative"), ("12.5", "decimal"), ('"12,5"', "decimal"), ("1.200", "ambiguous"),
        ("1e3", "not_a_number"), ('"=2+2"', "not_a_number"), ("10000001", "too_large"),
        ("9" * 5000, "too_large"),
        ("true", "type"), ("[1]", "type"), ("{}", "type"), ("null", "empty"), ('""', "empty"),
    ],
)  # fmt: skip
def test_a_quantity_that_is_none_is_refused(client: TestClient, token: str, written: str, fault: str) -> None:
    """Edge cases 14, 15, 16, 17, 23: nothing is evaluated, empty is not 0."""
    sent = f'{{"week":"{WEEK}","lines":[{{"code":"{VACCINE}","quantity":{written}}}]}}'
    answer = client.post(POST, content=sent, headers=shows(token))
    assert (answer.status_code, faults(answer)) == (422, [(1, fault)])


def test_case_19_not_known_is_not_declared_and_is_said(
    process_store: Store, client: TestClient, finess: str, token: str
) -> None:
    """Edge case 19: « NC » writes no line, and the receipt tells it."""
    answer = send(client, token, {"code": OTHER, "quantity": "NC"}, {"code": VACCINE, "quantity": 4})
    assert answer.status_code == 201
    assert stored(process_store, finess) == [(VACCINE, "quantity", 4)]
    (remark,) = answer.json()["remarks"]
    assert remark["line"] == 1
    assert "non déclaré" in remark["message"]


def test_a_declaration_that_says_less_than_the_one_it_replaces_is_told_so(
    client: TestClient, token: str
) -> None:
    full = ({"code": VACCINE, "quantity": 4}, {"code": OTHER, "quantity": 3}, {"code": TEST, "quantity": 2})
    assert "remarks" not in send(client, token, *full).json()
    shorter = send(client, token, {"code": VACCINE, "quantity": 5})
    assert shorter.status_code == 201
    (remark,) = shorter.json()["remarks"]
    assert (remark["line"], remark["code"]) == (None, "replaced")
    assert remark["message"].replace("\u00a0", " ") == (
        "Remplace une déclaration de 3 lignes ; 2 produits ne sont plus déclarés."
    )
    assert "remarks" not in send(client, token, *full).json()


def test_case_20_a_surprising_figure_is_stored_and_asked_about(
    process_store: Store, client: TestClient, finess: str, token: str
) -> None:
    """Edge case 20: a question holds nothing back; it waits on the portal for « c'est exact »."""
    answer = send(client, token, {"code": OTHER, "quantity": 2}, {"code": VACCINE, "quantity": 25_000})
    assert answer.status_code == 201
    assert [(remark["line"], remark["code"]) for remark in answer.json()["remarks"]] == [(2, "unusual")]
    asked = process_store.query("question_history", finess=finess, first=MONDAY.monday, last=MONDAY.monday)
    assert [(row["cip13"], row["confirmed"]) for row in asked] == [(VACCINE, False)]


def test_case_21_boxes_become_units_and_both_are_kept(
    process_store: Store, client: TestClient, finess: str, token: str
) -> None:
    """Edge case 21: 4 boxes of 25 are 100 units."""
    put(process_store, "product", {"cip13": "2999000000999", "pack_size": 25, "name": "Test de vingt-cinq"})
    campaign = process_store.query("campaign_of_day", day=NOW.date())[0]["campaign_id"]
    put(
        process_store, "campaign_product", {"campaign_id": campaign, "cip13": "2999000000999", "position": 99}
    )
    code = "2999000000999"
    for line in ({"code": code, "boxes": 4}, {"code": code, "boxes": 4, "quantity": 100}):
        answer = send(client, token, line)
        assert answer.json()["lines"] == [{"code": code, "quantity": 100, "boxes": 4}]
    torn = send(client, token, {"code": code, "boxes": 4, "quantity": 90})
    assert faults(torn) == [(1, "two_counts")]


def test_case_35_the_same_product_twice(
    process_store: Store, client: TestClient, finess: str, token: str
) -> None:
    """Edge case 35: equal lines are one, different ones are refused, whatever the code they came by."""
    same = send(client, token, {"code": VACCINE, "quantity": 4}, {"code": "3030600", "quantity": "4"})
    assert same.json()["lines"] == [{"code": VACCINE, "quantity": 4}]
    torn = send(client, token, {"code": VACCINE, "quantity": 4}, {"code": "3030600", "quantity": 5})
    assert faults(torn) == [(2, "twice")]
    assert stored(process_store, finess) == [(VACCINE, "quantity", 4)]


def test_a_quantity_and_not_stocked_contradict_each_other(client: TestClient, token: str) -> None:
    answer = send(client, token, {"code": VACCINE, "quantity": 4, "not_stocked": True})
    assert faults(answer) == [(1, "two_states")]


def test_last_week_s_figure_can_be_repeated(
    client: TestClient, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(client, token, {"code": VACCINE, "quantity": 4})
    monkeypatch.setenv("DP_RUPTURES_NOW", (NOW + timedelta(weeks=1)).isoformat())
    answer = send(client, token, {"code": VACCINE, "quantity": "="}, week="2026-W48")
    assert answer.json()["lines"] == [{"code": VACCINE, "quantity": 4}]


# The form of a request.


def test_every_fault_of_every_line_is_told_at_once(client: TestClient, token: str) -> None:
    answer = send(
        client, token,
        {"code": VACCINE, "quantity": -1}, {"code": OTHER, "quantity": 2}, {"quantity": 3}, "bonjour",
        {"code": TEST, "quantité": 3}, {"code": TEST, "not_stocked": 1}, {"code": "12", "boxes": 1},
    )  # fmt: skip
    assert answer.status_code == 422
    assert faults(answer) == [
        (1, "negative"), (3, "missing"), (4, "type"), (5, "unknown_field"), (6, "type"), (7, "code"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (b"", "json"), (b"{", "json"), (b"\xff\xfe\x00", "json"), (b"[]", "json"), (b"null", "json"),
        (b'"a"', "json"), (b"{}" * 2, "json"), (b"[" * 100_000, "json"), (b'{"a":' * 50_000, "json"),
        (b'{"week":NaN,"lines":[]}', "json"), (b'{"week":"a","week":"b","lines":[]}', "json"),
        (b'{"week":"\\ud800","lines":[]}', "json"), (b'{"week":"2026-W47","lines":{}}', "type"),
        (b'{"week":1.5,"lines":[]}', "week"), (b'{"week":null,"lines":[]}', "type"),
        (b'{"week":"2026-W47","lines":[]}', "empty"), (b'{"week":"2026-W47"}', "missing"),
        (b'{"week":"2026-W47","lines":[],"unit":"boxes"}', "unknown_field"),
    ],
    ids=str,
)  # fmt: skip
def test_a_body_that_says_nothing_readable_is_refused_in_french(
    client: TestClient, token: str, sent: bytes, fault: str
) -> None:
    answer = client.post(POST, content=sent, headers=shows(token))
    assert (answer.status_code, faults(answer)) == (422, [(None, fault)])


def test_a_body_too_large_is_refused_announced_or_not(client: TestClient, token: str) -> None:
    big = b" " * (MAX_BODY_BYTES + 1)
    chunks = (big[start : start + 10_000] for start in range(0, len(big), 10_000))
    for content in (big, chunks, b" " * 2_000_000):
        answer = client.post(POST, content=content, headers=shows(token))
        assert (answer.status_code, faults(answer)) == (413, [(None, "too_large")])


def test_a_page_of_another_site_sends_a_token_or_nothing(client: TestClient, token: str) -> None:
    """No browser adds a token by itself, as it does a cookie; the API reads no cookie."""
    foreign = {"Origin": "https://ailleurs.example"}
    assert client.post(POST, json=body(*LINES), headers=foreign).status_code == 403
    assert client.post(POST, json=body(*LINES), headers=shows(token, **foreign)).status_code == 201
    asked = client.options(POST, headers=foreign | {"Access-Control-Request-Method": "POST"})
    assert "access-control-allow-origin" not in asked.headers
    assert client.post("/session", json={}, headers=shows(token, **foreign)).status_code == 403
