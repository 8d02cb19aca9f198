"""A DuckDB store as files: opened, copied whole, exchanged; its failures in French.

A copy is written by DuckDB itself from inside the process that owns the file: opening the live
file a second time would silently drop the lock on it (design.md, Store).
"""

import os
import secrets
from pathlib import Path

import duckdb

from dp_ruptures.store.base import StoreError

# DuckDB would take 80 % of the machine's memory and every core; the portal shares both with Streamlit.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "1GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
# What an encrypted store is called inside its connection: it cannot be opened, only attached.
_ATTACHED = "store"
_OF_THE_KEY = ("Cannot open encrypted database", "A key is explicitly specified", "Wrong encryption key")
_RESTORE = "Restaurez une sauvegarde : python -m dp_ruptures restore FICHIER."


def connect(file: Path | None, key: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open or create `file` (None: in memory), encrypted with `key` if given. Raises StoreError."""
    config = dict(_CONFIG)
    if file:
        config["temp_directory"] = str(temporary_folder(file))
    try:
        if file is None or not key:
            return duckdb.connect(str(file) if file else ":memory:", config=config)
        return _attached(file, key, config)
    except duckdb.Error as error:
        raise cannot_open(file, error) from None


def cursor_of(connection: duckdb.DuckDBPyConnection, key: str | None) -> duckdb.DuckDBPyConnection:
    """A cursor for one thread, on the store and not on the memory an encrypted one is attached to."""
    cursor = connection.cursor()
    if key:
        cursor.execute(f"USE {_ATTACHED}")
    return cursor


def copy(cursor: duckdb.DuckDBPyConnection, target: Path, key: str | None) -> None:
    """Write the whole store into the new file `target`, through to the disk. Raises StoreError.

    Only what lives is copied: what was deleted stays behind. Others may write meanwhile, the copy is
    of one instant.
    """
    discard(target)
    options = f" (ENCRYPTION_KEY {_quoted(key)})" if key else ""
    # Two copies at once must not bear one name.
    name = f"copie_{secrets.token_hex(8)}"
    try:
        if key:
            _load_encryption(cursor)
        cursor.execute(f"ATTACH {_quoted(target)} AS {name}{options}")
        try:
            cursor.execute(f"COPY FROM DATABASE {_catalog(cursor)} TO {name}")
        finally:
            cursor.execute(f"DETACH {name}")
        target.chmod(0o600)
        through_to_disk(target)
    except (duckdb.Error, OSError) as error:
        discard(target)
        raise StoreError(f"La copie vers {target} a échoué : {reason(error)}") from None


def _catalog(cursor: duckdb.DuckDBPyConnection) -> str:
    (row,) = cursor.execute("SELECT current_database()").fetchall()
    return '"' + str(row[0]).replace('"', '""') + '"'


def exchange(fresh: Path, file: Path) -> None:
    """Put `fresh` in the place of `file`, which nobody has open; after a power cut it is one or the other."""
    os.replace(fresh, file)
    through_to_disk(file.parent)


def through_to_disk(path: Path) -> None:
    """Return once the disk holds `path`, a file or a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def discard(file: Path) -> None:
    """Remove a store's file and its log, if there."""
    for path in (file, log_of(file)):
        path.unlink(missing_ok=True)


def is_store_file(file: Path) -> bool:
    """Whether `file` begins as DuckDB's files do, encrypted or not."""
    with file.open("rb") as opened:
        return opened.read(12)[8:] == b"DUCK"


def log_of(file: Path) -> Path:
    """The write-ahead log that DuckDB keeps beside `file`."""
    return file.with_name(file.name + ".wal")


def temporary_folder(file: Path) -> Path:
    """Where DuckDB spills what does not fit in memory; empty when nobody has the store open."""
    return file.parent / "tmp"


def cannot_open(file: Path | None, error: Exception) -> StoreError:
    """What an operator is told when the store does not open."""
    text = str(error)
    if any(sign in text for sign in _OF_THE_KEY):
        return StoreError(
            f"La base {file} ne s'ouvre pas : elle n'est pas chiffrée avec la clé de DP_RUPTURES_STORE_KEY. "
            "Vérifiez la clé ; docs/operation.md dit comment chiffrer une base ou changer sa clé."
        )
    if isinstance(error, OSError) or _of_the_disk(text):
        return StoreError(f"La base {file} ne s'ouvre pas : {reason(error)}")
    return StoreError(
        f"La base {file} ne s'ouvre pas : elle est abîmée, ou ce n'est pas une base. {_RESTORE}"
    )


def failed(error: duckdb.Error) -> StoreError | None:
    """What an operator is told of a failure of the disk or of the file; None when it is neither."""
    text = str(error)
    if _of_the_disk(text):
        return StoreError(f"La base n'a rien enregistré : {reason(error)}")
    if isinstance(error, duckdb.IOException | duckdb.FatalException):
        return StoreError(f"La base est abîmée : arrêtez le portail. {_RESTORE}")
    return None


def reason(error: Exception) -> str:
    """Why the disk or DuckDB said no, in French, without the text of a statement."""
    text = str(error)
    if "No space left" in text:
        return "le disque est plein. Libérez de la place, le portail reprend de lui-même."
    if "Read-only file system" in text:
        return "le disque est en lecture seule."
    if "Permission denied" in text:
        return "les droits du fichier ou du dossier ne le permettent pas."
    if "Stale file handle" in text or "Input/output error" in text:
        return "le disque ou le partage réseau ne répond plus."
    return f"erreur {type(error).__name__}."


def _of_the_disk(text: str) -> bool:
    return any(sign in text for sign in ("No space left", "Read-only file system", "Permission denied"))


def _attached(
    file: Path, key: str, config: dict[str, str | bool | int | float | list[str]]
) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=config)
    try:
        _load_encryption(connection)
        connection.execute(f"ATTACH {_quoted(file)} AS {_ATTACHED} (ENCRYPTION_KEY {_quoted(key)})")
        connection.execute(f"USE {_ATTACHED}")
    except BaseException:
        connection.close()
        raise
    return connection


def _load_encryption(connection: duckdb.DuckDBPyConnection) -> None:
    """OpenSSL's encryption; never DuckDB's own fallback, which it calls « NOT securely encrypted » itself."""
    try:
        connection.execute("LOAD httpfs")
    except duckdb.Error:
        raise StoreError(
            f"DP_RUPTURES_STORE_KEY demande l'extension httpfs de DuckDB {duckdb.__version__}, absente de "
            "cette machine : installez-la (docs/operation.md), ou retirez la clé et chiffrez le disque. "
            "La base n'est pas ouverte."
        ) from None


def _quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"
