"""A small frozen release to write files from."""

from datetime import date
from typing import Any

from dp_ruptures.rules.week import parse_week

WEEK = parse_week("2026-W46")
AREAS = (
    ("departement", "01", "Ain"),
    ("departement", "2A", "Corse-du-Sud"),
    ("departement", "971", "Guadeloupe"),
    ("region", "84", "Auvergne-Rhône-Alpes"),
    ("france", "FR", "France"),
)
ITEMS = (
    ("produit", "3400930306000", "vaccins", "=Vaxigrip"),
    ("famille", "vaccins", "vaccins", "Vaccins contre la grippe"),
    ("famille", "tests", "tests", "Tests antigéniques"),
    ("ensemble", "ensemble", "", "Ensemble"),
)


def cell(
    area: tuple[str, str, str], item: tuple[str, str, str, str], status: str = "publie", **figures: Any
) -> dict[str, Any]:
    """One row of release_cell; without figures 100 units of 10 pharmacies when published."""
    shown = {"units": 100, "declarants": 10, "active": 30, "data_of": WEEK.monday}
    empty = dict.fromkeys([*shown, "estimated_units", "estimate_low", "estimate_high", "days_of_supply"])
    names = ("area_level", "area_code", "area_name", "item_level", "item", "family", "item_label")
    return {
        "week": WEEK.monday,
        **dict(zip(names, (*area, *item), strict=True)),
        "status": status,
        **empty,
        **({**shown, **figures} if status == "publie" else {}),
    }


def table(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Every area × item; `changes` by `<area code>_<item>`: a status, or figures."""
    rows = []
    for area in AREAS:
        for item in ITEMS:
            change = dict(changes.get(f"{area[1]}_{item[1]}", {}))
            rows.append(cell(area, item, change.pop("status", "publie"), **change))
    return rows


def an_older_monday() -> date:
    """Two weeks before the release."""
    return WEEK.shift(-2).monday
