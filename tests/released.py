"""Puts releases straight into a test's store, cell by cell."""

from datetime import datetime
from typing import Any

from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store

_CELL = {
    "area_level": "departement", "item_level": "produit", "item": "3400930306000", "family": "vaccins",
    "item_label": "", "status": "publie", "units": 100, "declarants": 10, "active": 40,
}  # fmt: skip
_HEADER = {
    "published_at": datetime(2026, 11, 18, 9), "published_by": "test", "state_sha256": "",  # noqa: DTZ001
    "policy_sha256": "", "audit_sha256": "", "cells_published": 0, "cells_withheld": 0, "cells_empty": 0,
}  # fmt: skip


def release(store: Store, week: Week, *cells: dict[str, Any], revision: int = 1) -> None:
    """One release of `week`; a cell is 100 doses of 10 declarants out of 40 unless it says otherwise."""
    place = {"week": week.monday, "revision": revision}
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        for table, row in (("release", _HEADER), *(("release_cell", _CELL | cell) for cell in cells)):
            full = row | place
            names, holes = ", ".join(full), ", ".join("?" * len(full))
            cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({holes})", list(full.values()))


def cell(area: tuple[str, str], **columns: Any) -> dict[str, Any]:
    """A published cell of the département `(code, name)`."""
    return {"area_code": area[0], "area_name": area[1]} | columns


def secret(area: tuple[str, str], **columns: Any) -> dict[str, Any]:
    """A withheld cell."""
    return cell(area, status="secret", units=None, declarants=None, active=None, **columns)
