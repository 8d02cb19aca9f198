"""Reads the SQL of the house: questions in `queries/`, migrations in `queries/schema/`."""

from functools import cache

from dp_ruptures.settings import ROOT

QUERIES = ROOT / "queries"


@cache
def question(name: str) -> str:
    """The text of `queries/<name>.sql`. Raises FileNotFoundError: a programming error."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def migrations() -> list[tuple[str, str]]:
    """(name, text) of every migration, in the order of their numbers."""
    files = sorted((QUERIES / "schema").glob("[0-9]*.sql"))
    return [(file.stem, file.read_text(encoding="utf-8")) for file in files]


@cache
def expected_migrations() -> tuple[str, ...]:
    """The names of every migration, in the order of their numbers: what a store of this version has."""
    return tuple(name for name, _ in migrations())
