"""A product given a place goes there, and the others shift."""

import pytest

from dp_ruptures.rules.form_order import Place, contested, ordered

PRESENT = ["a", "b", "c", "d"]


def places(**changed: int) -> list[Place]:
    given = {code: rank for rank, code in enumerate(PRESENT, 1)} | changed
    return [(code, place) for code, place in given.items() if place]


@pytest.mark.parametrize(
    ("changed", "order"),
    [
        ({}, "abcd"),
        ({"d": 2}, "adbc"),
        ({"a": 3}, "bcad"),
        ({"a": 99}, "bcda"),
        ({"new": 1}, "newabcd"),
        ({"b": 0, "new": 2}, "anewcd"),
        ({"a": 2, "b": 1}, "bacd"),
        ({"a": 4, "d": 1}, "dbca"),
    ],
)
def test_the_others_shift(changed: dict[str, int], order: str) -> None:
    assert contested(PRESENT, places(**changed)) is None
    assert "".join(ordered(PRESENT, places(**changed))) == order


@pytest.mark.parametrize("changed", [{"a": 3, "d": 3}, {"d": 3, "new": 3}])
def test_two_that_move_to_one_place_are_asked_again(changed: dict[str, int]) -> None:
    assert contested(PRESENT, places(**changed)) == 3
