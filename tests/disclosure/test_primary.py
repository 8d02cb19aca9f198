"""When a cell is unsafe, and the protection it asks for."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.disclosure.primary import is_unsafe, protection
from dp_ruptures.disclosure.rules import Rules

RULES = Rules()
owners = st.lists(st.integers(0, 500), max_size=8)
some_owners = st.lists(st.integers(0, 500), min_size=1, max_size=8)


def test_a_cell_nobody_answered_is_no_data_and_not_unsafe():
    assert not is_unsafe([], RULES)


@pytest.mark.parametrize("totals", [[5], [5, 5], [0], [0, 7]])
def test_fewer_than_three_owners_are_unsafe(totals):
    assert is_unsafe(totals, RULES)


def test_an_owner_who_declared_zero_counts_as_a_declarant():
    rules = Rules(p_percent=0, dominance_percent=100)
    assert is_unsafe([6, 4], rules)
    assert not is_unsafe([6, 4, 0], rules)


def test_three_balanced_owners_are_safe():
    assert not is_unsafe([10, 10, 10], RULES)


def test_dominance_begins_above_the_share_and_not_at_it():
    rules = Rules(p_percent=0)
    assert not is_unsafe([85, 8, 7], rules)
    assert is_unsafe([86, 7, 7], rules)


def test_p_percent_catches_two_large_owners_that_dominance_lets_pass():
    contributions = [50_000, 49_000, 1_000]
    assert not is_unsafe(contributions, Rules(dominance_percent=90, p_percent=0))
    assert is_unsafe(contributions, Rules(dominance_percent=90, p_percent=10))


def test_p_percent_is_safe_exactly_at_the_limit():
    assert not is_unsafe([100, 50, 10], RULES)
    assert is_unsafe([100, 50, 9], RULES)


def test_a_zero_total_is_unsafe_however_many_declared_it():
    assert is_unsafe([0] * 40, RULES)
    assert not is_unsafe([0] * 40, Rules(zero_unsafe=False))


def test_a_negative_contribution_is_refused():
    with pytest.raises(ValueError, match="negative"):
        is_unsafe([3, -1], RULES)


def test_the_handbooks_dominated_cell_asks_for_an_upper_bound_of_352_94():
    asked = protection([300, 20, 10], Rules(p_percent=0))
    assert asked.upper == 23
    assert 330 + asked.upper >= 352.94 > 330 + asked.upper - 1


def test_a_rare_cell_asks_for_ten_percent():
    assert protection([100, 100], Rules(p_percent=0)) == (20, 20)


def test_a_zero_cell_asks_for_one_unit_above_and_nothing_below():
    assert protection([0, 0, 0], RULES) == (1, 0)


def test_decimal_figures_stay_exact():
    assert not is_unsafe([Fraction("0.1")] * 3 + [Fraction("1.7")], Rules(p_percent=0))
    assert is_unsafe([Fraction("0.1")] * 3 + [Fraction("1.700001")], Rules(p_percent=0))


@given(owners)
def test_the_order_of_owners_does_not_matter(totals):
    assert is_unsafe(totals, RULES) == is_unsafe(sorted(totals), RULES)


@given(owners, st.integers(2, 50))
def test_the_unit_of_measure_does_not_matter(totals, factor):
    assert is_unsafe(totals, RULES) == is_unsafe([factor * t for t in totals], RULES)


@given(st.lists(st.integers(1, 500), min_size=3, max_size=8))
def test_under_p_percent_a_safe_cell_keeps_the_second_owner_away_from_the_first(totals):
    first, second = sorted(totals, reverse=True)[:2]
    estimate = sum(totals) - second
    too_close = 10 * (estimate - first) < first
    assert is_unsafe(totals, Rules(dominance_percent=100)) == too_close


@given(some_owners)
def test_the_protection_is_just_enough_for_every_rule(totals):
    first, second = sorted([*totals, 0], reverse=True)[:2]
    total = sum(totals)
    asked = protection(totals, RULES)
    reached = total + asked.upper
    assert 100 * first <= 85 * reached
    assert 100 * (reached - first - second) >= 10 * first
    assert 0 <= asked.lower <= min(asked.upper, total)


@pytest.mark.parametrize("wrong", [{"min_count": -1}, {"dominance_percent": 0}, {"p_percent": -1}])
def test_absurd_parameters_are_refused(wrong):
    with pytest.raises(ValueError, match="must"):
        Rules(**wrong)
