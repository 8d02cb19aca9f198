"""A week's estimates read from the store: every level, kept until something changes, fast on few queries."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dp_ruptures import estimates, stocks
from dp_ruptures.rules.week import parse_week
from dp_ruptures.stocks import Item
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy
from tests.rows import declare, put

WEEK = parse_week("2026-W47")
TEST, OTHER = "2999000000012", "2999000000029"
PRODUCT = Item("produit", TEST, "Test", ("test", "tests"), (TEST,))
FAMILY = Item("famille", "tests", "Tests", ("test", "tests"), (TEST, OTHER))
Add = Callable[..., str]


@pytest.fixture
def add(store: Store) -> Add:
    """Adds a pharmacy with what it declared this week, last week first; None where it said nothing."""
    numbers = iter(range(1, 1000))

    def added(*weeks: dict[str, int | None] | None, department: str = "01", **columns: object) -> str:
        finess = add_pharmacy(store, f"{10000000 + next(numbers)}", department_code=department, **columns)
        for back, lines in enumerate(reversed(weeks)):
            if lines is not None:
                declare(store, next(numbers), finess, WEEK.shift(-back).monday, lines)
        return finess

    return added


def test_every_level_has_its_estimate(store: Store, add: Add) -> None:
    for _ in range(8):
        add({TEST: 20}, {TEST: 10})
        add({TEST: 20}, {TEST: 10}, department="972")
    add()
    found = estimates.of_week(store, WEEK, PRODUCT)
    assert set(found) == {"01", "972", "region:84", "region:02", "france"}
    assert (found["01"].answered, found["01"].active) == (8, 9)
    assert found["01"].units == pytest.approx(90, abs=2)
    assert found["france"].units == pytest.approx(170, abs=2)
    assert found["972"].low == found["972"].units == found["972"].high == 80


def test_weeks_read_together_are_estimated_as_each_alone(store: Store, add: Add) -> None:
    first, *_ = [add({TEST: 30 + rank}, {TEST: 20}, {TEST: 10}) for rank in range(8)]
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        # Active in the weeks before only: it shifts the rank of nobody else.
        cursor.execute("UPDATE pharmacy SET closed_on = ? WHERE finess = ?", [WEEK.monday, first])
    weeks = [WEEK.shift(-back) for back in range(3)]
    alone = {week: estimates.of_week(store, week, PRODUCT) for week in weeks}
    estimates._REMEMBERED.clear()
    assert estimates.of_weeks(store, weeks, PRODUCT) == alone
    assert [alone[week]["01"].active for week in weeks] == [7, 8, 8]


def test_days_and_alert_come_from_the_counts(store: Store, add: Add) -> None:
    for _ in range(10):
        add({TEST: 24}, None, None, {TEST: 24}, {TEST: 10})
    found = estimates.of_week(store, WEEK, PRODUCT)["01"]
    assert found.days == pytest.approx(5)
    assert found.runs_out is True
    # Everybody answered, and all sold alike: nothing is in doubt.
    assert (found.days_low, found.days_high) == pytest.approx((5, 5))


def test_days_are_the_surer_the_more_answer_and_the_alert_says_so(store: Store, add: Add) -> None:
    for rank in range(24):
        add({TEST: 60}, None, None, {TEST: 60}, {TEST: 20 + rank})
        add({TEST: 20}, {TEST: 60})
    alone = estimates.of_week(store, WEEK, PRODUCT)["01"]
    for _ in range(48):
        add()
    among = estimates.of_week(store, WEEK, PRODUCT)["01"]
    for found in (alone, among):
        assert found.days is not None
        assert found.days_low is not None
        assert found.days_high is not None
        assert found.days_low < found.days < found.days_high
    assert (among.days_high or 0) / (among.days_low or 1) > (alone.days_high or 0) / (alone.days_low or 1)
    assert (alone.runs_out, alone.is_certain) == (True, True)
    assert (among.runs_out, among.is_certain) == (True, False)


def test_before_the_fifth_week_days_have_no_interval(store: Store, add: Add) -> None:
    for _ in range(10):
        add({TEST: 38}, None, {TEST: 24}, {TEST: 10})
    found = estimates.of_week(store, WEEK, PRODUCT)["01"]
    assert (found.days, found.days_low, found.is_certain) == (pytest.approx(5), None, None)


def test_a_family_has_days_but_no_interval_and_no_certainty(store: Store, add: Add) -> None:
    for _ in range(10):
        add({TEST: 24, OTHER: 24}, None, None, {TEST: 24, OTHER: 24}, {TEST: 10, OTHER: 10})
    found = estimates.of_week(store, WEEK, FAMILY)["01"]
    assert (found.days, found.runs_out) == (pytest.approx(5), True)
    assert (found.days_low, found.days_high, found.is_certain) == (None, None, None)


def test_under_the_floor_there_is_no_figure(store: Store, add: Add) -> None:
    for units in (1, 2, 3, 4):
        add({TEST: units})
    found = estimates.of_week(store, WEEK, PRODUCT)["01"]
    assert found == estimates.AreaEstimate(None, None, None, 4, 4, None, None)


def test_not_stocked_is_an_answer_of_nothing_and_another_product_is_none(store: Store, add: Add) -> None:
    for _ in range(5):
        add({TEST: 10})
    add({TEST: None})
    add({OTHER: 500})
    found = estimates.of_week(store, WEEK, PRODUCT)["01"]
    assert (found.answered, found.active) == (6, 7)
    assert found.units == pytest.approx(58, abs=1)


def test_a_closed_pharmacy_is_neither_counted_nor_estimated(store: Store, add: Add) -> None:
    for _ in range(5):
        add({TEST: 10})
    add({TEST: 1000}, closed_on=WEEK.monday)
    found = estimates.of_week(store, WEEK, PRODUCT)["01"]
    assert (found.units, found.active) == (50, 5)


def test_an_estimate_is_kept_until_a_declaration_or_a_pharmacy_changes(store: Store, add: Add) -> None:
    for _ in range(6):
        finess = add({TEST: 10})
    first = estimates.of_week(store, WEEK, PRODUCT)
    assert estimates.of_week(store, WEEK, PRODUCT) is first
    declare(store, 5000, finess, WEEK.monday, {TEST: 40})
    assert estimates.of_week(store, WEEK, PRODUCT)["01"].units == 90
    add()
    assert estimates.of_week(store, WEEK, PRODUCT)["01"].active == 7


def test_weeks_and_items_are_kept_apart_and_few_at_a_time(
    store: Store, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimates, "_KEPT", 3)
    for _ in range(5):
        add({TEST: 10, OTHER: 30})
    family = replace(PRODUCT, level="famille", code="tests", cip13s=(TEST, OTHER))
    assert estimates.of_week(store, WEEK, PRODUCT)["01"].units == 50
    assert estimates.of_week(store, WEEK, family)["01"].units == 200
    for back in range(1, 5):
        assert estimates.of_week(store, WEEK.shift(-back), PRODUCT)["01"].units is None
    assert estimates.of_week(store, WEEK, PRODUCT)["01"].units == 50


def test_vaccines_follow_the_season_in_its_first_weeks(store: Store, add: Add) -> None:
    vaccine = next(item for item in stocks.items(store, NOW) if item.code == "vaccins")
    cip13 = vaccine.cip13s[0]
    for _ in range(10):
        finess = add()
        declare(store, 6000 + int(finess[5:]), finess, parse_week("2026-W42").monday, {cip13: 170})
        declare(store, 60000 + int(finess[5:]), finess, parse_week("2026-W43").monday, {cip13: 100})
    found = estimates.of_week(store, parse_week("2026-W43"), vaccine)["01"]
    assert found.units == 1000
    assert found.days is not None
    assert found.days > 10


def test_without_a_pharmacy_there_is_no_area(store: Store) -> None:
    assert estimates.of_week(store, WEEK, PRODUCT) == {}


def test_a_department_without_a_pharmacy_left_is_missing(store: Store, add: Add) -> None:
    put(store, "pharmacy", {"finess": "x", "department_code": "03", "closed_on": WEEK.shift(-3).monday})
    add()
    assert set(estimates.of_week(store, WEEK, PRODUCT)) == {"01", "region:84", "france"}
