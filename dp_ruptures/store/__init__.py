"""The only door to a database.

A store answers named questions (`queries/<name>.sql`) with bound parameters and
knows no SQL of its own. `connect()` opens it once per process; `current()` hands
it to whoever needs it.
"""

from dp_ruptures.store.base import Conflict, Newer, Row, Store, StoreError, Transaction, in_transaction
from dp_ruptures.store.duckdb_files import discard as discard_store
from dp_ruptures.store.duckdb_files import exchange as exchange_store
from dp_ruptures.store.duckdb_files import is_store_file
from dp_ruptures.store.duckdb_files import reason as disk_reason
from dp_ruptures.store.gate import Busy
from dp_ruptures.store.holder import close, connect, current, file_of, open_store
from dp_ruptures.store.lock import Held, hold
from dp_ruptures.store.sql import expected_migrations

__all__ = [
    "Busy",
    "Conflict",
    "Held",
    "Newer",
    "Row",
    "Store",
    "StoreError",
    "Transaction",
    "close",
    "connect",
    "current",
    "discard_store",
    "disk_reason",
    "exchange_store",
    "expected_migrations",
    "file_of",
    "hold",
    "in_transaction",
    "is_store_file",
    "open_store",
]
