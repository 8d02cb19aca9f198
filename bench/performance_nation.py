"""An invented history of the nation for the measures: as many lines as asked for, in our store and out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from dp_ruptures import stocks
from dp_ruptures.campaign import campaign_of
from dp_ruptures.reference import load_reference
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store, open_store

WEEKS, PRODUCTS = 26, 10
LAST = parse_week("2027-W08")
NOW = datetime(2027, 2, 26, 9, tzinfo=UTC)
Tables = dict[str, pd.DataFrame]


@contextmanager
def house(folder: Path) -> Iterator[Store]:
    store = open_store(f"duckdb:///{folder / 'ours.duckdb'}")
    store.migrate()
    load_reference(store, NOW.date())
    try:
        yield store
    finally:
        store.close()


def fill(store: Store, tables: Tables) -> None:
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        for name, frame in tables.items():
            cursor.register(f"new_{name}", frame)
        cursor.execute(_HEADERS)
        cursor.execute(_LINES)
        cursor.execute(_PHARMACIES)
        cursor.execute("CHECKPOINT")


def invent(store: Store, lines: int) -> Tables:
    """Headers week after week as they come, one in twenty a correction; their lines; the pharmacies."""
    draw = np.random.default_rng(2026)
    campaign = campaign_of(store, NOW.date())
    assert campaign is not None
    codes = [product.cip13 for product in campaign.products[:PRODUCTS]]
    areas = [department.department_code for department in stocks.departments(store)]
    each = lines // PRODUCTS // WEEKS
    numbers = np.arange(each * WEEKS, dtype=np.int64)
    pharmacies = max(each * 20 // 21, 1)
    finess = np.char.zfill(np.arange(pharmacies).astype(str), 9)
    return {
        "declaration": pd.DataFrame(
            {
                "declaration_id": numbers + 1,
                "finess": finess[numbers % each % pharmacies],
                "week": [LAST.shift(back - WEEKS + 1).monday for back in range(WEEKS) for _ in range(each)],
            }
        ),
        "line": pd.DataFrame(
            {
                "declaration_id": np.repeat(numbers + 1, PRODUCTS),
                "cip13": pd.Categorical.from_codes(np.tile(np.arange(len(codes)), len(numbers)), codes),
                "units": draw.integers(0, 200, len(numbers) * PRODUCTS, dtype=np.int32),
            }
        ),
        "pharmacy": pd.DataFrame(
            {"finess": finess, "department_code": np.array(areas)[np.arange(pharmacies) % len(areas)]}
        ),
    }


_HEADERS = """
INSERT INTO declaration 
SELECT declaration_id, 'r' || declaration_id, finess, week, TIMESTAMP '2027-02-26', 'api', 'x', 10
FROM new_declaration
"""
_LINES = """
INSERT INTO declaration_line SELECT declaration_id, cip13::TEXT, 'quantity', units, NULL, FALSE FROM new_line
"""
_PHARMACIES = """
INSERT INTO pharmacy (finess, owner_key, name, department_code, territory_code)
SELECT finess, finess, 'x', department_code, department_code FROM new_pharmacy
"""
