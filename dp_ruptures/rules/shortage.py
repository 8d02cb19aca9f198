"""A shortage as the law knows it, and its life from the declaration to the delivery.

CSP R.5124-49-1: a pharmacy cannot dispense a medicine within 72 hours after asking two
distributors; the pharmacist may shorten the delay for the patient's sake.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from dp_ruptures.rules.declaration import Line
from dp_ruptures.rules.retention import erasure_day
from dp_ruptures.rules.week import PARIS, week_of

LEGAL_DELAY = timedelta(hours=72)
LEGAL_DISTRIBUTORS = 2
# A shortage nobody has confirmed for a week may have ended unsaid.
CONFIRMED_FOR = timedelta(days=7)

# Acts; the last three are also the states that they lead to.
DECLARED, UPDATED, CONFIRMED = "declared", "updated", "confirmed"
OPEN, ANSWERED, CLOSED, WITHDRAWN = "open", "answered", "closed", "withdrawn"
# The shortage still holds in these states.
LASTING = frozenset({OPEN, ANSWERED})
_NAMESPACE = uuid.UUID("0f6b5a54-54c5-5a0e-8d5e-3f2f0a3a9c12")


@dataclass(frozen=True)
class Facts:
    """What a declaration holds. `last_supply` None: never supplied; `asked_at` is timezone-aware.

    `missing`: tests or doses for a product of the campaign, boxes for any other.
    """

    last_supply: date | None
    distributors: int
    asked_at: datetime
    reason: str
    missing: int


@dataclass(frozen=True)
class Act:
    """One step of a shortage, with all that holds after it."""

    kind: str
    state: str
    facts: Facts
    answer: str = ""
    expected_on: date | None = None
    redelivered_on: date | None = None


def is_shortened(distributors: int, asked_at: datetime, now: datetime) -> bool:
    """Whether declaring at `now` goes before the legal 72 hours or two distributors: a reason is due."""
    return distributors < LEGAL_DISTRIBUTORS or now - asked_at < LEGAL_DELAY


def is_due(last_word_at: datetime, now: datetime) -> bool:
    """Whether « toujours en rupture ? » must be asked: no word of the pharmacy for more than a week."""
    return now - last_word_at > CONFIRMED_FOR


def worth_writing(last: Act, last_at: datetime, new: Act, now: datetime) -> Act | None:
    """What `new` adds to the last act: itself, a confirmation when it repeats it later, or nothing.

    Nothing on the same day in Paris: a double click, a form sent twice.
    """
    if replace(new, kind=last.kind) != last:
        return new
    same_day = last_at.astimezone(PARIS).date() == now.astimezone(PARIS).date()
    return None if same_day else replace(new, kind=CONFIRMED)


def shortage_id(finess: str, cip13: str, previous: str) -> str:
    """The id of a pharmacy's next shortage of a product; `previous` is the id of the last one, or empty."""
    return str(uuid.uuid5(_NAMESPACE, f"{finess}/{cip13}/{previous}"))


def event_id(shortage: str, step: int, act: Act) -> str:
    """The id of one act, from its content and its place."""
    facts = act.facts
    said = (
        act.kind, act.state, facts.last_supply, facts.distributors, facts.asked_at.astimezone(UTC),
        facts.reason, facts.missing, act.answer, act.expected_on, act.redelivered_on,
    )  # fmt: skip
    content = "|".join(map(str, said))
    return str(uuid.uuid5(_NAMESPACE, f"{shortage}/{step}/{content}"))


def zeros(lines: Iterable[Line]) -> list[str]:
    """The codes declared at 0, in the order of the lines."""
    return [line.cip13 for line in lines if line.is_rupture]


def in_stock(lines: Iterable[Line]) -> set[str]:
    """The codes declared above 0."""
    return {line.cip13 for line in lines if line.units}


def not_yet_declared(zero_cip13s: Iterable[str], open_cip13s: Collection[str]) -> list[str]:
    """The products at 0 whose shortage is not declared yet, in their order."""
    return [cip13 for cip13 in zero_cip13s if cip13 not in open_cip13s]


def erased_on(last_word_at: datetime) -> date:
    """The day on which a shortage is erased if nothing more is said of it."""
    return erasure_day(week_of(last_word_at))
