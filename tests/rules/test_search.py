"""Words compared without accents nor case."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dp_ruptures.rules.search import MOST_WORDS, searchable, searched


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("VAXIGRIP, suspension en seringue préremplie.", "vaxigrip suspension en seringue preremplie"),
        ("Œstrogel 0,06 %", "oestrogel 0 06"),
        ("µg ½", "g 1 2"),
        ("  ", ""),
    ],
)  # fmt: skip
def test_words_lose_accents_case_and_signs(text: str, words: str) -> None:
    assert searchable(text) == words


def test_the_longest_words_are_looked_for_once_each() -> None:
    assert searched("de l'acide de valproïque 500 mg en comprimé") == [
        "valproique",
        "comprime",
        "acide",
        "500",
    ]
    assert searched(" ") == []


@given(some.text())
def test_no_sign_that_a_pattern_of_the_database_would_read_is_left(text: str) -> None:
    words = searched(text)
    assert len(words) <= MOST_WORDS
    assert all(word.isascii() and word.isalnum() for word in words)
    assert searchable(searchable(text)) == searchable(text)
