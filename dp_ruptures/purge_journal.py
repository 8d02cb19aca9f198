"""Keeps the purge records of the store and of the journal beside it alike, whichever was put back.

A record of the journal is believed when a key of the portal's, present or former, signed it: what it says to
have erased is erased again by a restore.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

from dp_ruptures import french, keeping_journal, purge_records, settings
from dp_ruptures.publication import signature
from dp_ruptures.store import Row, Store, Transaction


@dataclass(frozen=True)
class Believed:
    """The records of the journal that speak for the portal; of the others, only how many there are."""

    records: tuple[Row, ...]
    strange: int
    ahead: int
    unread: int


def believed() -> Believed:
    """What the journal proves. Raises Refused when it, or a key, does not read."""
    journal = keeping_journal.read()
    # Without a purge there is nothing to prove, and a new portal's key is not drawn for it.
    trusted = signature.trusted_keys(settings.load()) if journal.purges else []
    ours = [_row(purge) for purge in journal.purges if purge_records.is_ours(purge, trusted)]
    records = [row for row in ours if row is not None]
    due = tuple(row for row in records if not _is_too_much(row))
    return Believed(due, len(journal.purges) - len(records), len(records) - len(due), journal.unread)


def note(store: Store) -> None:
    """Tell the journal the records that it does not know. Raises OSError, or Refused."""
    known = {purge["content"] for purge in keeping_journal.read().purges}
    for row in store.query("purge_records"):
        if row["content"] not in known:
            keeping_journal.note_purge(row["content"], row["signature"], row["public_key"])


def recover(transaction: Transaction) -> int:
    """Put back the records that the journal has after the store's last one; how many. Raises Refused.

    Only those that are believed and name the one before them.
    """
    recovered = 0
    for row in believed().records:
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
    """The purges that the journal proves and the store does not know, as French sentences. Raises Refused."""
    known = {row["content"] for row in store.query("purge_records")}
    return [
        f"Le procès-verbal d'effacement n° {row['number']} manque dans la base : une sauvegarde d'avant a "
        "pris sa place. La commande purge le remet."
        for row in believed().records
        if row["content"] not in known
    ]


def passed_over() -> str:
    """What of the journal is not believed, as French sentences; empty when all of it is. Raises Refused."""
    found = believed()
    told = []
    if found.unread:
        told.append(french.plural(found.unread, "ligne illisible", "lignes illisibles"))
    if found.strange:
        records = french.plural(found.strange, "effacement")
        told.append(f"{records} sans signature du portail (une clé d'avant se remet dans anciennes-cles)")
    if found.ahead:
        records = french.plural(found.ahead, "effacement")
        told.append(f"{records} de plus que la conservation ne le permettait ce jour-là")
    return f"Laissé de côté dans conservation.jsonl : {' ; '.join(told)}." if told else ""


def is_believed(record: Row) -> bool:
    """Whether a record of the store may have more erased than is past retention now. Raises Refused."""
    trusted = signature.trusted_keys(settings.load())
    return purge_records.is_ours(record, trusted) and not _is_too_much(record)


def _is_too_much(record: Row) -> bool:
    # Elsewhere than in production `purge --as-of` may be ahead of its day.
    return settings.load().production and purge_records.is_ahead(record)


def _row(purge: dict[str, str]) -> Row | None:
    """A record that we signed as a row of the store; None for something else that we signed."""
    try:
        signed = json.loads(purge["content"])
        told = {
            "number": int(signed["number"]),
            "purged_at": datetime.fromisoformat(signed["purged_at"]),
            "erased_before": date.fromisoformat(signed["erased_before"]),
        }
    except (KeyError, TypeError, ValueError):
        return None
    return {**purge, **told}
