"""Keeps the purge records of the store and of the journal beside it alike, whichever was put back."""

import json
from datetime import date, datetime

from dp_ruptures import keeping_journal, purge_records
from dp_ruptures.store import Row, Store, Transaction


def note(store: Store) -> None:
    """Tell the journal the records that it does not know. Raises OSError."""
    known = {purge["content"] for purge in keeping_journal.read().purges}
    for row in store.query("purge_records"):
        if row["content"] not in known:
            keeping_journal.note_purge(row["content"], row["signature"], row["public_key"])


def recover(transaction: Transaction) -> int:
    """Put back the records that the journal has after the store's last one; how many.

    Only those that are signed and name the one before them.
    """
    recovered = 0
    for row in map(_row, keeping_journal.read().purges):
        last = transaction.query("purge_last")
        if purge_records.comes_after(row, last[0] if last else None):
            transaction.execute(
                "purge_record_insert",
                number=row["number"], now=row["purged_at"], week=row["erased_before"],
                content=row["content"], signature=row["signature"], public_key=row["public_key"],
            )  # fmt: skip
            recovered += 1
    return recovered


def faults(store: Store) -> list[str]:
    """The purges that the journal proves and the store does not know, as French sentences."""
    known = {row["content"] for row in store.query("purge_records")}
    return [
        f"Le procès-verbal d'effacement n° {row['number']} manque dans la base : une sauvegarde d'avant a "
        "pris sa place. La commande purge le remet."
        for row in map(_row, keeping_journal.read().purges)
        if row["content"] not in known and purge_records.is_proven(row)
    ]


def _row(purge: dict[str, str]) -> Row:
    """A line of the journal as a row of the store; a content that is none of ours has number 0."""
    try:
        signed = json.loads(purge["content"])
        told = {
            "number": int(signed["number"]),
            "purged_at": datetime.fromisoformat(signed["purged_at"]),
            "erased_before": date.fromisoformat(signed["erased_before"]),
        }
    except (KeyError, TypeError, ValueError):
        told = {"number": 0, "purged_at": None, "erased_before": None}
    return {"content": "", "signature": "", "public_key": "", **purge, **told}
