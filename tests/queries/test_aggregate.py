"""The weekly aggregate, question by question, on a handful of rows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dp_ruptures import aggregates
from dp_ruptures.errors import Refused
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store, open_store
from tests.rows import declare, put

WEEK = Week(date(2026, 11, 16))
NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[Store]:
    """Two départements, three pharmacies in the first, three products of two families."""
    store = open_store("duckdb:///:memory:")
    store.migrate()
    put(store, "department", {"department_code": "01"}, {"department_code": "02"})
    put(store, "pharmacy", {"finess": "a"}, {"finess": "b"}, {"finess": "c"})
    put(store, "product", {"cip13": "t1"}, {"cip13": "t2"}, {"cip13": "v1", "family": "vaccins"})
    yield store
    store.close()


def cell(store: Store, item: str, department: str = "01") -> tuple[int, int, int, int] | None:
    """units, declarants, at_zero, not_stocked of one cell; None when it has no row."""
    rows = _table(store, "week_aggregate", department_code=department, item=item)
    return rows[0][4:] if rows else None


def response(store: Store, department: str = "01") -> tuple[int, int]:
    """respondents and active pharmacies of one département."""
    row: tuple[int, int] = _table(store, "week_response", department_code=department)[0][2:]
    return row


def _table(store: Store, table: str, **where: str) -> list[Any]:
    conditions = " AND ".join(f"{name} = '{text}'" for name, text in where.items())
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        rows: list[Any] = cursor.execute(f"SELECT * FROM {table} WHERE {conditions}").fetchall()
    return rows


def test_a_cell_sums_the_units_of_its_pharmacies(store: Store) -> None:
    declare(store, 1, "a", WEEK.monday, {"t1": 10, "v1": 5})
    declare(store, 2, "b", WEEK.monday, {"t1": 3, "t2": 4})
    assert aggregates.refresh(store, WEEK, NOW)
    assert cell(store, "t1") == (13, 2, 0, 0)
    assert cell(store, "tests") == (17, 2, 0, 0)
    assert cell(store, "vaccins") == (5, 1, 0, 0)
    assert cell(store, "ensemble") == (22, 2, 0, 0)


def test_the_last_declaration_replaces_the_week_whole(store: Store) -> None:
    declare(store, 1, "a", WEEK.monday, {"t1": 10, "t2": 99})
    declare(store, 2, "a", WEEK.monday, {"t1": 4})
    aggregates.refresh(store, WEEK, NOW)
    assert cell(store, "ensemble") == (4, 1, 0, 0)
    assert cell(store, "t2") is None


def test_nobody_declared_is_not_zero(store: Store) -> None:
    declare(store, 1, "a", WEEK.monday, {"t1": 0})
    aggregates.refresh(store, WEEK, NOW)
    assert cell(store, "t1") == (0, 1, 1, 0)
    assert cell(store, "v1") is None
    assert cell(store, "t1", "02") is None


def test_a_pharmacy_is_at_zero_on_a_family_when_all_its_products_are(store: Store) -> None:
    declare(store, 1, "a", WEEK.monday, {"t1": 0, "t2": 0})
    declare(store, 2, "b", WEEK.monday, {"t1": 0, "t2": 7})
    aggregates.refresh(store, WEEK, NOW)
    assert cell(store, "tests") == (7, 2, 1, 0)


def test_a_pharmacy_that_does_not_stock_the_item_is_counted_apart(store: Store) -> None:
    declare(store, 1, "a", WEEK.monday, {"t1": None, "t2": 6})
    aggregates.refresh(store, WEEK, NOW)
    assert cell(store, "t1") == (0, 0, 0, 1)
    assert cell(store, "tests") == (6, 1, 0, 0)


def test_a_closed_pharmacy_leaves_the_numerator_and_the_denominator(store: Store) -> None:
    put(store, "pharmacy", {"finess": "closed", "closed_on": WEEK.monday})
    put(store, "pharmacy", {"finess": "not yet", "opened_on": date(2026, 11, 23)})
    put(store, "pharmacy", {"finess": "last days", "closed_on": date(2026, 11, 17)})
    put(store, "pharmacy", {"finess": "new", "opened_on": WEEK.sunday})
    declare(store, 1, "closed", WEEK.monday, {"t1": 10})
    declare(store, 2, "last days", WEEK.monday, {"t1": 1})
    declare(store, 3, "new", WEEK.monday, {"t1": 2})
    aggregates.refresh(store, WEEK, NOW)
    assert cell(store, "t1") == (3, 2, 0, 0)
    assert response(store) == (2, 5)


def test_an_unknown_finess_counts_nowhere(store: Store) -> None:
    declare(store, 1, "nobody", WEEK.monday, {"t1": 10})
    aggregates.refresh(store, WEEK, NOW)
    assert cell(store, "t1") is None
    assert response(store) == (0, 3)


def test_a_silent_department_still_has_its_denominator(store: Store) -> None:
    put(store, "pharmacy", {"finess": "d", "department_code": "02"})
    aggregates.refresh(store, WEEK, NOW)
    assert response(store, "02") == (0, 1)


def test_a_last_declaration_without_a_line_takes_the_answer_back(store: Store) -> None:
    declare(store, 1, "a", WEEK.monday, {"t1": 10})
    declare(store, 2, "a", WEEK.monday, {})
    aggregates.refresh(store, WEEK, NOW)
    assert response(store) == (0, 3)
    assert cell(store, "t1") is None


def test_another_week_is_left_alone(store: Store) -> None:
    declare(store, 1, "a", WEEK.monday, {"t1": 10})
    declare(store, 2, "a", WEEK.shift(-1).monday, {"t1": 1})
    aggregates.refresh(store, WEEK, NOW)
    assert cell(store, "t1") == (10, 1, 0, 0)
    assert aggregates.refresh_all(store, NOW) == [WEEK.shift(-1)]


def test_nothing_is_recomputed_until_a_declaration_comes(store: Store) -> None:
    declare(store, 1, "a", WEEK.monday, {"t1": 10})
    assert aggregates.refresh(store, WEEK, NOW)
    assert not aggregates.refresh(store, WEEK, NOW)
    assert aggregates.refresh_all(store, NOW) == []
    declare(store, 2, "b", WEEK.monday, {"t1": 1})
    assert aggregates.refresh_all(store, NOW) == [WEEK]
    assert cell(store, "t1") == (11, 2, 0, 0)


def test_a_declaration_committed_late_with_an_early_number_is_seen(store: Store) -> None:
    declare(store, 2, "a", WEEK.monday, {"t1": 10})
    aggregates.refresh(store, WEEK, NOW)
    declare(store, 1, "b", WEEK.monday, {"t1": 1})
    assert aggregates.refresh(store, WEEK, NOW)
    assert cell(store, "t1") == (11, 2, 0, 0)


def test_the_aggregate_outlives_the_erased_declarations(store: Store) -> None:
    declare(store, 1, "a", WEEK.monday, {"t1": 10})
    aggregates.refresh(store, WEEK, NOW)
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("DELETE FROM declaration")
    assert not aggregates.refresh(store, WEEK, NOW)
    with pytest.raises(Refused, match="effacées"):
        aggregates.aggregate(store, WEEK, NOW)
    assert cell(store, "t1") == (10, 1, 0, 0)


def test_the_command_recomputes_even_when_only_pharmacies_changed(store: Store) -> None:
    declare(store, 1, "a", WEEK.monday, {"t1": 10})
    aggregates.refresh(store, WEEK, NOW)
    put(store, "pharmacy", {"finess": "d"})
    outcome = aggregates.aggregate(store, WEEK, NOW)
    assert (outcome["week"], outcome["respondents"], outcome["active"]) == ("2026-W47", 1, 4)
    assert outcome["message"].replace("\u00a0", " ").replace("\u202f", " ") == (
        "Semaine 2026-S47 agrégée : 1 officine déclarante sur 4 (25,0 %), 3 totaux."
    )


def test_a_week_to_come_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="2026-S48 n'a pas commencé"):
        aggregates.aggregate(store, WEEK.shift(1), NOW)


def test_case_29_a_pharmacy_of_977_and_one_of_978_count_in_971(store: Store) -> None:
    put(store, "department", {"department_code": "971"})
    for number, territory in enumerate(("977", "978")):
        put(store, "pharmacy", {"finess": territory, "territory_code": territory, "department_code": "971"})
        declare(store, number, territory, WEEK.monday, {"t1": 10})
    aggregates.refresh(store, WEEK, NOW)
    assert cell(store, "t1", "971") == (20, 2, 0, 0)
    assert response(store, "971") == (2, 2)
    assert cell(store, "t1", "977") is None
