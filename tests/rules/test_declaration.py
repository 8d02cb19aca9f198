"""What may be declared, in four states, and what makes two declarations the same."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.declaration import (
    NOT_STOCKED,
    QUANTITY,
    Declaration,
    Line,
    Problem,
    Product,
    may_declare,
    receipt_id,
    receipt_number,
    same_content,
)
from dp_ruptures.rules.entry import Entry, confirm_rest, read_entries
from dp_ruptures.rules.quantity import LARGEST
from dp_ruptures.rules.retention import erasure_day
from dp_ruptures.rules.week import parse_week

TEST = Product("2999000000012", "Test nasal, boîte de 25", "tests", 25, demo=True)
VACCINE = Product("3400930306000", "Vaxigrip", "vaccins", 1)
PRODUCTS = {product.cip13: product for product in (TEST, VACCINE)}
WEEK = parse_week("2026-W47")


def only_line(entry: Entry) -> Line:
    reading = read_entries([entry], PRODUCTS)
    assert not reading.problems
    (line,) = reading.lines
    return line


def only_problem(entry: Entry) -> Problem:
    reading = read_entries([entry], PRODUCTS)
    assert not reading.lines
    (problem,) = reading.problems
    return problem


def test_a_quantity_is_declared_in_units() -> None:
    assert only_line(Entry(VACCINE.cip13, "90")) == Line(VACCINE.cip13, QUANTITY, units=90)


def test_case_21_four_boxes_of_25_are_100_units_and_both_are_kept() -> None:
    line = only_line(Entry(TEST.cip13, "4", in_boxes=True))
    assert (line.units, line.boxes) == (100, 4)


def test_the_bound_is_on_units_and_not_on_the_boxes_typed() -> None:
    assert only_line(Entry(TEST.cip13, "40000", in_boxes=True)).units == LARGEST
    problem = only_problem(Entry(TEST.cip13, "1000000", in_boxes=True))
    assert problem.code == "too_large"
    assert "1000000 boîtes de 25" in problem.message


def test_case_19_not_communicated_is_neither_a_line_nor_a_fault_and_is_said() -> None:
    reading = read_entries([Entry(TEST.cip13, "NC"), Entry(VACCINE.cip13, "3")], PRODUCTS)
    assert [line.cip13 for line in reading.lines] == [VACCINE.cip13]
    assert not reading.problems
    assert [(remark.cip13, remark.message) for remark in reading.remarks] == [
        (TEST.cip13, "« NC » : compris comme non déclaré.")
    ]


def test_not_communicated_beside_not_stocked_is_not_stocked() -> None:
    reading = read_entries([Entry(TEST.cip13, "NC", not_stocked=True)], PRODUCTS)
    assert [line.state for line in reading.lines] == [NOT_STOCKED]
    assert not reading.remarks


def test_case_18_zero_is_a_rupture() -> None:
    line = only_line(Entry(TEST.cip13, "0"))
    assert line.is_rupture
    assert line.units == 0


def test_not_stocked_is_a_state_of_its_own() -> None:
    line = only_line(Entry(TEST.cip13, not_stocked=True))
    assert (line.state, line.units, line.is_rupture) == (NOT_STOCKED, None, False)


def test_case_17_a_blank_line_is_not_declared() -> None:
    assert read_entries([Entry(TEST.cip13, "  ")], PRODUCTS).lines == ()


LAST_WEEK = {TEST.cip13: Line(TEST.cip13, QUANTITY, units=100, boxes=4, unchanged=False)}


@pytest.mark.parametrize("entry", [Entry(TEST.cip13, unchanged=True), Entry(TEST.cip13, " = ")])
def test_an_unchanged_line_repeats_last_week_and_says_so(entry: Entry) -> None:
    reading = read_entries([entry], PRODUCTS, LAST_WEEK)
    assert reading.lines == (Line(TEST.cip13, QUANTITY, units=100, boxes=4, unchanged=True),)


def test_not_stocked_last_week_is_confirmed_too() -> None:
    last = {TEST.cip13: Line(TEST.cip13, NOT_STOCKED)}
    (line,) = read_entries([Entry(TEST.cip13, unchanged=True)], PRODUCTS, last).lines
    assert (line.state, line.unchanged) == (NOT_STOCKED, True)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (Entry(TEST.cip13, "3", unchanged=True), Line(TEST.cip13, QUANTITY, units=3)),
        (Entry(TEST.cip13, "0", unchanged=True), Line(TEST.cip13, QUANTITY, units=0)),
        (Entry(TEST.cip13, not_stocked=True, unchanged=True), Line(TEST.cip13, NOT_STOCKED)),
    ],
)
def test_what_is_typed_wins_over_unchanged(entry: Entry, expected: Line) -> None:
    assert read_entries([entry], PRODUCTS, LAST_WEEK).lines == (expected,)


def test_a_fault_or_not_communicated_is_not_covered_by_unchanged() -> None:
    texts = [Entry(TEST.cip13, text, unchanged=True) for text in ("12,5", "NC")]
    reading = read_entries(texts, PRODUCTS, LAST_WEEK)
    assert not reading.lines
    assert [problem.code for problem in reading.problems] == ["decimal"]
    assert len(reading.remarks) == 1


def test_unchanged_with_nothing_declared_last_week_is_sent_back() -> None:
    reading = read_entries([Entry(VACCINE.cip13, "=")], PRODUCTS, LAST_WEEK)
    assert not reading.lines
    assert [problem.code for problem in reading.problems] == ["nothing_to_confirm"]


@pytest.mark.parametrize("text", ["NR", "nr", " Non référencé ", "non reference"])
def test_not_stocked_can_be_written_in_words(text: str) -> None:
    assert only_line(Entry(TEST.cip13, text)) == Line(TEST.cip13, NOT_STOCKED)


def test_the_rest_is_confirmed_where_there_was_something_and_nothing_is_typed() -> None:
    other = "3400930296165"
    entries = [Entry(TEST.cip13), Entry(VACCINE.cip13, "3"), Entry(other)]
    last = {**LAST_WEEK, VACCINE.cip13: Line(VACCINE.cip13, QUANTITY, units=9)}
    confirmed = confirm_rest(entries, last)
    assert [entry.unchanged for entry in confirmed] == [True, False, False]
    assert [entry.text for entry in confirmed] == ["", "3", ""]


def test_equals_beside_not_stocked_is_two_states() -> None:
    assert only_problem(Entry(TEST.cip13, "=", not_stocked=True)).code == "two_states"


def test_a_quantity_that_is_not_stocked_is_sent_back() -> None:
    assert only_problem(Entry(TEST.cip13, "3", not_stocked=True)).code == "two_states"


def test_case_9_a_product_outside_the_campaign_is_said_and_leads_to_the_shortage() -> None:
    problem = only_problem(Entry("3400930000000", "3"))
    assert problem.code == "not_surveyed"
    assert "rupture" in problem.message


def test_one_bad_line_does_not_hide_another() -> None:
    reading = read_entries([Entry(TEST.cip13, "12,5"), Entry(VACCINE.cip13, "-1")], PRODUCTS)
    assert [(problem.cip13, problem.code) for problem in reading.problems] == [
        (TEST.cip13, "decimal"),
        (VACCINE.cip13, "negative"),
    ]


def declaration(**changes: object) -> Declaration:
    lines = (Line(TEST.cip13, QUANTITY, units=3), Line(VACCINE.cip13, NOT_STOCKED))
    return replace(Declaration("010002301", WEEK, lines, author="a", channel="form"), **changes)  # type: ignore[arg-type]


def test_case_40_the_same_content_has_the_same_id_whatever_the_order() -> None:
    turned = declaration(lines=tuple(reversed(declaration().lines)))
    assert receipt_id(declaration(), 0) == receipt_id(turned, 0)
    assert same_content(declaration().lines, turned.lines)


@pytest.mark.parametrize(
    "other",
    [
        declaration(finess="010002335"),
        declaration(week=WEEK.shift(1)),
        declaration(lines=(Line(TEST.cip13, QUANTITY, units=4),)),
    ],
)
def test_another_pharmacy_week_or_figure_has_another_id(other: Declaration) -> None:
    assert receipt_id(other, 0) != receipt_id(declaration(), 0)


def test_the_same_units_counted_in_boxes_say_the_same() -> None:
    boxed, plain = (Line(TEST.cip13, QUANTITY, units=100, boxes=boxes) for boxes in (4, None))
    assert same_content([boxed], [plain])
    assert not same_content([boxed], [replace(boxed, units=125, boxes=5)])
    assert not same_content([Line(TEST.cip13, NOT_STOCKED)], [Line(TEST.cip13, QUANTITY, units=0)])
    assert not same_content([boxed], [boxed, Line(VACCINE.cip13, NOT_STOCKED)])


def test_going_back_to_a_former_content_is_a_new_declaration() -> None:
    assert receipt_id(declaration(), 0) != receipt_id(declaration(), 2)


def test_a_receipt_number_can_be_read_over_the_phone() -> None:
    assert receipt_number("3f9a21c7-80b2-5e11-9c3f-000000000000") == "3F9A-21C7-80B2"


@given(
    st.one_of(st.none(), st.dates()), st.one_of(st.none(), st.dates()), st.dates(max_value=date(9999, 1, 1))
)
def test_case_32_a_pharmacy_declares_until_the_day_before_it_closes(
    opened_on: date | None, closed_on: date | None, today: date
) -> None:
    allowed = may_declare(opened_on, closed_on, today)
    if closed_on and today >= closed_on:
        assert not allowed
    if opened_on and today < opened_on:
        assert not allowed
    if opened_on is None and closed_on is None:
        assert allowed


def test_figures_are_erased_after_26_weeks() -> None:
    assert erasure_day(WEEK) - WEEK.monday == timedelta(weeks=26)
