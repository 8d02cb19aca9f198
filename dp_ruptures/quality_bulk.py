"""One decision about many figures queued for the same reason: each written and traced as if alone."""

from collections.abc import Sequence
from datetime import datetime

from dp_ruptures import quality
from dp_ruptures.errors import Refused
from dp_ruptures.quality import EXCLUDED, Case, Figure, Judgement
from dp_ruptures.store import Store, Transaction, in_transaction

# As many as a person reads through before they decide, and one transaction writes in a second or two.
MOST = 200


def concerned(cases: Sequence[Case], verdict: str) -> list[Case]:
    """The first cases that one decision may be about: what its pharmacy confirmed is excluded one by one."""
    return [case for case in cases if verdict != EXCLUDED or not case.confirmed][:MOST]


def decide(
    store: Store, judged: Sequence[tuple[Figure, Judgement]], *, now: datetime, actor: str
) -> list[Figure]:
    """Write every decision in one transaction; the figures left alone, corrected or erased meanwhile."""

    def write(transaction: Transaction) -> list[Figure]:
        return [figure for figure, judgement in judged if not _decided(transaction, figure, judgement)]

    def _decided(transaction: Transaction, figure: Figure, judgement: Judgement) -> bool:
        try:
            quality.decide_within(transaction, figure, judgement, now=now, actor=actor)
        except Refused:  # Nothing of it is written: the line is looked at before anything.
            return False
        return True

    return in_transaction(store, write)
