"""How stocks moved this week among all pharmacies: two figures a product, to judge a surprise by.

They are kept for ten minutes: computing them takes 30 ms at a national response of 35 %, and
a median over hundreds of pharmacies hardly moves meanwhile. They decide whether to ask, and are
never shown: no screen may say what others have before it is released.
"""

from datetime import datetime, timedelta

from dp_ruptures.rules.warning import Move
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Conflict, Row, Store, Transaction, in_transaction

# Under this many pharmacies that counted a product twice, nothing is known of the others.
FEWEST_PAIRS = 20
KEPT_FOR = timedelta(minutes=10)


def moves(store: Store, week: Week, now: datetime) -> dict[str, Move]:
    """cip13 → how the product moved from the week before to `week`; products with too few peers are missing.

    The pharmacy that asks is among them once it has declared: one of twenty at most.
    """
    rows = store.query("peer_moves", week=week.monday)
    if not _are_fresh(rows, now):
        rows = _computed(store, week, now, otherwise=rows)
    return {row["cip13"]: Move(row["median"], row["mad"]) for row in rows if row["cip13"]}


def _are_fresh(rows: list[Row], now: datetime) -> bool:
    return bool(rows) and abs(now - rows[0]["computed_at"]) < KEPT_FOR


def _computed(store: Store, week: Week, now: datetime, otherwise: list[Row]) -> list[Row]:
    def work(transaction: Transaction) -> list[Row]:
        rows = transaction.query("peer_moves", week=week.monday)
        if _are_fresh(rows, now):
            return rows
        # The week first: under PostgreSQL its row lock makes a second computation wait for this one.
        transaction.execute("peer_week_upsert", week=week.monday, now=now)
        transaction.execute("peer_clear", week=week.monday)
        transaction.execute(
            "peer_insert_moves", week=week.monday, before=week.shift(-1).monday, fewest=FEWEST_PAIRS
        )
        return transaction.query("peer_moves", week=week.monday)

    try:
        return in_transaction(store, work)
    except Conflict:
        # Somebody else is computing them: a question more or less is not worth an error.
        return otherwise
