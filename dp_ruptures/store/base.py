"""What any store can do, whichever database is behind it."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")
Row = dict[str, Any]

# Two writers of one row are rare (a double click); the loser finds the winner's row at once.
CONFLICT_ATTEMPTS = 5
CONFLICT_PAUSE_SECONDS = 0.02


class StoreError(Exception):
    """The store cannot be used; the message is a French sentence for the operator."""


class Newer(StoreError):
    """A later version of the portal made this store: this one must not touch it."""


class Conflict(StoreError):
    """Another transaction wrote the same rows first; trying again is safe."""


class Transaction(Protocol):
    """One unit of work: everything is written, or nothing."""

    def query(self, name: str, /, **parameters: Any) -> list[Row]:
        """Answer `queries/<name>.sql`: one dict per row, instants as aware UTC datetimes."""

    def execute(self, name: str, /, **parameters: Any) -> None:
        """Run the statement of `queries/<name>.sql`."""


class Store(Transaction, Protocol):
    """A database behind one URL."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Open a transaction; it commits on leaving, rolls back on an exception.

        Raises Conflict when another writer came first.
        """

    def migrate(self) -> list[str]:
        """Apply the numbered migrations not yet applied; return their names.

        Raises Newer, and does nothing, when the store has one that this version does not know.
        """

    def copy_to(self, file: Path, encrypt_with: str | None = None) -> None:
        """Write the whole store, as it is at one instant, into a new file; others go on. Raises StoreError.

        Encrypted with the store's own key, or with another one.
        """

    def rebuild(self, patience: float = 10.0) -> None:
        """Write the store anew so that no byte of what was deleted is left in its files.

        Who reads goes on but for an instant; who writes waits, a few seconds for the nation; nothing happens
        in memory. Raises Busy when somebody's work lasts longer than `patience` seconds, StoreError when the
        disk says no: the store is then as it was.
        """

    def close(self) -> None:
        """Release the database."""


def in_transaction(store: Store, work: Callable[[Transaction], Result]) -> Result:
    """Run `work` in one transaction, again when another writer came first.

    `work` must be safe to repeat: it sees a fresh state each time.
    Raises Conflict when the last attempt fails too.
    """
    for attempt in range(CONFLICT_ATTEMPTS):
        try:
            with store.transaction() as transaction:
                return work(transaction)
        except Conflict:
            if attempt == CONFLICT_ATTEMPTS - 1:
                raise
            time.sleep(CONFLICT_PAUSE_SECONDS * (attempt + 1))
    raise AssertionError("unreachable: the last attempt returns or raises")
