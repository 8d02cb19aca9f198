"""So many asks at once, then so many a minute, whatever their rhythm."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dp_ruptures.rules.rate import Bucket, Rate, take

RATE = Rate(at_once=3, per_minute=6)


def waits(*instants: float) -> list[float]:
    bucket, said = None, []
    for instant in instants:
        bucket, wait = take(RATE, bucket, instant)
        said.append(wait)
    return said


def test_a_burst_passes_then_waits_for_the_next_turn() -> None:
    assert waits(0, 0, 0, 0) == pytest.approx([0, 0, 0, 10])
    assert waits(0, 0, 0, 4) == pytest.approx([0, 0, 0, 6])
    assert waits(0, 0, 0, 10, 10) == pytest.approx([0, 0, 0, 0, 10])


def test_a_clock_that_goes_back_gives_nothing() -> None:
    assert take(RATE, Bucket(0, 100), 50)[1] > 0


@given(some.lists(some.floats(0, 30), min_size=1, max_size=60))
def test_nobody_is_admitted_more_than_the_burst_and_the_rate(steps: list[float]) -> None:
    instants = [sum(steps[: rank + 1]) for rank in range(len(steps))]
    admitted = sum(wait == 0 for wait in waits(*instants))
    assert admitted <= RATE.at_once + (instants[-1] - instants[0]) * RATE.per_minute / 60 + 1e-6


@given(some.lists(some.floats(0, 30), min_size=4, max_size=30))
def test_whoever_waits_as_told_is_admitted(steps: list[float]) -> None:
    bucket, instant = None, 0.0
    for step in steps:
        instant += step
        bucket, wait = take(RATE, bucket, instant)
        if wait:
            instant += wait + 1e-9
            bucket, again = take(RATE, bucket, instant)
            assert again == 0
