"""Keeps the weekly aggregates equal to the declarations they sum up.

Recomputed whole for a week when it is behind (15 ms for the nation), rather than counted up
inside each declaration: the declaration stays an append that can never conflict.
"""

from datetime import datetime
from typing import Any

from dp_ruptures import french
from dp_ruptures.errors import Refused
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store, Transaction, in_transaction


def refresh(store: Store, week: Week, now: datetime) -> bool:
    """Recompute the aggregate of `week` if declarations or decisions came since; whether it did."""

    def work(transaction: Transaction) -> bool:
        freshness = _freshness(transaction, week)
        behind = _is_behind(freshness)
        if behind:
            _recompute(transaction, week, freshness, now)
        return behind

    return in_transaction(store, work)


def refresh_all(store: Store, now: datetime) -> list[Week]:
    """Recompute every week that is behind; those weeks, oldest first."""
    behind = [Week(row["week"]) for row in store.query("aggregate_stale_weeks")]
    return [week for week in behind if refresh(store, week, now)]


def aggregate(store: Store, week: Week, now: datetime) -> dict[str, Any]:
    """Recompute the aggregate of `week` whatever its state (pharmacies may have changed).

    Returns the week, its counts and a French `message`. Raises Refused for a week to come,
    or whose declarations are erased: its aggregate is all that is left of them.
    """
    if now < week.opens_at:
        raise Refused(f"La semaine {week.label} n'a pas commencé : rien à agréger.")

    def work(transaction: Transaction) -> Row:
        freshness = _freshness(transaction, week)
        if _is_erased(freshness):
            raise Refused(
                f"Les déclarations de la semaine {week.label} sont effacées : son agrégat reste tel quel."
            )
        _recompute(transaction, week, freshness, now)
        return transaction.query("aggregate_summary", week=week.monday)[0]

    return _outcome(week, in_transaction(store, work))


def _freshness(transaction: Transaction, week: Week) -> Row:
    return transaction.query("aggregate_freshness", week=week.monday)[0]


def _is_behind(freshness: Row) -> bool:
    if freshness["last_declaration_id"] is None:
        return True
    # Greater and not different: after a purge there are fewer, and the aggregate must outlive them.
    return bool(
        freshness["newest"] > freshness["last_declaration_id"]
        or freshness["declarations"] > freshness["declaration_count"]
        or freshness["decisions"] > (freshness["decision_count"] or 0)
    )


def _is_erased(freshness: Row) -> bool:
    return bool(freshness["declarations"] < (freshness["declaration_count"] or 0))


def _recompute(transaction: Transaction, week: Week, freshness: Row, now: datetime) -> None:
    # The state first: under PostgreSQL its row lock makes a second computation wait for this one.
    transaction.execute(
        "aggregate_state_insert" if freshness["last_declaration_id"] is None else "aggregate_state_update",
        week=week.monday,
        newest=freshness["newest"],
        declarations=freshness["declarations"],
        decisions=freshness["decisions"],
        now=now,
    )
    transaction.execute("aggregate_clear", week=week.monday)
    transaction.execute("aggregate_clear_response", week=week.monday)
    transaction.execute("aggregate_insert", week=week.monday, sunday=week.sunday)
    transaction.execute("aggregate_insert_response", week=week.monday, sunday=week.sunday)


def _outcome(week: Week, summary: Row) -> dict[str, Any]:
    respondents, active = summary["respondents"], summary["active"]
    answered = french.plural(respondents, "officine déclarante", "officines déclarantes")
    totals = french.plural(summary["cells"], "total", "totaux")
    rate = f" ({french.percent(respondents / active, 1)})" if active else ""
    return {
        "message": f"Semaine {week.label} agrégée : {answered} sur {french.number(active)}{rate}, {totals}.",
        "week": week.iso,
        "respondents": respondents,
        "active": active,
        "cells": summary["cells"],
    }


def recount_unreleased(store: Store, now: datetime) -> None:
    """Count again the weeks that a change of the register may still change: not released, not erased.

    Even when nothing seems to have changed: an earlier import may have been cut before its count.
    """
    for row in store.query("finess_recounted_weeks"):
        week = Week(row["week"])
        if week.opens_at <= now:
            aggregate(store, week, now)
