"""Boxes between neighbours: three areas by hand, then what must hold of any plan."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dp_ruptures.rules.transport import Area, Budget, Link, Plan, Terms, boxes_for, plan, shelves, worth

FULL, EMPTY, FAR = Area("01", 100, 100, 5.0), Area("69", 10, 10, 10.0), Area("38", 0, 0, 5.0)
LINKS = [Link("01", "69", 60), Link("69", "38", 90)]
TERMS = Terms(goal=7)


def days(areas: list[Area], made: Plan) -> dict[str, float]:
    return {area.code: area.days(made.stocks[area.code]) for area in areas}


def test_the_full_one_gives_to_its_empty_neighbour_until_they_last_alike() -> None:
    made = plan([FULL, EMPTY], LINKS, Budget(), TERMS)
    assert [(move.start, move.end, move.boxes, move.km) for move in made.moves] == [("01", "69", 60, 60)]
    assert days([FULL, EMPTY], made) == {"01": 8.0, "69": 7.0}
    assert (made.boxes, made.box_km) == (60, 3600)


def test_a_budget_of_boxes_or_of_kilometres_is_kept() -> None:
    assert plan([FULL, EMPTY], LINKS, Budget(boxes=20), TERMS).boxes == 20
    assert plan([FULL, EMPTY], LINKS, Budget(box_km=700), TERMS).boxes == 11


def test_an_area_passes_on_its_own_boxes_to_a_neighbour_that_the_full_one_does_not_touch() -> None:
    made = plan([FULL, EMPTY, FAR], LINKS, Budget(), TERMS)
    assert {(move.start, move.end) for move in made.moves} == {("01", "69"), ("69", "38")}
    assert min(days([FULL, EMPTY, FAR], made).values()) > 0


def test_who_has_enough_receives_nothing() -> None:
    content = Area("69", 80, 80, 10.0)
    assert plan([FULL, content], LINKS, Budget(), TERMS).moves == ()


def test_boxes_that_nobody_declared_stay_where_they_are() -> None:
    shy = Area("01", 100, 15, 5.0)
    assert plan([shy, EMPTY], LINKS, Budget(), TERMS).boxes == 15


def test_an_area_without_a_neighbour_of_the_list_neither_gives_nor_receives() -> None:
    island = Area("974", 0, 0, 5.0)
    assert plan([FULL, island], [Link("974", "976", 10)], Budget(), TERMS).moves == ()


def test_boxes_move_by_lots() -> None:
    made = plan([FULL, EMPTY], LINKS, Budget(boxes=29), Terms(goal=7, lot=10))
    assert [move.boxes for move in made.moves] == [20]


def test_an_area_that_dispenses_nothing_gives_all_that_is_asked() -> None:
    idle = Area("01", 100, 100, 0.0)
    assert plan([idle, EMPTY], LINKS, Budget(), TERMS).boxes == 60
    assert idle.days(100) == math.inf


def test_the_days_of_stock_of_an_area_in_whole_boxes() -> None:
    slow = Area("01", 3, 3, 0.4)
    assert shelves(slow, 5) == [1, 0, 1, 0, 0]
    assert boxes_for(Area("01", 0, 0, 0.1), 30) == 3
    assert worth(slow, 2, 5) == 5 + 3


def test_among_equal_gains_the_shortest_way() -> None:
    near, far = Area("38", 100, 100, 5.0), Area("71", 100, 100, 5.0)
    links = [Link("38", "69", 50), Link("71", "69", 500)]
    assert {move.start for move in plan([near, far, EMPTY], links, Budget(), TERMS).moves} == {"38"}


@pytest.mark.parametrize(
    ("areas", "budget", "terms"),
    [
        ([Area("01", -1, 0, 1.0)], Budget(), TERMS),
        ([Area("01", 1, 0, -1.0)], Budget(), TERMS),
        ([FULL], Budget(boxes=-1), TERMS),
        ([FULL], Budget(), Terms(goal=0)),
        ([FULL], Budget(), Terms(lot=0)),
    ],
)
def test_a_negative_figure_is_refused(areas: list[Area], budget: Budget, terms: Terms) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        plan(areas, LINKS, budget, terms)


CODES = ["01", "02", "03", "04", "05"]


@some.composite
def countries(draw: some.DrawFn) -> tuple[list[Area], list[Link]]:
    """Up to five areas, some empty, some that dispense nothing, and any borders between them."""
    held = some.integers(0, 60)
    needs = some.one_of(some.just(0.0), some.floats(0.05, 12))
    areas = []
    for code in CODES[: draw(some.integers(2, 5))]:
        stock = draw(held)
        areas.append(Area(code, stock, draw(some.integers(0, stock)), draw(needs)))
    pairs = [(one, other) for one in CODES for other in CODES if one < other]
    chosen = draw(some.lists(some.sampled_from(pairs), unique=True, min_size=1))
    return areas, [Link(one, other, draw(some.integers(1, 200))) for one, other in chosen]


LIMITS = some.one_of(some.none(), some.integers(0, 80))
PLANS = settings(max_examples=40, deadline=None)
TERMS_OF = some.builds(Terms, goal=some.integers(1, 10), lot=some.sampled_from([1, 1, 5]))


@PLANS
@given(country=countries(), boxes=LIMITS, thousand_km=LIMITS, terms=TERMS_OF)
def test_no_plan_invents_loses_or_overspends(
    country: tuple[list[Area], list[Link]], boxes: int | None, thousand_km: int | None, terms: Terms
) -> None:
    areas, links = country
    budget = Budget(boxes, None if thousand_km is None else thousand_km * 100)
    made = plan(areas, links, budget, terms)
    assert sum(made.stocks.values()) == sum(area.stock for area in areas)
    assert made.boxes <= (math.inf if budget.boxes is None else budget.boxes)
    assert made.box_km <= (math.inf if budget.box_km is None else budget.box_km)
    known = {(link.one, link.other) for link in links} | {(link.other, link.one) for link in links}
    assert all((move.start, move.end) in known and move.boxes % terms.lot == 0 for move in made.moves)
    for area in areas:
        assert sum(move.boxes for move in made.moves if move.start == area.code) <= area.movable
        assert made.stocks[area.code] >= 0


@PLANS
@given(country=countries(), boxes=LIMITS, terms=TERMS_OF)
def test_no_plan_worsens_the_worst_off(
    country: tuple[list[Area], list[Link]], boxes: int | None, terms: Terms
) -> None:
    areas, links = country
    made = plan(areas, links, Budget(boxes), terms)
    after = days(areas, made)
    if needy := [area for area in areas if area.need]:
        least = min(area.days(area.stock) for area in needy)
        assert min(after[area.code] for area in needy) >= least
    assert made.gain >= 0
    assert (made.gain > 0) == bool(made.moves)


@PLANS
@given(country=countries(), less=some.integers(0, 40), more=some.integers(0, 40), in_km=some.booleans())
def test_a_larger_budget_never_gains_less_and_none_moves_nothing(
    country: tuple[list[Area], list[Link]], less: int, more: int, in_km: bool
) -> None:
    areas, links = country

    def gained(limit: int | None) -> int:
        budget = Budget(box_km=None if limit is None else 50 * limit) if in_km else Budget(boxes=limit)
        return plan(areas, links, budget, TERMS).gain

    assert 0 == gained(0) <= gained(less) <= gained(less + more) <= gained(None)
    assert plan(areas, links, Budget(boxes=0), TERMS).moves == ()
