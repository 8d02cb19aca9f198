"""The throttle on a store: 10,000 tries, an attacked account, the owner who still gets in."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from dp_ruptures import sessions, throttle
from dp_ruptures.rules.throttle import ACCOUNT_CEILING, FREE_ACCOUNT, FREE_ADDRESS, FREE_OWN
from dp_ruptures.sessions import Client
from dp_ruptures.store import Store
from dp_ruptures.throttle import Visitor
from tests.test_accounts import create

ATTACKER, HOME, ELSEWHERE = "203.0.113.9", "81.23.45.67", "198.51.100.7"


def checked(store: Store, visitors: list[Visitor], now: datetime, seconds: float = 1) -> int:
    """How many of these tries, one every `seconds`, reach the password check."""
    instants = [now + timedelta(seconds=seconds * n) for n in range(len(visitors))]
    return sum(
        throttle.admit(store, visitor, at) is None for visitor, at in zip(visitors, instants, strict=True)
    )


def attack(store: Store, now: datetime, name: str = "ordre") -> datetime:
    """A botnet tries one account 40 times in the last minutes; returns the present instant."""
    bots = [Visitor(name, f"198.18.{n}.{m}") for n in range(20) for m in (1, 2)]
    checked(store, bots, now - timedelta(seconds=40))
    return now


def test_the_tries_of_one_address_are_hardly_checked(store: Store, now: datetime) -> None:
    tries = [Visitor("ordre", ATTACKER)] * 200
    assert FREE_OWN < checked(store, tries, now, 10) < 20


def test_many_names_tried_from_one_address_are_hardly_checked(store: Store, now: datetime) -> None:
    names = [Visitor(f"officine{n}", ATTACKER) for n in range(100)]
    assert checked(store, names, now) < FREE_ADDRESS + 10


def test_many_addresses_on_one_account_get_one_turn_each(store: Store, now: datetime) -> None:
    bots = [Visitor("ordre", f"198.18.{n % 100}.1") for n in range(300)]
    # 100 addresses during 200 seconds: the free tries, then one promise each in that time.
    assert checked(store, bots, now, 1) <= FREE_ACCOUNT + 100


def test_a_whole_ipv6_prefix_counts_as_one_visitor(store: Store, now: datetime) -> None:
    tries = [Visitor("ordre", f"2001:db8:1:{n % 256:x}::{n:x}") for n in range(30)]
    assert checked(store, tries, now) < 15


def test_a_stranger_told_to_wait_is_served_though_the_attack_goes_on(store: Store, now: datetime) -> None:
    attack(store, now)
    owner = Visitor("ordre", ELSEWHERE)
    opening = throttle.admit(store, owner, now)
    assert opening is not None
    assert opening <= now + ACCOUNT_CEILING
    attack(store, opening)
    assert throttle.admit(store, owner, opening) is None


def test_coming_back_early_does_not_move_the_promise(store: Store, now: datetime) -> None:
    attack(store, now)
    owner = Visitor("ordre", ELSEWHERE)
    promises = {throttle.admit(store, owner, now + timedelta(seconds=n)) for n in range(5)}
    assert len(promises) == 1


def test_a_known_browser_enters_at_once_during_an_attack(store: Store, now: datetime) -> None:
    throttle.remember_device(store, "ordre", "cookie", now - timedelta(days=5))
    attack(store, now)
    assert throttle.admit(store, Visitor("ordre", ELSEWHERE, "cookie"), now) is None
    assert throttle.admit(store, Visitor("ordre", ELSEWHERE, "forged"), now) is not None
    assert throttle.admit(store, Visitor("admin", ATTACKER, "cookie"), now) is None


def test_a_known_browser_is_slowed_by_its_own_failures_only(store: Store, now: datetime) -> None:
    throttle.remember_device(store, "ordre", "stolen", now)
    tries = [Visitor("ordre", ELSEWHERE, "stolen")] * 100
    assert checked(store, tries, now) < 20
    assert throttle.admit(store, Visitor("ordre", HOME), now) is None


def test_the_network_of_an_earlier_session_keeps_its_path_open(store: Store, now: datetime) -> None:
    create(store, now)
    client = Client("Firefox", HOME)
    ticket = sessions.issue_ticket(store, "ordre", now, client)
    assert sessions.trade_ticket(store, ticket, now, client)
    attack(store, now)
    assert throttle.admit(store, Visitor("ordre", HOME), now) is None
    assert throttle.admit(store, Visitor("ordre", ELSEWHERE), now) is not None


def test_a_success_starts_its_path_afresh(store: Store, now: datetime) -> None:
    visitor = Visitor("ordre", HOME)
    for n in range(FREE_OWN):
        assert throttle.admit(store, visitor, now + timedelta(seconds=n)) is None
    throttle.succeeded(store, visitor, now + timedelta(seconds=FREE_OWN))
    later = [visitor] * FREE_OWN
    assert checked(store, later, now + timedelta(seconds=10)) == FREE_OWN


def test_an_attacker_s_own_success_does_not_clear_the_address(store: Store, now: datetime) -> None:
    served = Counter[bool]()
    for n in range(60):
        at = now + timedelta(seconds=n)
        visitor = Visitor(f"officine{n}", ATTACKER)
        served[throttle.admit(store, visitor, at) is None] += 1
        own = Visitor("complice", ATTACKER)
        if throttle.admit(store, own, at) is None:
            throttle.succeeded(store, own, at)
    assert served[True] < FREE_ADDRESS + 10


def test_an_unknown_name_is_treated_as_a_known_one(store: Store, now: datetime) -> None:
    create(store, now)
    for n in range(12):
        at = now + timedelta(seconds=n)
        answers = {throttle.admit(store, Visitor(name, ELSEWHERE), at) for name in ("ordre", "personne")}
        assert len(answers) == 1


@pytest.mark.parametrize("name", ["a\0b", "💊" * 40, "é" * 10_000, "' OR 1=1 --", "\ud83d"])
def test_any_name_can_be_judged(store: Store, now: datetime, name: str) -> None:
    assert checked(store, [Visitor(name, ATTACKER)] * 20, now) < 15


def test_the_same_name_in_other_letters_is_the_same_account(store: Store, now: datetime) -> None:
    tries = [Visitor(name, ATTACKER) for name in ("ordre", " ORDRE ", "Ordre") * 10]
    assert checked(store, tries, now) < 15


def test_neither_name_nor_password_is_kept_and_all_is_gone_after_a_day(store: Store, now: datetime) -> None:
    throttle.admit(store, Visitor("un mot de passe long", ATTACKER), now)
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        kept = cursor.execute("SELECT * FROM login_attempt").fetchall()
        assert len(kept) == 1
        assert "mot de passe" not in str(kept)
        throttle.purge(store, now + timedelta(hours=23))
        assert len(cursor.execute("SELECT * FROM login_attempt").fetchall()) == 1
        throttle.purge(store, now + timedelta(days=1))
        assert cursor.execute("SELECT * FROM login_attempt").fetchall() == []
