"""Opens the store of the settings once per process.

A module-level holder and not `st.cache_resource`: any anonymous visitor can empty
Streamlit's caches through the websocket (pitfalls.md, fact 6).
"""

import threading
from pathlib import Path

from dp_ruptures import settings
from dp_ruptures.store.base import Store, StoreError
from dp_ruptures.store.duckdb_driver import DuckStore

_lock = threading.Lock()
_store: Store | None = None


def open_store(url: str, key: str | None = None) -> Store:
    """Open the store behind `url`, encrypted with `key` if given, not yet migrated. Raises StoreError."""
    if url == "duckdb:///:memory:":
        return DuckStore(None)
    if url.startswith("duckdb:///"):
        return DuckStore(file_of(url), key)
    raise StoreError(
        "DP_RUPTURES_STORE doit commencer par duckdb:/// dans cette version "
        "(le pilote PostgreSQL n'est pas encore livré)."
    )


def file_of(url: str) -> Path:
    """The file behind a duckdb URL."""
    return Path(url.removeprefix("duckdb:///"))


def connect() -> Store:
    """The process's store, opened and migrated at the first call. Raises StoreError, Newer included."""
    global _store
    with _lock:
        if _store is None:
            known = settings.load()
            store = open_store(known.store_url, known.store_key)
            try:
                store.migrate()
            except BaseException:
                store.close()
                raise
            _store = store
        return _store


def current() -> Store:
    """The process's store; opens it when nothing has (AppTest has no lifespan)."""
    return _store if _store is not None else connect()


def close() -> None:
    """Close the process's store, if open."""
    global _store
    with _lock:
        if _store is not None:
            _store.close()
            _store = None
