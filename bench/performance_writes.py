"""Durable declarations a second: ours, and the same content in SQLite and in a DuckDB that upserts."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import uuid4

import duckdb

from bench.performance_storm import PHARMACIES, Write, fsyncs, storm
from bench.performance_table import Figure
from dp_ruptures import declarations
from dp_ruptures.campaign import campaign_of
from dp_ruptures.reference import load_reference
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.week import week_of
from dp_ruptures.store import Store, open_store
from tests.conftest import NOW, add_pharmacy

WRITERS = (1, 8, 32)
LINES = 8


def measure(seconds: float, writers: tuple[int, ...] = WRITERS) -> list[Figure]:
    """Declarations a second for each number of writers, `seconds` for each design."""
    designs = {"declare": _declare, "bare append": _append, "SQLite": _sqlite, "upsert": _upsert}
    found: list[Figure] = []
    for at_once in writers:
        rates, refused = {}, 0.0
        for name, design in designs.items():
            with TemporaryDirectory() as folder, design(Path(folder)) as write:
                done, failed = storm(write, at_once, seconds)
            rates[name] = done / seconds
            refused = failed / max(done + failed, 1)
        who = f"{at_once} writer{'s' if at_once > 1 else ''}"
        upsert = f"DuckDB upsert, {refused:.0%} refused"
        found += [
            Figure(
                "writes", f"{work}, {who}", rates[work], "a second",
                (("SQLite WAL, FULL", rates["SQLite"]), (upsert, rates["upsert"])), more_is_better=True,
            )
            for work in ("declare", "bare append")
        ]  # fmt: skip
    return [*found, Figure("writes", "the disk alone: 4 kB and fsync", fsyncs(seconds), "a second")]


@contextmanager
def _house(folder: Path) -> Iterator[tuple[Store, list[str], list[str]]]:
    """A store with pharmacies and the products of its campaign."""
    store = open_store(f"duckdb:///{folder / 'ours.duckdb'}")
    store.migrate()
    load_reference(store, NOW.date())
    finesses = [add_pharmacy(store, f"{1000000 + number:08d}") for number in range(PHARMACIES)]
    campaign = campaign_of(store, NOW.date())
    assert campaign is not None
    try:
        yield store, finesses, [product.cip13 for product in campaign.products[:LINES]]
    finally:
        store.close()


@contextmanager
def _declare(folder: Path) -> Iterator[Write]:
    with _house(folder) as (store, finesses, products):

        def write(who: int, chance: Random) -> None:
            lines = tuple(Line(code, QUANTITY, units=chance.randrange(200)) for code in products)
            sent = Declaration(finesses[who], week_of(NOW), lines, author="bench", channel="form")
            declarations.declare(store, sent, NOW)

        yield write


@contextmanager
def _append(folder: Path) -> Iterator[Write]:
    with _house(folder) as (store, finesses, products):

        def write(who: int, chance: Random) -> None:
            with store.transaction() as transaction:
                (header,) = transaction.query(
                    "declaration_insert_header", receipt_id=str(uuid4()), finess=finesses[who],
                    week=week_of(NOW).monday, now=NOW, channel="form", author="bench", line_count=LINES,
                )  # fmt: skip
                transaction.execute(
                    "declaration_insert_lines_of", declaration_id=header["declaration_id"], cip13s=products,
                    states=[QUANTITY] * LINES, units=[chance.randrange(200) for _ in products],
                    boxes=[None] * LINES, unchanged=[False] * LINES,
                )  # fmt: skip

        yield write


@contextmanager
def _sqlite(folder: Path) -> Iterator[Write]:
    file, here, ids = folder / "other.sqlite", threading.local(), count(1)
    with sqlite3.connect(file) as made:
        made.executescript(_SQLITE)

    def write(who: int, chance: Random) -> None:
        if not hasattr(here, "connection"):
            here.connection = sqlite3.connect(file, timeout=60, isolation_level=None)
            here.connection.execute("PRAGMA synchronous=FULL")
        number = next(ids)
        here.connection.execute("BEGIN IMMEDIATE")
        here.connection.execute(
            "INSERT INTO declaration VALUES (?, ?, ?, '2026-11-16', '2026-11-18 10:00', 'form', 'bench', ?)",
            (number, str(uuid4()), f"{who:09d}", LINES),
        )
        here.connection.executemany(
            "INSERT INTO declaration_line VALUES (?, ?, 'quantity', ?, NULL, 0)",
            [(number, f"34009{line:08d}", chance.randrange(200)) for line in range(LINES)],
        )
        here.connection.execute("COMMIT")

    yield write


@contextmanager
def _upsert(folder: Path) -> Iterator[Write]:
    base, here = duckdb.connect(str(folder / "other.duckdb"), config={"threads": 2}), threading.local()
    base.execute(_UPSERTED)

    def write(who: int, chance: Random) -> None:
        if not hasattr(here, "cursor"):
            here.cursor = base.cursor()
        codes = [f"34009{line:08d}" for line in range(LINES)]
        units = [chance.randrange(200) for _ in codes]
        here.cursor.execute(_UPSERT, {"finess": f"{who:09d}", "codes": codes, "units": units})

    yield write
    base.close()


_SQLITE = """
PRAGMA journal_mode=WAL;
CREATE TABLE declaration (
    declaration_id INTEGER PRIMARY KEY, receipt_id TEXT NOT NULL UNIQUE, finess TEXT NOT NULL,
    week TEXT NOT NULL, received_at TEXT NOT NULL, channel TEXT, author TEXT, line_count INTEGER
);
CREATE TABLE declaration_line (
    declaration_id INTEGER NOT NULL, cip13 TEXT NOT NULL, state TEXT, units INTEGER, boxes INTEGER,
    unchanged INTEGER
);
"""
_UPSERTED = """
CREATE TABLE stock (
    finess TEXT, week DATE, cip13 TEXT, units INTEGER, received_at TIMESTAMP,
    PRIMARY KEY (finess, week, cip13)
)
"""
_UPSERT = """
INSERT INTO stock
SELECT
    $finess, DATE '2026-11-16', unnest($codes::TEXT[]), unnest($units::INTEGER[]), TIMESTAMP '2026-11-18'
ON CONFLICT (finess, week, cip13) DO UPDATE SET units = excluded.units, received_at = excluded.received_at
"""
