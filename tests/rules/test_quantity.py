"""Quantities as people write them (domain.md, cases 14 to 23)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.quantity import LARGEST, QuantityError, read_quantity


def fault(text: str) -> QuantityError:
    with pytest.raises(QuantityError) as caught:
        read_quantity(text)
    return caught.value


@pytest.mark.parametrize("text", ["-3", "−3", "–3", " -12 "])
def test_case_14_negative_is_refused(text: str) -> None:
    assert fault(text).code == "negative"


def test_case_15_a_decimal_is_refused_and_zero_decimals_are_read() -> None:
    assert fault("12,5").code == "decimal"
    assert fault("12.5").code == "decimal"
    assert read_quantity("12,0").count == 12
    assert read_quantity("12.0").count == 12


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f", "\u2009"])
def test_case_16_any_blank_separates_thousands(blank: str) -> None:
    assert read_quantity(f"1{blank}200").count == 1200


def test_case_16_a_dot_between_thousands_is_asked_about() -> None:
    error = fault("1.200")
    assert error.code == "ambiguous"
    assert "1200 si le point sépare des milliers" in str(error)
    assert "unités entières" in str(error)


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_case_17_empty_is_not_zero(text: str) -> None:
    assert read_quantity(text).count is None
    assert read_quantity("0").count == 0


@pytest.mark.parametrize("text", ["NC", "nc", "-", "n/a", "?", "ND"])
def test_case_19_not_communicated_is_not_declared_and_said(text: str) -> None:
    quantity = read_quantity(text)
    assert quantity.count is None
    assert quantity.remark is not None
    assert text in quantity.remark


def test_case_22_full_width_digits_are_read() -> None:
    assert read_quantity("１２").count == 12


@pytest.mark.parametrize("text", ["1e3", "=2+2", "@SUM(A1)", "+3", "0x10", "1_000", "٣", "12 boîtes", "½"])
def test_case_23_nothing_is_evaluated(text: str) -> None:
    assert fault(text).code == "not_a_number"


def test_an_absurd_number_is_refused_before_it_reaches_the_store() -> None:
    assert read_quantity(str(LARGEST)).count == LARGEST
    assert fault(str(LARGEST + 1)).code == "too_large"
    assert "dépasse 1\u202f000\u202f000." in str(fault("1234567890"))


@given(st.integers(0, LARGEST))
def test_a_plain_count_is_read_as_it_is(count: int) -> None:
    assert read_quantity(str(count)).count == count


@pytest.mark.parametrize("digits", [5, 20, 4_300, 4_301, 10_000])
def test_a_long_string_of_digits_is_refused_in_a_short_sentence(digits: int) -> None:
    for text in ("9" * (digits + 3), "9" * (digits + 3) + ",0", "999" + ".999" * digits):
        assert len(str(fault(text))) < 200
    assert read_quantity("0" * digits + "12").count == 12


@given(st.one_of(st.text(max_size=30), st.from_regex(r"[0-9]{1,9000}([.,][0-9]{0,3})?", fullmatch=True)))
def test_any_text_gives_a_count_or_a_french_sentence(text: str) -> None:
    try:
        count, sentence = read_quantity(text).count, "."
    except QuantityError as error:
        count, sentence = None, str(error)
    assert count is None or 0 <= count <= LARGEST
    assert sentence.endswith(".")
