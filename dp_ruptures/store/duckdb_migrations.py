"""Brings a DuckDB store to the schema of this version, one numbered file after the other."""

import duckdb

from dp_ruptures.store import sql
from dp_ruptures.store.base import Newer, StoreError


def apply_pending(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Apply the migrations not yet applied; their names. Raises StoreError, Newer before anything is done."""
    cursor.execute(sql.question("schema/migration_table"))
    done = {row[0] for row in cursor.execute(sql.question("migrations_applied")).fetchall()}
    known = sql.migrations()
    if later := sorted(done - {name for name, _ in known}):
        raise Newer(
            f"Cette base vient d'une version plus récente du portail (migration {later[-1]}) : celle-ci ne "
            "l'ouvre pas, pour ne rien y abîmer. Remettez la version récente, ou restaurez une sauvegarde "
            "d'avant la mise à jour : python -m dp_ruptures restore FICHIER."
        )
    pending = [(name, text) for name, text in known if name not in done]
    for name, text in pending:
        _apply(cursor, name, text)
    return [name for name, _ in pending]


def _apply(cursor: duckdb.DuckDBPyConnection, name: str, text: str) -> None:
    cursor.begin()
    try:
        cursor.execute(text)
        cursor.execute(sql.question("migration_record"), {"name": name})
        cursor.commit()
    except duckdb.Error as error:
        cursor.rollback()
        raise StoreError(f"La migration {name} a échoué : {error}") from error
