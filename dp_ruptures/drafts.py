"""What a pharmacy typed and has not sent yet, field by field, so that nothing typed is lost.

Appended, the later wins per field: two devices may write the same field at once, and an
upsert of one key would conflict. A declaration of the week clears its draft.

Fields: `units:<cip13>` the raw text as typed; `absent:<cip13>`, `same:<cip13>` "1" or ""
(not stocked, confirmed unchanged); `count:<family>` "boîtes" or the family's unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store, Transaction

# A text longer than any answer is cut: a draft is written at each field left, by anybody with an account.
LONGEST_TEXT = 200


@dataclass(frozen=True)
class Kept:
    """One field as it was saved: when (UTC) and on which device. `number` rises with each field saved."""

    text: str
    saved_at: datetime
    device: str
    number: int = 0


@dataclass(frozen=True)
class Seen:
    """How much of a draft a form knows: every field up to `number`, and all that `device` itself saved."""

    number: int
    device: str


EVERYTHING = Seen(2**63 - 1, "")
NOTHING = Seen(0, "")


def keep(
    store: Store, finess: str, week: Week, fields: Mapping[str, str], *, now: datetime, device: str
) -> datetime:
    """Save several fields at once, all or none; the moment of saving. Saving no field writes nothing."""
    if fields:
        store.execute(
            "draft_insert",
            finess=finess,
            week=week.monday,
            fields=list(fields),
            texts=[text[:LONGEST_TEXT] for text in fields.values()],
            now=now,
            device=device,
        )
    return now


def of(store: Store, finess: str, week: Week) -> dict[str, Kept]:
    """Every field saved and not yet declared, as it was saved last, whatever the device."""
    return as_left_by(store, finess, week, device="")


def as_left_by(store: Store, finess: str, week: Week, device: str) -> dict[str, Kept]:
    """Every field as `device` itself saved it last, whatever others saved since."""
    # The last saving of each field is picked here: in SQL it costs 3 ms more, at every quantity typed.
    rows = store.query("draft_of_week", finess=finess, week=week.monday, device=device)
    rows.sort(key=lambda row: int(row["draft_id"]))
    return {row["field"]: Kept(row["typed"], row["saved_at"], row["device"], row["draft_id"]) for row in rows}


def split_at(kept: Mapping[str, Kept], sent_at: datetime | None) -> tuple[dict[str, Kept], dict[str, Kept]]:
    """The fields typed since a declaration was received at `sent_at` (all when None), and those before it."""
    after = {name: one for name, one in kept.items() if sent_at is None or one.saved_at >= sent_at}
    return after, {name: one for name, one in kept.items() if name not in after}


def clear(executor: Store | Transaction, finess: str, week: Week, seen: Seen = EVERYTHING) -> None:
    """Forget the week's draft, within the declaration's transaction.

    `seen`: what the sender knows of it; what another device saved meanwhile stays.
    """
    if seen == NOTHING:
        return
    executor.execute("draft_clear", finess=finess, week=week.monday, last=seen.number, device=seen.device)


def forget_before(executor: Store | Transaction, week: Week) -> None:
    """Forget the drafts of every week before `week`."""
    executor.execute("draft_forget", week=week.monday)
