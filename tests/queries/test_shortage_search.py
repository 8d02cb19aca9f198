"""Products found by words and codes, with ANSM's notices, on three rows and on the real database."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from dp_ruptures import shortage_products
from dp_ruptures.campaign import Campaign, campaign_of
from dp_ruptures.errors import Refused
from dp_ruptures.imports.bdpm import import_bdpm
from dp_ruptures.rules.search import searchable
from dp_ruptures.shortage_products import MOST_HITS, by_code, is_code, notices, search
from dp_ruptures.store import Store
from tests.conftest import NOW
from tests.rows import put

VAXIGRIP, DOLIPRANE, STOPPED = "3400930306000", "3400935955838", "3400930117712"


@pytest.fixture
def campaign(store: Store) -> Campaign:
    found = campaign_of(store, NOW.date())
    assert found is not None
    return found


@pytest.fixture
def bdpm(store: Store) -> Store:
    """Three presentations, of two CIS."""
    for cip13, name, extra in (
        (VAXIGRIP, "VAXIGRIP, suspension injectable en seringue préremplie", {"cis": "69675854"}),
        (DOLIPRANE, "DOLIPRANE 1000 mg, comprimé", {"mitm": True}),
        (STOPPED, "INFLUVAC TETRA, seringue préremplie", {"stopped": True, "cis": "69675854"}),
    ):
        put(store, "presentation", {"cip13": cip13, "name": name, **extra})
        put(store, "presentation_words", {"cip13": cip13, "words": searchable(name)})
    return store


def codes(store: Store, text: str, campaign: Campaign | None) -> list[str]:
    return [found.cip13 for found in search(store, text, campaign)]


def test_every_word_must_be_there_in_any_order_case_or_accent(bdpm: Store) -> None:
    assert codes(bdpm, "comprime DOLIPRANE", None) == [DOLIPRANE]
    assert codes(bdpm, "doliprane seringue", None) == []
    assert codes(bdpm, "%", None) == []
    assert codes(bdpm, "grip_", None) == [VAXIGRIP]


def test_what_is_still_sold_comes_first(bdpm: Store) -> None:
    assert codes(bdpm, "préremplie", None) == [VAXIGRIP, STOPPED]


def test_the_campaign_s_products_are_found_first_and_known_as_surveyed(
    bdpm: Store, campaign: Campaign
) -> None:
    found = search(bdpm, "vaxigrip", campaign)
    assert [(one.cip13, one.family, one.name[:8]) for one in found] == [(VAXIGRIP, "vaccins", "VAXIGRIP")]
    assert codes(bdpm, "influvac", campaign) == ["3400930296165", STOPPED]


def test_without_the_public_database_the_campaign_s_products_are_found(
    store: Store, campaign: Campaign
) -> None:
    assert not shortage_products.bdpm_is_loaded(store)
    assert codes(store, "influvac", campaign) == ["3400930296165"]
    assert by_code(store, "3400930296165", campaign).family == "vaccins"
    with pytest.raises(Refused, match="n'est pas chargée"):
        by_code(store, DOLIPRANE, campaign)


@pytest.mark.parametrize(
    "text",
    [
        VAXIGRIP, "3030600", "3400 930 306 000", '="3400930306000"', "03400930306000",
        "]d201034009303060001727113010LOT42\x1d21ABC123", "\"'ààç\"à\"à-ààà",
    ],
)  # fmt: skip
def test_a_code_is_taken_typed_pasted_or_scanned(bdpm: Store, campaign: Campaign, text: str) -> None:
    assert is_code(text)
    assert codes(bdpm, text, campaign) == [VAXIGRIP]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3400930306001", "sa clé"),
        ("3,40093E+12", "Excel"),
        ("3400892088310", "UCD"),
        ("3400930029220", "n'est pas dans la base publique"),
        (f"{VAXIGRIP}{DOLIPRANE}", "Plusieurs boîtes"),
    ],
)
def test_a_code_that_is_wrong_or_unknown_says_why(
    bdpm: Store, campaign: Campaign, text: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        search(bdpm, text, campaign)


@pytest.mark.parametrize("text", ["doliprane 1000", "1000", "vitamine b12 250", "aspégic", ""])
def test_a_name_with_a_strength_is_no_code(text: str) -> None:
    assert not is_code(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.text(max_size=60) | some.from_regex(r"[\]$(]?[a-z]?[0-9]{5,40}[%_ ,.E+]?[0-9]*", fullmatch=True))
def test_whatever_is_typed_finds_something_or_is_refused_in_words(
    bdpm: Store, campaign: Campaign, text: str
) -> None:
    found: list[object] = []
    with suppress(Refused):
        found = [*search(bdpm, text, campaign)]
    assert len(found) <= MOST_HITS + 1


def test_case_09_a_sound_code_outside_the_campaign_is_found_as_not_surveyed(
    bdpm: Store, campaign: Campaign
) -> None:
    found = by_code(bdpm, DOLIPRANE, campaign)
    assert (found.family, found.mitm) == (None, True)


def test_case_10_a_stopped_presentation_is_found_with_its_warning(bdpm: Store, campaign: Campaign) -> None:
    assert by_code(bdpm, STOPPED, campaign).stopped
    assert not by_code(bdpm, VAXIGRIP, campaign).stopped


def test_a_notice_without_a_code_holds_for_every_presentation_of_its_cis(bdpm: Store) -> None:
    put(
        bdpm, "ansm_notice",
        {"cis": "69675854", "status_code": 2, "link": "https://ansm.example/a"},
        {"cis": "69675854", "cip13": STOPPED, "status_code": 3},
    )  # fmt: skip
    told = notices(bdpm, [VAXIGRIP, STOPPED, DOLIPRANE])
    assert {cip13: [one.status_code for one in listed] for cip13, listed in told.items()} == {
        VAXIGRIP: [2],
        STOPPED: [2, 3],
    }
    assert notices(bdpm, []) == {}


def test_the_real_database_is_searched_whole(store: Store, campaign: Campaign, shared: Path) -> None:
    import_bdpm(store, shared / "data" / "bdpm")
    assert codes(store, "3011771", campaign) == [campaign_of_code(store, "3011771")]
    assert len(search(store, "comprimé", None)) == MOST_HITS + 1
    assert {found.name.split()[0] for found in search(store, "doliprane 1000 suppositoire", None)} <= {
        "DOLIPRANE"
    }
    (tenormine,) = search(store, "ténormine injectable", None)
    assert [notice.status_code for notice in notices(store, [tenormine.cip13])[tenormine.cip13]] == [1]


def campaign_of_code(store: Store, cip7: str) -> str:
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        row = cursor.execute("SELECT cip13 FROM presentation WHERE cip7 = ?", [cip7]).fetchone()
    assert row is not None
    return str(row[0])
