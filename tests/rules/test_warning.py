"""Questions about a figure: what a colleague would ask, and what they would let pass."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.declaration import NOT_STOCKED, QUANTITY, Line, Product
from dp_ruptures.rules.warning import AT_MOST, FLAT, LARGE, MOVE, PACK, Before, Move, Question, questions

STILL, BUSY = Move(), Move(median=math.log(6), mad=0.5)
VACCINE = Product("3400930306000", "Vaxigrip", "vaccins", pack_size=1)
TEST = Product("2999000000012", "Test", "tests", pack_size=7)


def asked(
    units: int, previous: int | None, peers: Move = STILL, product: Product = VACCINE, **before: object
) -> list[Question]:
    line = Line(product.cip13, QUANTITY, units=units)
    past = {product.cip13: Before(previous, **before)}
    return list(questions([line], {product.cip13: product}, past, {product.cip13: peers}))


@pytest.mark.parametrize(
    ("units", "previous", "code", "message"),
    [
        (90, 9, PACK, "10 × la semaine dernière : boîtes ou doses ?"),
        (9, 90, PACK, "10 fois moins que la semaine dernière : boîtes ou doses ?"),
        (100, 20, PACK, "5 × la semaine dernière : boîtes ou doses ?"),
        (4, 96, PACK, "24 fois moins que la semaine dernière : boîtes ou doses ?"),
        (410, 20, PACK, "20 × la semaine dernière : boîtes ou doses ?"),
        (252, 40, MOVE, "6,3 × la semaine dernière (252 contre 40\u00a0doses) : est-ce exact ?"),
        (40, 560, MOVE, "14 fois moins que la semaine dernière (40 contre 560\u00a0doses) : est-ce exact ?"),
        (25000, 59, MOVE, "424 × la semaine dernière (25\u202f000 contre 59\u00a0doses) : est-ce exact ?"),
        (14, 1, MOVE, "14 × la semaine dernière (14 contre 1\u00a0dose) : est-ce exact ?"),
        (
            25000,
            None,
            LARGE,
            "25\u202f000 unités, c'est beaucoup pour une officine : confirmez si c'est exact.",
        ),
        (25000, 0, LARGE, "25\u202f000 unités, c'est beaucoup pour une officine : confirmez si c'est exact."),
    ],
)
def test_a_surprising_figure_is_asked_about_in_words(
    units: int, previous: int | None, code: str, message: str
) -> None:
    assert [(question.code, question.message) for question in asked(units, previous)] == [(code, message)]


@pytest.mark.parametrize(
    ("units", "previous"),
    [
        (160, 40),  # Exactly four times: not past it.
        (30, 90),
        (90, None),  # Nothing to compare with.
        (0, 90),  # A rupture, which is no typing error.
        (90, 0),  # A delivery.
        (9, 1),  # Small in both weeks: a box more.
        (12000, 11000),  # Large, and so last week.
    ],
)
def test_an_ordinary_figure_is_let_pass(units: int, previous: int | None) -> None:
    assert asked(units, previous) == []


def test_case_20_25000_is_asked_about_and_9999_is_not() -> None:
    assert [question.code for question in asked(25000, None)] == [LARGE]
    assert asked(9999, None) == []


def test_the_product_s_own_pack_is_a_pack() -> None:
    (question,) = asked(70, 10, product=TEST)
    assert (question.code, question.message) == (PACK, "7 × la semaine dernière : boîtes ou tests ?")
    assert [question.code for question in asked(70, 10)] == [MOVE]


def test_what_moves_everywhere_surprises_nobody() -> None:
    assert asked(250, 40, BUSY) == []
    assert asked(200, 40, BUSY) == [], "five times more, as everybody: no pack"
    (still,) = asked(40, 40, Move(median=math.log(6), mad=0.1))
    assert still.code == MOVE


def test_where_peers_move_wildly_only_a_pack_is_asked_about() -> None:
    wild = Move(median=0.0, mad=1.0)  # Past 5.19 in log: 180 times.
    assert asked(560, 40, wild) == []
    assert [question.code for question in asked(1000, 40, wild)] == [PACK]


@pytest.mark.parametrize(
    ("weeks", "peers", "flat_asked", "expected"),
    [
        (2, Move(median=-0.1), False, [FLAT]),
        (2, Move(mad=0.2), False, [FLAT]),
        (3, Move(mad=0.2), False, [FLAT]),  # Peers moved later than it stood still.
        (1, Move(mad=0.2), False, []),  # Two weeks only, this one included.
        (2, STILL, False, []),  # Nobody moved.
        (3, Move(mad=0.2), True, []),  # One question, not one a week.
    ],
)
def test_three_flat_weeks_while_peers_move_get_one_question(
    weeks: int, peers: Move, flat_asked: bool, expected: list[str]
) -> None:
    found = asked(40, 40, peers, weeks=weeks, flat_asked=flat_asked)
    assert [question.code for question in found] == expected


@pytest.mark.parametrize(
    ("weeks", "message"),
    [
        (2, "40 pour la troisième semaine de suite : recompté cette semaine ?"),
        (3, "40 pour la quatrième semaine de suite : recompté cette semaine ?"),
        (6, "40 depuis un mois ou plus : recompté cette semaine ?"),
    ],
)
def test_flat_weeks_are_asked_about_in_words(weeks: int, message: str) -> None:
    (question,) = asked(40, 40, Move(mad=0.2), weeks=weeks)
    assert question.message == message


def test_only_the_two_strongest_are_asked_the_strongest_first() -> None:
    products = {str(n): Product(str(n), f"P{n}", "vaccins", 1) for n in range(4)}
    before = {"0": Before(40, weeks=5), "1": Before(40), "2": Before(40), "3": Before()}
    figures = {"0": 40, "1": 252, "2": 4000, "3": 25000}
    lines = [Line(cip13, QUANTITY, units=units) for cip13, units in figures.items()]
    peers = {"0": Move(mad=0.1)}
    assert [q.cip13 for q in questions(lines, products, before, peers)] == ["3", "2"]
    assert [q.cip13 for q in questions(lines[:2], products, before, peers)] == ["1", "0"]


def test_a_product_not_stocked_is_not_asked_about() -> None:
    lines = [Line(VACCINE.cip13, NOT_STOCKED)]
    assert questions(lines, {VACCINE.cip13: VACCINE}, {VACCINE.cip13: Before(900)}, {}) == ()


stocks, medians, mads = st.integers(1, 9000), st.floats(-2, 2), st.floats(0, 2)


@given(stocks, stocks, medians, mads)
def test_up_and_down_are_judged_alike(one: int, other: int, median: float, mad: float) -> None:
    codes = [question.code for question in asked(one, other, Move(median, mad))]
    mirrored = [question.code for question in asked(other, one, Move(-median, mad))]
    assert codes == mirrored


@given(stocks, stocks, medians, mads, mads)
def test_the_more_peers_spread_the_less_is_asked(
    one: int, other: int, median: float, mad: float, more: float
) -> None:
    if one != other and asked(one, other, Move(median, mad + more)):
        assert asked(one, other, Move(median, mad))


@given(
    st.lists(st.tuples(st.integers(0, 200_000), st.none() | st.integers(0, 200_000)), max_size=12),
    medians,
    mads,
)
def test_at_most_two_questions_and_never_about_a_zero(
    figures: list[tuple[int, int | None]], median: float, mad: float
) -> None:
    products = {str(n): Product(str(n), "P", "tests", 25) for n in range(len(figures))}
    lines = [Line(str(n), QUANTITY, units=units) for n, (units, _) in enumerate(figures)]
    before = {str(n): Before(past, weeks=2) for n, (_, past) in enumerate(figures)}
    found = questions(lines, products, before, dict.fromkeys(products, Move(median, mad)))
    assert len(found) <= AT_MOST
    assert all(question.units > 0 for question in found)
    assert [q.strength for q in found] == sorted((q.strength for q in found), reverse=True)
