"""How long a login must wait: slow for whoever guesses, open for whoever belongs.

Two attacks pull in opposite directions. Guessing calls for a brake on the account; a brake
on the account lets anybody lock its owner out. The way between:

- **A path of one's own.** Tries are counted per account *and* path: the browser when it has
  logged in to this account before (device cookie), else the address. A typing mistake costs
  its author, never somebody else. Past `FREE_OWN` failures the delay doubles, up to `CEILING`:
  10,000 tries at one per second from one address reach the password check some 25 times.
- **Trusted paths.** A known browser, or a network the account has logged in from lately,
  answers for its own failures only. Whatever strangers do, the owner's usual counter stays open.
- **Strangers** also wait for their address (one address trying one password on many accounts)
  and for the account (many addresses trying many passwords on one account).
- **A turn of one's own.** The account's wait is *promised* to each stranger separately: an
  instant written down at the first refusal and kept. An attacker who hammers the account
  cannot take the turn of the pharmacist who replaced the computer this morning.
- **Never a lock.** Every wait has a ceiling and every failure is forgotten after a day.

What is left to guess with: a hundred tries a day per address, so 100,000 for a botnet of 1,000
addresses on one account: nothing against the 50 bits CNIL 2022-100 asks of a password under
such delays.
What is left to annoy with: somebody behind the same address as a pharmacist on a new browser.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

# A person mistypes, tries the other password, finds Caps Lock: five tries cover it.
FREE_OWN = 5
# One address may be a hospital or a groupement: thirty people mistyping once in a day.
FREE_ADDRESS = 30
FREE_ACCOUNT = 20
FIRST_DELAY = timedelta(seconds=5)
# Long enough that a day holds about a hundred tries, short enough to wait by the counter.
CEILING = timedelta(minutes=15)
# A stranger may be the owner on a new computer: once five minutes, not a quarter of an hour.
ACCOUNT_CEILING = timedelta(minutes=5)
MEMORY = timedelta(days=1)


@dataclass(frozen=True)
class Failures:
    """How many tries failed in the last day, and when the latest did."""

    count: int = 0
    last: datetime | None = None


@dataclass(frozen=True)
class History:
    """What the last day says about one try: its own path, its address, the account's strangers."""

    trusted: bool
    own: Failures = field(default_factory=Failures)
    address: Failures = field(default_factory=Failures)
    strangers: int = 0
    promised: datetime | None = None


def delay(count: int, free: int, ceiling: timedelta = CEILING) -> timedelta:
    """The pause after `count` failures: none up to `free` - 1, then doubling up to `ceiling`."""
    if count < free:
        return timedelta(0)
    # Past 2**12 every ceiling is passed; an unbounded power would overflow.
    return min(ceiling, FIRST_DELAY * (1 << min(count - free, 12)))


def opens_at(history: History, now: datetime) -> datetime:
    """The instant from which this try may be checked; `now` when it may at once."""
    gates = [_after(history.own, FREE_OWN, now)]
    if not history.trusted:
        gates.append(_after(history.address, FREE_ADDRESS, now))
        gates.append(_turn(history, now))
    return max(now, *gates)


def _after(failures: Failures, free: int, now: datetime) -> datetime:
    return (failures.last or now) + delay(failures.count, free)


def _turn(history: History, now: datetime) -> datetime:
    if history.promised is not None:
        return history.promised
    return now + delay(history.strangers, FREE_ACCOUNT, ACCOUNT_CEILING)
