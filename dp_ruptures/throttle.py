"""Counts login tries in the store and says when the next one may be checked.

The reasons are in rules/throttle.py. A try is written before its password is checked, as a
failure until told otherwise: tries sent all at once would else see each other too late.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dp_ruptures.digest import sha256
from dp_ruptures.rules.address import UNKNOWN, subscriber, truncated
from dp_ruptures.rules.throttle import MEMORY, Failures, History, opens_at
from dp_ruptures.store import Store, Transaction, in_transaction

# A counter that logged in within the month; sessions are kept as long.
NETWORK_TRUST = timedelta(days=30)
# The CNIL's limit for a cookie: thirteen months.
DEVICE_LIFE = timedelta(days=390)


@dataclass(frozen=True)
class Visitor:
    """Who knocks: the name as typed, the address, the device cookie if the browser has one."""

    name: str
    address: str = UNKNOWN
    device: str | None = None

    @property
    def account_name(self) -> str:
        # No account bears more than 80 characters, nor what a database refuses: a zero byte, half a pair.
        readable = self.name.encode("utf-8", "replace").decode().replace("\0", "?")
        return readable.strip().lower()[:100]

    @property
    def account_key(self) -> str:
        # Hashed: people type their password in the wrong field.
        return sha256(f"account {self.account_name}")


@dataclass(frozen=True)
class _Path:
    """What the tries of a visitor are counted under; `address` is empty on a trusted path."""

    key: str
    address: str

    @property
    def trusted(self) -> bool:
        return not self.address


def admit(store: Store, visitor: Visitor, now: datetime) -> datetime | None:
    """None when the password may be checked now (the try is counted), else when to come back.

    The same for a name that no account bears. Raises Conflict.
    """

    def judge(transaction: Transaction) -> datetime | None:
        path = _path(transaction, visitor, now)
        history = _history(transaction, visitor, path, now)
        opening = opens_at(history, now)
        if opening <= now:
            _write(transaction, "try", visitor, path, now=now)
            return None
        if not path.trusted and history.promised is None:
            _write(transaction, "promise", visitor, path, now=now, retry_at=opening)
        return opening

    return in_transaction(store, judge)


def is_trusted(store: Store, visitor: Visitor, now: datetime) -> bool:
    """Whether the account knows this browser or this network."""
    return _path(store, visitor, now).trusted


def succeeded(store: Store, visitor: Visitor, now: datetime) -> None:
    """The password of the try just admitted was right: its path starts afresh."""
    _write(store, "success", visitor, _path(store, visitor, now), now=now)


def remember_device(store: Store, account_name: str, device: str, now: datetime) -> None:
    """From now on this browser answers only for its own failures on this account."""

    def write(transaction: Transaction) -> None:
        parameters = {"device_sha256": sha256(device), "account_name": account_name, "now": now}
        transaction.execute("device_insert", **parameters)
        transaction.execute("device_seen", **parameters)

    in_transaction(store, write)


def knows_device(store: Transaction, device: str, now: datetime) -> bool:
    """Whether the store gave this device cookie: one that a visitor made up is not kept."""
    return bool(store.query("device_known", device_sha256=sha256(device), since=now - DEVICE_LIFE))


def purge(store: Store, now: datetime) -> None:
    """Forget tries of more than a day and browsers whose cookie has died."""
    store.execute("throttle_purge", before=now - MEMORY)
    store.execute("device_purge", before=now - DEVICE_LIFE)


def _path(store: Transaction, visitor: Visitor, now: datetime) -> _Path:
    address, trust = subscriber(visitor.address), _trust(store, visitor, now)
    if "device" in trust:
        return _Path(sha256(f"device {visitor.device}"), "")
    return _Path(sha256(f"address {address}"), "" if "network" in trust else address)


def _trust(store: Transaction, visitor: Visitor, now: datetime) -> set[str]:
    # Asked even of a visitor without cookie or address: everybody costs the same question.
    known = visitor.address != UNKNOWN
    rows = store.query(
        "throttle_trust",
        account_name=visitor.account_name,
        device_sha256=sha256(visitor.device or ""),
        device_since=now - DEVICE_LIFE,
        network=truncated(visitor.address) if known else "",
        network_since=now - NETWORK_TRUST,
    )
    return {row["reason"] for row in rows}


def _history(store: Transaction, visitor: Visitor, path: _Path, now: datetime) -> History:
    (row,) = store.query(
        "throttle_history",
        account_key=visitor.account_key,
        path_key=path.key,
        address=subscriber(visitor.address),
        since=now - MEMORY,
    )
    return History(
        trusted=path.trusted,
        own=Failures(int(row["own_count"]), row["own_last"]),
        address=Failures(int(row["address_count"]), row["address_last"]),
        strangers=int(row["strangers"]),
        promised=row["promised"],
    )


def _write(
    store: Transaction,
    kind: str,
    visitor: Visitor,
    path: _Path,
    *,
    now: datetime,
    retry_at: datetime | None = None,
) -> None:
    store.execute(
        "throttle_insert",
        now=now,
        kind=kind,
        account_key=visitor.account_key,
        path_key=path.key,
        address=path.address,
        retry_at=retry_at,
    )
