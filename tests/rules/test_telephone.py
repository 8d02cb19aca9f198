"""Telephone numbers as the FINESS register writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dp_ruptures import french, telephones
from dp_ruptures.rules.telephone import read_telephone


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0474454647", "0474454647"),
        ("474350415", "0474350415"),
        (" 04.74 45-46\u00a047 ", "0474454647"),
        ("", None),
        ("0000000000", None),
        ("047445464", None),
        ("04744546477", None),
        ("néant", None),
    ],
)
def test_a_number_has_ten_digits_or_is_none(text: str, number: str | None) -> None:
    assert read_telephone(text) == number


@given(some.text(max_size=14))
def test_what_is_read_is_always_a_number_to_dial(text: str) -> None:
    number = read_telephone(text)
    assert number is None or (len(number) == 10 and number.isdecimal() and number.isascii())


def test_a_number_is_a_link_that_calls_and_keeps_its_zero_in_a_spreadsheet() -> None:
    shown = telephones.linked("0474454647").replace(french.NO_BREAK, " ")
    assert shown == "[04 74 45 46 47](tel:0474454647)"
    assert telephones.in_file("0474454647") == "04 74 45 46 47"
    assert (telephones.linked(None), telephones.in_file(None)) == ("—", None)
