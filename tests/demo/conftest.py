"""One small season, built once, that the tests of the demo look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from dp_ruptures.demo import build_season
from dp_ruptures.store import Store, open_store

WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def rows_of(store: Store, table: str, order: str) -> list[tuple[Any, ...]]:
    """Every row of `table` of a DuckDB store."""
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        return cursor.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()


def dicts_of(store: Store, table: str, order: str) -> list[dict[str, Any]]:
    """Every row of `table`, by column."""
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"SELECT * FROM {table} ORDER BY {order}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Built:
    """A season and its rows."""

    summary: dict[str, Any]
    pharmacies: list[dict[str, Any]]
    headers: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    store: Store


def built(**options: Any) -> Built:
    """Build a season in memory."""
    store = open_store("duckdb:///:memory:")
    store.migrate()
    summary = build_season(store, **({"now": WEDNESDAY} | options))
    return Built(
        summary,
        dicts_of(store, "pharmacy", "finess"),
        dicts_of(store, "declaration", "declaration_id"),
        dicts_of(store, "declaration_line", "declaration_id, cip13"),
        store,
    )


@pytest.fixture(scope="session")
def season() -> Iterator[Built]:
    """900 pharmacies × 8 weeks up to Wednesday 18 November 2026."""
    made = built(pharmacies=900, weeks=8)
    yield made
    made.store.close()
