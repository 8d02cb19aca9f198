"""The only door to a database.

A store answers named questions (`queries/<name>.sql`) with bound parameters and
knows no SQL of its own. `connect()` opens it once per process; `current()` hands
it to whoever needs it.
"""

from dp_ruptures.store.base import Conflict, Row, Store, StoreError, Transaction, in_transaction
from dp_ruptures.store.holder import close, connect, current, open_store
from dp_ruptures.store.lock import Held

__all__ = [
    "Conflict",
    "Held",
    "Row",
    "Store",
    "StoreError",
    "Transaction",
    "close",
    "connect",
    "current",
    "in_transaction",
    "open_store",
]
