"""What a provider's claims say, and what they cannot make us believe."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.claims import arrival_of, identity_of, is_fresh, read_member, read_professional
from dp_ruptures.rules.finess import is_finess, with_key

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
FIRST, SECOND, HOSPITAL = with_key("01000001"), with_key("2A000001"), with_key("01000003")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
# The names that are read, holding anything.
CLAIMS = st.dictionaries(
    st.sampled_from(["SubjectRefPro", "SubjectNameID", "given_name", "sub", "iss", "nonce", "iat", "email"]),
    JSON | st.fixed_dictionaries({"exercices": JSON | st.lists(st.fixed_dictionaries({"activities": JSON}))}),
)


def practice(profession: object, *finess: object) -> dict[str, Any]:
    return {"codeProfession": profession, "activities": [{"numeroFinessSite": one} for one in finess]}


def professional(*practices: object, **claims: object) -> Any:
    return read_professional({"SubjectRefPro": {"exercices": list(practices)}, **claims})


def test_a_pharmacist_s_sites_are_read_once_each_and_without_the_empty_ones() -> None:
    who = professional(practice("21", FIRST, "", None, SECOND.lower(), FIRST), SubjectNameID="899700218896")
    assert who.pharmacist
    assert who.finess == (FIRST, SECOND)
    assert who.reference == "899700218896"


def test_sites_of_another_profession_do_not_count() -> None:
    who = professional(practice("10", HOSPITAL), practice("21", FIRST))
    assert who.pharmacist
    assert who.finess == (FIRST,)


@pytest.mark.parametrize(
    "practices", [[], [practice("10", FIRST)], [practice("", FIRST)], [practice(None, FIRST)]]
)
def test_who_has_no_practice_as_a_pharmacist_is_none(practices: list[object]) -> None:
    who = professional(*practices)
    assert not who.pharmacist
    assert who.finess == ()


def test_a_profession_written_as_a_number_is_read() -> None:
    assert professional(practice(21, FIRST)).pharmacist


def test_a_number_with_a_wrong_key_is_no_site() -> None:
    assert professional(practice("21", FIRST[:8] + str((int(FIRST[8]) + 1) % 10))).finess == ()


def test_a_person_is_called_by_their_names_then_those_of_their_practice_then_their_number() -> None:
    named = {**practice("21"), "prenomDexercice": "Camille", "nomDexercice": "MARTIN"}
    assert professional(named, given_name="Cam", family_name="M").name == "Cam M"
    assert professional(named, SubjectNameID="8997").name == "Camille MARTIN"
    assert professional(practice("21"), preferred_username="8997").name == "8997"


def test_no_control_character_reaches_a_screen_or_a_store() -> None:
    assert professional(given_name="A\x00\ud800\nB").name == "A B"


@pytest.mark.parametrize("verified", [False, None, "true", 1, "yes"])
def test_an_address_counts_only_when_the_provider_has_verified_it(verified: object) -> None:
    assert read_member({"email": "A@ordre.fr", "email_verified": verified}).email is None
    assert read_member({"email": "A@ordre.fr", "email_verified": True}).email == "a@ordre.fr"
    assert read_member({"email": "", "email_verified": True}).email is None


def test_a_person_is_the_same_at_each_visit_and_nobody_else() -> None:
    claims = {"iss": "https://a", "sub": "f:1:2"}
    assert identity_of("psc", claims) == identity_of("psc", {**claims, "iat": 5})
    others = [
        identity_of("ordre", claims),
        identity_of("psc", {**claims, "iss": "https://b"}),
        identity_of("psc", {**claims, "sub": "f:1:3"}),
        identity_of("psc", {"iss": "https://af", "sub": ":1:2"}),
    ]
    assert len({identity_of("psc", claims), *others}) == 5


@pytest.mark.parametrize("missing", ["iss", "sub"])
def test_claims_that_name_nobody_have_no_identity(missing: str) -> None:
    claims = {"iss": "https://a", "sub": "x"} | {missing: ""}
    assert identity_of("psc", claims) is None


def test_each_login_has_its_own_mark_and_needs_our_nonce() -> None:
    claims = {"iss": "https://a", "sub": "x", "nonce": "n1"}
    assert arrival_of(claims) == arrival_of(dict(claims))
    assert arrival_of(claims) != arrival_of({**claims, "nonce": "n2"})
    assert arrival_of({"iss": "https://a", "sub": "x"}) is None


@pytest.mark.parametrize(
    ("age", "fresh"), [(0, True), (599, True), (601, False), (-60, True), (-180, False), (86400, False)]
)
def test_an_identity_lives_for_ten_minutes(age: int, fresh: bool) -> None:
    issued = (NOW - timedelta(seconds=age)).timestamp()
    assert is_fresh({"iat": issued}, NOW) is fresh


@given(CLAIMS)
def test_claims_of_any_shape_are_read_without_an_error(claims: dict[str, Any]) -> None:
    who, member = read_professional(claims), read_member(claims)
    assert all(map(is_finess, who.finess))
    assert (who.name + who.reference + member.name).isprintable()
    identity_of("psc", claims)
    arrival_of(claims)
    assert is_fresh(claims, NOW) in {True, False}
