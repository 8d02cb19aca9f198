"""The invented shortages: some of the zeros, one open per product, something for the visitor."""

from collections import Counter
from datetime import timedelta

from dp_ruptures import shortages
from dp_ruptures.rules import shortage as rule
from tests.demo.conftest import WEDNESDAY, Built, built, dicts_of


def test_about_three_in_a_hundred_zeros_open_a_shortage(season: Built) -> None:
    opened = dicts_of(season.store, "shortage", "shortage_id")
    zeros = sum(line["units"] == 0 for line in season.lines)
    assert 0.01 * zeros < len(opened) < 0.05 * zeros


def test_every_act_follows_the_declaration_and_none_is_later_than_now(season: Built) -> None:
    events = dicts_of(season.store, "shortage_event", "shortage_id, step")
    assert {event["kind"] for event in events} == {rule.DECLARED, rule.CONFIRMED, rule.ANSWERED, rule.CLOSED}
    assert max(event["happened_at"] for event in events) <= WEDNESDAY.replace(tzinfo=None)
    for before, after in zip(events, events[1:], strict=False):
        if before["shortage_id"] == after["shortage_id"]:
            assert (after["step"], before["kind"] != rule.CLOSED) == (before["step"] + 1, True)
            assert before["happened_at"] <= after["happened_at"]
        else:
            assert (after["step"], after["kind"]) == (1, rule.DECLARED)


def test_a_shortage_before_72_hours_says_why(season: Built) -> None:
    events = dicts_of(season.store, "shortage_event", "shortage_id, step")
    declared = [event for event in events if event["kind"] == rule.DECLARED]
    early = [event for event in declared if event["happened_at"] - event["asked_at"] < timedelta(hours=72)]
    assert early
    assert all(event["reason"] for event in early)


def test_one_shortage_at_most_lasts_per_pharmacy_and_product(season: Built) -> None:
    lasting = Counter(
        (shortage.finess, shortage.cip13)
        for finess in {row["finess"] for row in season.pharmacies}
        for shortage in shortages.of_pharmacy(season.store, finess)
        if shortage.lasts
    )
    assert lasting
    assert set(lasting.values()) == {1}


def test_the_visitor_s_pharmacy_has_one_to_confirm(season: Built) -> None:
    known = shortages.of_pharmacy(season.store, season.summary["pharmacy"])
    assert len([shortage for shortage in known if shortage.lasts]) >= 2
    assert shortages.to_confirm(known, WEDNESDAY)


def test_the_same_seed_invents_the_same_shortages() -> None:
    one, other = (built(pharmacies=120, weeks=3).store for _ in range(2))
    for table, order in (("shortage", "shortage_id"), ("shortage_event", "shortage_id, step")):
        assert dicts_of(one, table, order) == dicts_of(other, table, order)
