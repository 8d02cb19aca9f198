"""Puts rows straight into a test's store, with what a test does not care about filled in."""

from datetime import date, datetime
from typing import Any

from dp_ruptures.store import Store

_RECEIVED = datetime(2026, 11, 18, 9, 0)  # noqa: DTZ001 - the store keeps naive UTC

_DEFAULTS: dict[str, dict[str, Any]] = {
    "region": {"name": "Région"},
    "department": {"name": "Département", "region_code": "84", "population": 100_000, "zone": "metro"},
    "pharmacy": {
        "finess_ej": None, "owner_key": "owner", "name": "Pharmacie", "address": None, "postcode": None,
        "city": "Ville", "territory_code": "01", "department_code": "01", "opened_on": None,
        "closed_on": None, "updated_on": None, "email": None, "telephone": None,
    },
    "product": {
        "cip7": None, "name": "Produit", "family": "tests", "maker": None, "presentation": None,
        "pack_size": 1, "marketed_from": None, "marketed_until": None, "demo": True, "source": None,
    },
    "campaign": {
        "campaign_id": "2026", "name": "Hiver 2026", "opens_on": date(2026, 10, 12),
        "closes_on": date(2027, 2, 28),
    },
    "campaign_product": {"campaign_id": "2026", "position": 1},
    "declaration": {"received_at": _RECEIVED, "channel": "form", "author": "x", "line_count": 1},
    "declaration_line": {"state": "quantity", "units": None, "boxes": None, "unchanged": False},
    "week_aggregate": {"not_stocked": 0, "at_zero": 0},
    "week_response": {},
    "release": {
        "revision": 1, "published_by": "test", "state_sha256": "0" * 64, "policy_sha256": "0" * 64,
        "audit_sha256": "0" * 64, "cells_published": 1, "cells_withheld": 1, "cells_empty": 1,
    },
    "release_cell": {},
    "setting": {},
    "account": {},
    "one_time_link": {},
    "presentation": {
        "cip7": "0000000", "cis": "60000000", "name": "MÉDICAMENT 10 mg, comprimé", "label": "30 comprimés",
        "marketed_state": None, "stopped": False, "mitm": False, "flu_vaccine": False,
    },
    "presentation_words": {},
    "ansm_notice": {
        "cis": "60000000", "cip13": None, "status_code": 1, "started_on": None, "updated_on": None,
        "back_on": None, "link": None,
    },
}  # fmt: skip


def put(store: Store, table: str, *rows: dict[str, Any]) -> None:
    """Insert `rows` into `table` of a DuckDB store."""
    with store._new_cursor() as cursor:  # type: ignore[attr-defined]
        for row in rows:
            full = _DEFAULTS[table] | row
            names, holes = ", ".join(full), ", ".join("?" * len(full))
            cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({holes})", list(full.values()))


def declare(store: Store, number: int, finess: str, week: date, lines: dict[str, int | None]) -> None:
    """One declaration of `finess`: units per cip13, None where the product is not stocked."""
    header = {"declaration_id": number, "receipt_id": f"r{number}", "finess": finess, "week": week}
    put(store, "declaration", header | {"line_count": len(lines)})
    for cip13, units in lines.items():
        state = "not_stocked" if units is None else "quantity"
        put(store, "declaration_line", {
            "declaration_id": number, "cip13": cip13, "state": state, "units": units,
        })  # fmt: skip
