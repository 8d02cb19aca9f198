"""The embedded store: one DuckDB file, owned by one process.

A thread never shares a cursor: one connection used by several threads without
`cursor()` lost 46 results of 600 calls (pitfalls.md, c).
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from dp_ruptures.store import duckdb_files, sql
from dp_ruptures.store.base import Conflict, Row, StoreError, Transaction
from dp_ruptures.store.duckdb_migrations import apply_pending
from dp_ruptures.store.gate import Busy, Gate
from dp_ruptures.store.instants import aware, naive_utc
from dp_ruptures.store.lock import FileLock


class _DuckTransaction:
    """Named questions on one cursor."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def query(self, name: str, /, **parameters: Any) -> list[Row]:
        self._run(name, parameters)
        names = [column[0] for column in self._cursor.description or []]
        return [dict(zip(names, map(aware, row), strict=True)) for row in self._cursor.fetchall()]

    def execute(self, name: str, /, **parameters: Any) -> None:
        self._run(name, parameters)

    def _run(self, name: str, parameters: dict[str, Any]) -> None:
        bound = {key: naive_utc(content) for key, content in parameters.items()}
        try:
            self._cursor.execute(sql.question(name), bound or None)
        except duckdb.Error as error:
            raise _told(error, name) from error


class DuckStore:
    """A DuckDB file (or memory, for tests) answering the questions of `queries/`."""

    def __init__(self, file: Path | None, key: str | None = None) -> None:
        """Open or create `file`, encrypted with `key` if given.

        Raises Held when another process holds it, StoreError when it does not open.
        """
        self._file = file
        self._key = key if file else None
        self._gate = Gate()
        self._lock = FileLock(file.with_suffix(".lock")) if file else None
        try:
            if file and self._lock:
                file.parent.mkdir(parents=True, exist_ok=True)
                self._lock.acquire()
                duckdb_files.discard(_rebuilt(file))
            self._connection = duckdb_files.connect(file, self._key)
        except (OSError, StoreError) as error:
            if self._lock:
                self._lock.release()
            if isinstance(error, OSError):
                raise duckdb_files.cannot_open(file, error) from error
            raise

    def query(self, name: str, /, **parameters: Any) -> list[Row]:
        gate = self._gate.reading() if _only_reads(name) else self._gate.writing()
        with gate, self._new_cursor() as cursor:
            return _DuckTransaction(cursor).query(name, **parameters)

    def execute(self, name: str, /, **parameters: Any) -> None:
        with self._cursor() as cursor:
            _DuckTransaction(cursor).execute(name, **parameters)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with self._cursor() as cursor:
            cursor.begin()
            try:
                yield _DuckTransaction(cursor)
                cursor.commit()
            except duckdb.Error as error:
                raise _told(error, "commit") from error
            except BaseException:
                cursor.rollback()
                raise

    def migrate(self) -> list[str]:
        with self._cursor() as cursor:
            return apply_pending(cursor)

    def copy_to(self, file: Path, encrypt_with: str | None = None) -> None:
        with self._cursor() as cursor:
            duckdb_files.copy(cursor, file, encrypt_with or self._key)

    def rebuild(self, patience: float = 10.0) -> None:
        if self._file is None:
            return
        with self._gate.still(patience):
            fresh = _rebuilt(self._file)
            with self._new_cursor() as cursor:
                duckdb_files.copy(cursor, fresh, self._key)
            try:
                with self._gate.alone(patience):
                    self._put_in_place(fresh)
            except Busy:
                duckdb_files.discard(fresh)
                raise

    def _put_in_place(self, fresh: Path) -> None:
        """Exchange the files, the store closed meanwhile."""
        assert self._file is not None  # noqa: S101 - asked by rebuild
        self._connection.close()
        try:
            self._exchange(fresh)
        finally:
            self._connection = duckdb_files.connect(self._file, self._key)

    def _exchange(self, fresh: Path) -> None:
        assert self._file is not None  # noqa: S101 - asked by rebuild
        if duckdb_files.log_of(self._file).exists():
            # Left by a close that could not write it back: played again over the new file, it would spoil it.
            duckdb_files.discard(fresh)
            raise StoreError("La base ne s'est pas fermée proprement : elle n'est pas réécrite. Réessayez.")
        shutil.rmtree(duckdb_files.temporary_folder(self._file), ignore_errors=True)
        duckdb_files.exchange(fresh, self._file)
        if _still_open(self._file):
            # Writes would go to the old file, which no longer has a name.
            raise StoreError("La base a été réécrite mais l'ancienne reste ouverte : redémarrez le portail.")

    def close(self) -> None:
        self._connection.close()
        if self._lock:
            self._lock.release()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._gate.writing(), self._new_cursor() as cursor:
            yield cursor

    def _new_cursor(self) -> duckdb.DuckDBPyConnection:
        return duckdb_files.cursor_of(self._connection, self._key)


@cache
def _only_reads(name: str) -> bool:
    """Whether a question changes nothing: an update may answer rows too (RETURNING)."""
    parts = duckdb.extract_statements(sql.question(name))
    return all(part.type == duckdb.StatementType.SELECT for part in parts)


def _rebuilt(file: Path) -> Path:
    return file.with_name(file.name + ".rebuild")


def _still_open(file: Path) -> bool:
    """Whether this process holds a file of that name that has been replaced; unknown is no."""
    gone = f"{file} (deleted)"
    try:
        listed = os.listdir("/proc/self/fd")
    except OSError:
        return False
    return any(_target(number) == gone for number in listed)


def _target(number: str) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{number}")
    except OSError:
        return ""


def _told(error: duckdb.Error, name: str) -> Exception:
    """The error as whoever uses a store knows it: of the disk, of another writer, or a mistake of ours."""
    said = duckdb_files.failed(error)
    if said:
        return said
    if isinstance(error, duckdb.TransactionException | duckdb.ConstraintException):
        # Two appends of one key: the second sees a constraint at once or at commit.
        return Conflict(f"{name}: {error}")
    return error
