"""A pharmacy's own counts: current declarations only, its own only."""

from dp_ruptures import supply
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.rows import declare

WEEK = parse_week("2026-W47")
VACCINE, TEST = "3400930306000", "2999000000012"


def test_days_come_from_the_pharmacy_s_own_current_declarations(store: Store) -> None:
    mine, other = add_pharmacy(store, "01000230"), add_pharmacy(store, "01000231")
    before = WEEK.shift(-1).monday
    declare(store, 1, mine, before, {VACCINE: 7000})
    declare(store, 2, mine, before, {VACCINE: 70, TEST: None})  # Corrects the first.
    declare(store, 3, other, before, {VACCINE: 500})
    declare(store, 4, mine, WEEK.monday, {VACCINE: 42, TEST: 0})
    declare(store, 5, other, WEEK.monday, {VACCINE: 499})
    declare(store, 6, mine, WEEK.shift(-7).monday, {VACCINE: 9000})
    assert supply.days_from(supply.counts(store, mine, WEEK), WEEK) == {VACCINE: 10, TEST: 0}
    assert {row["week"] for row in supply.counts(store, mine, WEEK)} == {WEEK, WEEK.shift(-1)}


def test_a_pharmacy_without_a_declaration_has_no_days(store: Store) -> None:
    assert supply.counts(store, add_pharmacy(store, "01000230"), WEEK) == []


def test_days_are_said_in_words() -> None:
    said = [supply.in_words(left).replace("\u00a0", " ") for left in (None, 0, 6, 90)]
    assert said == ["—", "0 j", "6 j", "plus de 90 j"]
