"""The week's aggregate and the 26-week question on ten million lines, beside pandas, polars and SQLite."""

import importlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from bench.performance_nation import LAST, NOW, WEEKS, Tables, fill, house, invent
from bench.performance_table import Figure, cpu_ms
from dp_ruptures import aggregates, stocks
from dp_ruptures.store import Store

try:
    polars: Any = importlib.import_module("polars")
except ImportError:
    polars = None
# What the answer cannot do without: which declaration, which product, how many.
BYTES_A_LINE = 8 + 8 + 4
Answers = dict[str, Callable[[], tuple[int, int]]]
ONE_WEEK, ALL_WEEKS = "one week", "26 weeks"


def measure(lines: int) -> list[Figure]:
    """CPU milliseconds of each question on `lines` lines; every engine must give the same answer."""
    found = []
    with TemporaryDirectory() as folder, house(Path(folder)) as store:
        tables = invent(store, lines)
        fill(store, tables)
        engines = {"ours": in_store(store), **rivals(tables, Path(folder) / "other.sqlite")}
        for question, rows in ((ONE_WEEK, lines // WEEKS), (ALL_WEEKS, lines)):
            agree = {name: answers[question]() for name, answers in engines.items()}
            assert len(set(agree.values())) == 1, agree
            spent = {name: cpu_ms(answers[question], 3) for name, answers in engines.items()}
            ours = spent.pop("ours")
            beside = (
                *spent.items(),
                *_missing(),
                ("physical limit", 1000 * rows * BYTES_A_LINE / bandwidth()),
            )
            what = f"units by département and product, {question}, {lines:,} lines"
            found.append(Figure("weeks", what, ours, "ms CPU", beside))
        found += _kept(store, lines)
    return found


def rivals(tables: Tables, file: Path) -> dict[str, Answers]:
    """The same questions to pandas and polars, in memory, and to SQLite, in a file.

    Without polars where it is not installed: the portal does without it.
    """
    found = {"pandas": _in_pandas(tables), "SQLite": _in_sqlite(tables, file)}
    return found | ({"polars": _in_polars(tables)} if polars else {})


def bandwidth() -> float:
    """Bytes a second that one core reads from memory."""
    array = np.ones(50_000_000, dtype=np.int64)
    start = perf_counter()
    array.sum()
    return array.nbytes / (perf_counter() - start)


def in_store(store: Store) -> Answers:
    """The same questions to our own tables."""
    cursor = store._connection.cursor()  # type: ignore[attr-defined]

    def ask(where: str) -> tuple[int, int]:
        rows = cursor.execute(_QUESTION.format(line="declaration_line", where=where)).fetchall()
        return len(rows), sum(row[-1] for row in rows)

    return {ONE_WEEK: lambda: ask(f"WHERE week = '{LAST.monday}'"), ALL_WEEKS: lambda: ask("")}


def _in_sqlite(tables: Tables, file: Path) -> Answers:
    base = sqlite3.connect(file)
    for name, frame in tables.items():
        frame.to_sql(name, base, index=False)
    base.executescript(_INDEXES)

    def ask(where: str) -> tuple[int, int]:
        rows = base.execute(_QUESTION.format(line="line", where=where)).fetchall()
        return len(rows), sum(row[-1] for row in rows)

    return {ONE_WEEK: lambda: ask(f"WHERE week = '{LAST.monday}'"), ALL_WEEKS: lambda: ask("")}


def _in_pandas(tables: Tables) -> Answers:
    def ask(headers: pd.DataFrame) -> tuple[int, int]:
        current = headers.groupby(["finess", "week"], as_index=False)["declaration_id"].max()
        placed = current.merge(tables["pharmacy"], on="finess")
        lines = tables["line"].merge(placed, on="declaration_id")
        totals = lines.groupby(["week", "department_code", "cip13"], observed=True)["units"].sum()
        return len(totals), int(totals.sum())

    headers = tables["declaration"]
    return {ONE_WEEK: lambda: ask(headers[headers["week"] == LAST.monday]), ALL_WEEKS: lambda: ask(headers)}


def _in_polars(tables: Tables) -> Answers:
    held = {name: polars.from_pandas(frame) for name, frame in tables.items()}

    def ask(headers: Any) -> tuple[int, int]:
        totals = (
            headers.lazy()
            .group_by("finess", "week")
            .agg(polars.col("declaration_id").max())
            .join(held["pharmacy"].lazy(), on="finess")
            .join(held["line"].lazy(), on="declaration_id")
            .group_by("week", "department_code", "cip13")
            .agg(polars.col("units").sum().cast(polars.Int64))
            .collect()
        )
        return totals.height, int(totals["units"].sum())

    headers = held["declaration"]
    one_week = polars.col("week") == LAST.monday
    return {ONE_WEEK: lambda: ask(headers.filter(one_week)), ALL_WEEKS: lambda: ask(headers)}


def _missing() -> list[tuple[str, None]]:
    """What stands in the table where it is not installed."""
    return [] if polars else [("polars", None)]


def _kept(store: Store, lines: int) -> list[Figure]:
    """What the portal does instead: a week is added up once when it changes, then read."""
    weeks = [LAST.shift(-back) for back in range(WEEKS)]
    for week in weeks:
        aggregates.aggregate(store, week, NOW)
    items = stocks.items(store, NOW)
    areas = [department.department_code for department in stocks.departments(store)]
    return [
        Figure(
            "weeks", f"one week added up and kept (products, families, all; ruptures), {lines:,} lines",
            cpu_ms(lambda: aggregates.aggregate(store, LAST, NOW)), "ms CPU", budget="30 ms",
        ),
        Figure(
            "weeks", "26 weeks of France, every item, from what is kept",
            cpu_ms(lambda: stocks.history(store, weeks, items, areas)), "ms CPU", budget="300 ms",
        ),
    ]  # fmt: skip


_INDEXES = "CREATE INDEX w ON declaration(week); CREATE INDEX l ON line(declaration_id); ANALYZE"
_QUESTION = """
WITH latest AS (
    SELECT week, finess, max(declaration_id) AS declaration_id FROM declaration {where} GROUP BY week, finess
)
SELECT latest.week, pharmacy.department_code, {line}.cip13, sum({line}.units)
FROM latest
INNER JOIN pharmacy ON latest.finess = pharmacy.finess
INNER JOIN {line} ON latest.declaration_id = {line}.declaration_id
GROUP BY latest.week, pharmacy.department_code, {line}.cip13
"""
