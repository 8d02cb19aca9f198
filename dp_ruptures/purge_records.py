"""The signed record of each purge: what was erased and when, each naming the one before it.

Whoever has the portal's public key checks them; a record changed or taken away breaks the chain.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from dp_ruptures import settings
from dp_ruptures.publication import signature
from dp_ruptures.rules.retention import first_kept
from dp_ruptures.store import Row, Transaction


def write(
    transaction: Transaction, *, now: datetime, actor: str, before: date, erased: Mapping[str, int]
) -> int:
    """Append the record of a purge within its own transaction; its number. Raises Refused without a key."""
    last = transaction.query("purge_last")
    number = last[0]["number"] + 1 if last else 1
    content = json.dumps(
        {
            "number": number,
            "purged_at": now.isoformat(),
            "actor": actor,
            "erased_before": before.isoformat(),
            "erased": dict(erased),
            "previous": _digest(last[0]["content"]) if last else None,
        },
        ensure_ascii=False,
        sort_keys=True,
    )
    key: Path = settings.load().signing_key
    transaction.execute(
        "purge_record_insert",
        number=number, now=now, week=before, content=content,
        signature=signature.signing_key(key).sign(content.encode()).hex(),
        public_key=signature.public_key(key).decode(),
    )  # fmt: skip
    return int(number)


def faults(records: Sequence[Row], trusted: Sequence[bytes]) -> list[str]:
    """What is wrong with the purge records, as French sentences; none when every one is proven."""
    said = []
    before = None
    for record in records:
        number, content = record["number"], record["content"]
        if not is_proven(record):
            said.append(f"Le procès-verbal d'effacement n° {number} a été modifié : sa signature est fausse.")
        elif record["public_key"].encode() not in trusted:
            said.append(
                f"Le procès-verbal d'effacement n° {number} est signé par une clé inconnue du portail."
            )
        if not _follows(content, record, before):
            said.append(f"Un procès-verbal d'effacement manque avant le n° {number}.")
        before = record
    return said


def is_proven(record: Row) -> bool:
    """Whether the key that a record names signed it."""
    try:
        signed = bytes.fromhex(record["signature"])
    except ValueError:
        return False
    return signature.is_signed(record["content"].encode(), signed, record["public_key"].encode())


def is_ours(record: Row, trusted: Sequence[bytes]) -> bool:
    """Whether a key that speaks for the portal signed a record; anybody's key proves itself."""
    return record["public_key"].encode() in trusted and is_proven(record)


def is_ahead(record: Row) -> bool:
    """Whether a record says to have erased more than was past retention on its own day."""
    return bool(record["erased_before"] > first_kept(record["purged_at"]).monday)


def comes_after(record: Row, last: Row | None) -> bool:
    """Whether a record, proven before, is the one that follows the `last` of a store."""
    number = last["number"] + 1 if last else 1
    return record["number"] == number and _follows(record["content"], record, last)


def _follows(content: str, record: Row, before: Row | None) -> bool:
    signed = json.loads(content)
    told = signed["number"], signed["erased_before"]
    if told != (record["number"], record["erased_before"].isoformat()):
        return False
    return bool(signed["previous"] == (_digest(before["content"]) if before else None))


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
