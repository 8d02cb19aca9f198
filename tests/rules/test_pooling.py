"""Boxes between the pharmacies of one département."""

from hypothesis import given, settings
from hypothesis import strategies as some

from dp_ruptures.rules.pooling import Handover, pool
from dp_ruptures.rules.transport import Area, Terms

RICH, POOR, OTHER = Area("a", 40, 40, 2.0), Area("b", 0, 0, 2.0), Area("c", 2, 2, 1.0)
WEEK = Terms(goal=7)


def test_the_one_with_most_days_gives_to_the_one_with_fewest_up_to_the_goal() -> None:
    assert pool([RICH, POOR], {}, WEEK) == [Handover("a", "b", 14, near=False)]


def test_the_same_town_comes_first() -> None:
    towns = {"a": "Bourg", "b": "Bourg", "c": "Belley"}
    handed = pool([RICH, POOR, OTHER], towns, WEEK)
    assert [(one.start, one.end, one.near) for one in handed] == [("a", "b", True), ("a", "c", False)]


def test_a_budget_serves_the_emptiest_first() -> None:
    assert pool([RICH, POOR, OTHER], {}, WEEK, boxes=3) == [Handover("a", "b", 3, near=False)]
    assert pool([RICH, POOR], {}, WEEK, boxes=0) == []


def test_a_pharmacy_whose_pace_is_unknown_takes_no_part() -> None:
    assert pool([Area("a", 40, 40, 0.0), POOR], {}, WEEK) == []


def test_boxes_move_by_lots_and_never_past_what_may_leave() -> None:
    assert pool([Area("a", 40, 12, 2.0), POOR], {}, Terms(7, 5)) == [Handover("a", "b", 10, near=False)]


@settings(max_examples=100, deadline=None)
@given(
    held=some.lists(
        some.tuples(some.integers(0, 50), some.floats(0.05, 8), some.sampled_from("XY")),
        min_size=1,
        max_size=8,
    ),
    boxes=some.one_of(some.none(), some.integers(0, 60)),
    terms=some.builds(Terms, goal=some.integers(1, 20), lot=some.sampled_from([1, 3])),
)
def test_boxes_are_kept_the_worst_off_is_never_worse_and_nobody_both_gives_and_receives(
    held: list[tuple[int, float, str]], boxes: int | None, terms: Terms
) -> None:
    areas = [Area(str(rank), stock, stock, need) for rank, (stock, need, _) in enumerate(held)]
    handed = pool(areas, {str(rank): town for rank, (_, _, town) in enumerate(held)}, terms, boxes)
    given_by = {one.start for one in handed}
    assert not given_by & {one.end for one in handed}
    assert sum(one.boxes for one in handed) <= (sum(a.stock for a in areas) if boxes is None else boxes)
    after = {area.code: area.stock for area in areas}
    for one in handed:
        assert one.boxes > 0
        after[one.start] -= one.boxes
        after[one.end] += one.boxes
    assert min(after.values()) >= 0
    least = min(area.days(area.stock) for area in areas)
    assert min(area.days(after[area.code]) for area in areas) >= least
