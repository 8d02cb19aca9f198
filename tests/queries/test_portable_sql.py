"""Every question is SQL that DuckDB and PostgreSQL both accept (design.md, Store).

PostgreSQL's own parser (libpg_query, through pglast) reads each file; DuckDB prepares
each question against the migrated schema; functions come from a list known to both.
"""

import re
from pathlib import Path

import duckdb
import pglast
import pytest
from pglast import ast
from pglast.visitors import Visitor

from dp_ruptures.store import sql

QUESTIONS = sorted(path for path in sql.QUERIES.glob("*.sql"))
SCHEMA = sorted((sql.QUERIES / "schema").glob("*.sql"))
# The same name and the same meaning in both databases.
SHARED_FUNCTIONS = {
    "abs", "array_agg", "avg", "bool_and", "bool_or", "ceil", "coalesce", "count", "floor", "greatest", "lag",
    "least", "length", "ln", "lower", "max", "min", "nextval", "nullif", "percentile_cont", "rank",
    "replace", "round", "row_number", "strpos", "sum", "translate", "trim", "unnest", "upper",
}  # fmt: skip
SHARED_TYPES = {
    "text", "int4", "int8", "bool", "date", "timestamp", "float8", "bpchar", "numeric",
}  # fmt: skip


def numbered(text: str) -> str:
    """The file as psycopg will send it: `$week` becomes `$1`."""
    names: dict[str, int] = {}
    return re.sub(r"\$([a-z_][a-z0-9_]*)", lambda m: f"${names.setdefault(m[1], len(names) + 1)}", text)


class _Words(Visitor):
    """Collects what a statement calls and casts to, and the divisions it makes."""

    def __init__(self) -> None:
        super().__init__()
        self.functions: set[str] = set()
        self.types: set[str] = set()
        self.divides = False
        self.sorts_without_nulls = False

    def visit_FuncCall(self, _: object, node: ast.FuncCall) -> None:  # noqa: N802
        self.functions.add(node.funcname[-1].sval)

    def visit_TypeName(self, _: object, node: ast.TypeName) -> None:  # noqa: N802
        self.types.add(node.names[-1].sval)

    def visit_A_Expr(self, _: object, node: ast.A_Expr) -> None:  # noqa: N802
        if node.name[-1].sval == "/":
            self.divides = True

    def visit_SortBy(self, _: object, node: ast.SortBy) -> None:  # noqa: N802
        if node.sortby_nulls == 0:
            self.sorts_without_nulls = True


def words(path: Path) -> _Words:
    found = _Words()
    found(pglast.parse_sql(numbered(path.read_text(encoding="utf-8"))))
    return found


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_is_read_by_postgresql_and_keeps_to_shared_words(path: Path) -> None:
    found = words(path)
    assert found.functions <= SHARED_FUNCTIONS
    assert found.types <= SHARED_TYPES
    assert not found.divides, "integer division differs between the two: divide in Python"
    assert not found.sorts_without_nulls, "say NULLS LAST: the two sort NULL at different ends"


@pytest.mark.parametrize("path", SCHEMA, ids=lambda path: path.stem)
def test_a_migration_is_read_by_postgresql(path: Path) -> None:
    assert words(path).types <= SHARED_TYPES


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_is_prepared_by_duckdb(path: Path) -> None:
    connection = duckdb.connect(":memory:")
    connection.execute(sql.question("schema/migration_table"))
    for _, text in sql.migrations():
        connection.execute(text)
    text = path.read_text(encoding="utf-8")
    connection.execute("PREPARE question AS " + text)
    connection.close()


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_says_its_grain_and_asks_once(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- One row")
    assert len(pglast.parse_sql(numbered(text))) == 1


def test_the_portability_test_sees_what_it_forbids(tmp_path: Path) -> None:
    bad = tmp_path / "bad.sql"
    bad.write_text("SELECT strftime(a, '%Y'), b / 2 FROM t ORDER BY a")
    found = words(bad)
    assert "strftime" in found.functions
    assert found.divides
    assert found.sorts_without_nulls
