"""Open shortages by product and area: what counts, since when, and where it goes."""

from datetime import datetime, timedelta

import pytest

from dp_ruptures import shortage_acts, shortage_watch, stocks
from dp_ruptures.rules.shortage import Facts
from dp_ruptures.rules.week import week_of, weeks_between
from dp_ruptures.shortage_watch import MONTH, WEEK, Reach, Sight, Watched, Zone
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy
from tests.rows import put

VACCINE, OTHER = ("3400930306000", "Vaxigrip"), ("3400930117712", "Influvac")
PLACES = {"here": "01000230", "there": "01000231", "far": "69000230"}


@pytest.fixture
def pharmacies(store: Store) -> dict[str, str]:
    return {
        name: add_pharmacy(store, first8, department_code=first8[:2], territory_code=first8[:2])
        for name, first8 in PLACES.items()
    }


def open_one(store: Store, finess: str, at: datetime, product: tuple[str, str] = VACCINE) -> str:
    facts = Facts(None, 2, at - timedelta(hours=80), "", 1)
    return shortage_acts.declare(store, finess, product, facts, author="a", now=at).shortage_id


def sight(store: Store, code: str = "france", age: timedelta = timedelta(0)) -> Sight:
    return Sight(NOW, shortage_watch.zones(stocks.departments(store))[code], age)


def only(listed: list[Watched]) -> Watched:
    (one,) = listed
    return one


def test_a_product_s_open_shortages_are_counted_by_age_and_silence(
    store: Store, pharmacies: dict[str, str]
) -> None:
    for name, days in (("here", 40), ("there", 10), ("far", 2)):
        open_one(store, pharmacies[name], NOW - timedelta(days=days))
    shortage_acts.confirm(
        store, pharmacies["here"],
        shortage_watch_id(store, pharmacies["here"]), author="a", now=NOW - timedelta(days=1),
    )  # fmt: skip
    seen = only(shortage_watch.watched(store, sight(store)))
    assert (seen.pharmacies, seen.week_old, seen.month_old, seen.silent) == (3, 2, 1, 1)
    assert (seen.before, seen.nationwide, seen.name) == (2, 3, "Vaxigrip")
    assert seen.oldest == NOW - timedelta(days=40)


def shortage_watch_id(store: Store, finess: str) -> str:
    return str(store.query("shortage_of_pharmacy", finess=finess)[0]["shortage_id"])


def test_a_zone_and_an_age_narrow_what_is_seen_but_not_the_country(
    store: Store, pharmacies: dict[str, str]
) -> None:
    for name, days in (("here", 40), ("far", 2)):
        open_one(store, pharmacies[name], NOW - timedelta(days=days))
    seen = only(shortage_watch.watched(store, sight(store, "01")))
    assert (seen.pharmacies, seen.nationwide) == (1, 2)
    assert only(shortage_watch.watched(store, sight(store, "R84", MONTH))).pharmacies == 1
    assert shortage_watch.watched(store, sight(store, "69", WEEK)) == []


def test_what_ended_was_withdrawn_or_is_of_a_closed_pharmacy_is_not_open(
    store: Store, pharmacies: dict[str, str]
) -> None:
    then = NOW - timedelta(days=10)
    delivered, mistaken = (open_one(store, pharmacies[name], then) for name in ("here", "there"))
    open_one(store, add_pharmacy(store, "01000299", closed_on=NOW.date()), then)
    later = NOW - timedelta(days=1)
    shortage_acts.close(store, pharmacies["here"], delivered, later.date(), author="a", now=later)
    shortage_acts.withdraw(store, pharmacies["there"], mistaken, author="a", now=later)
    assert shortage_watch.watched(store, sight(store)) == []
    weeks = weeks_between(week_of(then), week_of(NOW))
    # The delivered one lasted until this week; the withdrawn one never did.
    assert shortage_watch.history(store, sight(store), weeks, None) == [1, 1, 0]


def test_a_pharmacy_counts_once_over_all_products(store: Store, pharmacies: dict[str, str]) -> None:
    for product in (VACCINE, OTHER):
        open_one(store, pharmacies["here"], NOW - timedelta(days=3), product)
    weeks = [week_of(NOW)]
    assert shortage_watch.history(store, sight(store), weeks, None) == [1]
    assert shortage_watch.history(store, sight(store), weeks, OTHER[0]) == [1]
    found = shortage_watch.reach(store, sight(store), None)
    assert found == {"01": Reach(2, 1), "69": Reach(1, 0)}
    assert shortage_watch.total(found, {"01", "69"}).share == pytest.approx(1 / 3)
    assert shortage_watch.reach(store, sight(store), "nothing")["01"] == Reach(2, 0)


def test_ansm_s_last_word_stands_beside(store: Store, pharmacies: dict[str, str]) -> None:
    put(store, "presentation", {"cip13": VACCINE[0], "cis": "61"})
    put(
        store, "ansm_notice",
        {"cis": "61", "status_code": 1, "updated_on": NOW.date() - timedelta(days=60)},
        {"cis": "61", "status_code": 2, "updated_on": NOW.date()},
    )  # fmt: skip
    open_one(store, pharmacies["here"], NOW - timedelta(days=3))
    notice = only(shortage_watch.watched(store, sight(store))).notice
    assert notice is not None
    assert notice.status_code == 2


def test_zones_are_the_country_its_régions_and_its_départements(store: Store) -> None:
    zones = shortage_watch.zones(stocks.departments(store))
    assert len(zones) == 1 + 18 + 101
    assert zones["01"] == Zone("01", "01 · Ain", frozenset({"01"}))
    assert zones["01"].departments < zones["R84"].departments < zones["france"].departments
