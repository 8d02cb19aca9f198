"""What the throttle promises: guessing is slow, waiting ends, a trusted path stays open."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.throttle import (
    ACCOUNT_CEILING,
    CEILING,
    FIRST_DELAY,
    FREE_ADDRESS,
    FREE_OWN,
    Failures,
    History,
    delay,
    opens_at,
)

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
counts = st.integers(0, 100_000)
moments = st.timedeltas(timedelta(0), timedelta(days=1)).map(lambda ago: NOW - ago)
failures = st.builds(Failures, counts, st.none() | moments)
histories = st.builds(
    History,
    trusted=st.booleans(),
    own=failures,
    address=failures,
    strangers=counts,
    promised=st.none() | moments,
)


@given(counts, st.integers(1, 50))
def test_a_delay_never_shrinks_with_failures_and_never_passes_its_ceiling(count: int, free: int) -> None:
    assert delay(count, free) <= delay(count + 1, free) <= CEILING


def test_the_first_tries_are_free_then_each_doubles_the_wait() -> None:
    waits = [delay(count, FREE_OWN) for count in range(FREE_OWN + 3)]
    assert waits == [timedelta(0)] * FREE_OWN + [FIRST_DELAY, 2 * FIRST_DELAY, 4 * FIRST_DELAY]


@given(histories)
def test_nobody_ever_waits_longer_than_the_ceiling(history: History) -> None:
    assert NOW <= opens_at(history, NOW) <= NOW + CEILING


@given(failures, counts, failures, st.none() | moments)
def test_a_trusted_path_does_not_feel_what_strangers_do(
    own: Failures, strangers: int, address: Failures, promised: datetime | None
) -> None:
    under_attack = History(True, own, address, strangers, promised)
    assert opens_at(under_attack, NOW) == opens_at(History(True, own), NOW)


@given(counts, counts)
def test_a_promised_turn_is_kept_whatever_others_do_meanwhile(before: int, after: int) -> None:
    promised = opens_at(History(False, strangers=before), NOW)
    assert opens_at(History(False, strangers=after, promised=promised), promised) == promised


@given(counts)
def test_a_stranger_to_an_account_under_attack_waits_five_minutes_at_most(strangers: int) -> None:
    assert opens_at(History(False, strangers=strangers), NOW) <= NOW + ACCOUNT_CEILING


def test_ten_thousand_tries_of_one_address_are_hardly_checked() -> None:
    checked, own = 0, Failures()
    for second in range(10_000):
        now = NOW + timedelta(seconds=second)
        if opens_at(History(False, own, own, own.count), now) <= now:
            checked, own = checked + 1, Failures(own.count + 1, now)
    assert FREE_OWN < checked < 30


def test_an_address_that_tries_many_accounts_is_slowed() -> None:
    spraying = Failures(FREE_ADDRESS + 20, NOW)
    assert opens_at(History(False, address=spraying), NOW) == NOW + CEILING
