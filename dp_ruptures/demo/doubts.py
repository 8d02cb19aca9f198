"""Invented answers to « est-ce exact ? »: some of the surprising figures were asked about, some confirmed."""

from collections.abc import Sequence
from datetime import datetime

from dp_ruptures import quality
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store

_ONE_ASKED_IN = 3
_ONE_CONFIRMED_IN = 6


def ask_about(store: Store, weeks: Sequence[Week], now: datetime) -> None:
    """Write the questions of these weeks, once their declarations are in the store."""
    cases = [case for week in weeks for case in quality.queue(store, week, now)]
    confirmed = {case.figure for case in cases[1::_ONE_CONFIRMED_IN]}
    asked = cases[1::_ONE_ASKED_IN]
    store.execute(
        "demo_questions_insert",
        declarations=[case.figure.declaration_id for case in asked],
        cip13s=[case.figure.cip13 for case in asked],
        codes=[case.finding.code for case in asked],
        messages=[case.finding.sentence for case in asked],
        units=[case.units for case in asked],
        confirmed=[case.figure in confirmed for case in asked],
        now=now,
    )
