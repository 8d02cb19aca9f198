import re
from collections import Counter
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.demo.pharmacies import Pharmacies, apportion, invent, real_counts
from dp_ruptures.rules.finess import is_finess, publication_department

FIRST, LAST = date(2026, 9, 7), date(2026, 11, 25)


@pytest.fixture(scope="module")
def nation() -> Pharmacies:
    return invent(np.random.default_rng(7), 21_000, FIRST, LAST)


def test_each_territory_has_its_real_share_of_the_pharmacies(nation: Pharmacies) -> None:
    real = real_counts()
    made = Counter(nation.territory_codes)
    assert made.keys() == real.keys()
    assert all(abs(made[code] - real[code] * 21_000 / sum(real.values())) < 1 for code in real)


@given(
    st.dictionaries(st.text(min_size=1), st.integers(0, 900), min_size=1).filter(
        lambda c: sum(c.values()) > 0
    ),
    st.integers(0, 50_000),
)
def test_apportioning_shares_the_exact_total_within_one(counts: dict[str, int], total: int) -> None:
    shares = apportion(counts, total)
    assert sum(shares.values()) == total
    assert all(abs(shares[c] - counts[c] * total / sum(counts.values())) < 1 for c in counts)


def test_one_pharmacy_goes_to_the_territory_that_has_most() -> None:
    assert {code: n for code, n in apportion({"01": 10, "75": 90, "48": 2}, 1).items() if n} == {"75": 1}


def test_territories_without_community_pharmacy_get_none(nation: Pharmacies) -> None:
    assert not {"975", "986"} & set(nation.territory_codes)


def test_every_number_is_valid_and_used_once(nation: Pharmacies) -> None:
    assert all(is_finess(number) for number in nation.finesses + nation.finess_ejs)
    assert len(set(nation.finesses)) == 21_000
    assert not set(nation.finesses) & set(nation.finess_ejs)


@pytest.mark.parametrize(
    ("territory", "prefix"),
    [
        ("2A", "2A"),
        ("971", "9701"),
        ("977", "9701"),
        ("978", "9701"),
        ("974", "9704"),
        ("976", "9805"),
        ("01", "01"),
    ],
)
def test_a_number_starts_as_in_the_real_file(nation: Pharmacies, territory: str, prefix: str) -> None:
    numbers = [f for f, t in zip(nation.finesses, nation.territory_codes, strict=True) if t == territory]
    assert numbers
    assert all(number.startswith(prefix) for number in numbers)


def test_postcode_leads_back_to_the_territory_and_its_department(nation: Pharmacies) -> None:
    for territory, department, postcode in zip(
        nation.territory_codes, nation.department_codes, nation.postcodes, strict=True
    ):
        column = "9A" if department == "971" else territory
        assert publication_department(column, postcode) == (territory, department)
        assert re.fullmatch(r"\d{5}", postcode)
        assert postcode.startswith(department.replace("2A", "20").replace("2B", "20"))


def test_about_four_percent_share_their_owner_with_another(nation: Pharmacies) -> None:
    owned = Counter(nation.owner_keys)
    shared = sum(number for number in owned.values() if number > 1)
    assert 0.03 < shared / 21_000 < 0.05
    assert nation.owner_keys == nation.finess_ejs


def test_about_1_3_percent_a_year_close_and_a_few_open(nation: Pharmacies) -> None:
    closed = [day for day in nation.closed_ons if day]
    opened = [day for day in nation.opened_ons if day >= FIRST]
    assert 0.008 < len(closed) / 21_000 * 365 / 80 < 0.018
    assert all(FIRST <= day <= LAST for day in closed + opened)
    assert 0 < len(opened) < len(closed)


def test_mail_can_reach_nobody(nation: Pharmacies) -> None:
    assert all(email.endswith(".invalid") for email in nation.emails)
    assert len(set(nation.emails)) == 21_000


def test_no_invented_number_rings_at_somebody_s(nation: Pharmacies) -> None:
    """The ranges that ARCEP keeps for fiction."""
    fiction = {"019900", "026191", "035301", "046571", "053649", "063998"}
    assert {number[:6] for number in nation.telephones if number} == fiction
    assert {len(number) for number in nation.telephones if number} == {10}
    assert sum(number is None for number in nation.telephones) == 21_000 // 40
