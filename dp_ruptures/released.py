"""What the ministry may read: frozen releases, from the release tables and nothing else."""

from collections.abc import Iterable
from typing import Any

from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store

FIGURES = {
    "Unités déclarées": "units",
    "Officines déclarantes": "declarants",
    "Officines en activité": "active",
}
STATES = {"publie": "publié", "secret": "secret", "sans_donnee": "sans donnée"}


def weeks(store: Store) -> list[Week]:
    """The released weeks, the latest first."""
    return [Week(row["week"]) for row in store.query("release_weeks")]


def cells(store: Store, week: Week) -> list[Row]:
    """The frozen cells of the week's last revision; empty when it is not released."""
    headers = store.query("release_by_week", week=week.monday)
    if not headers:
        return []
    return store.query("release_cells", week=week.monday, revision=headers[0]["revision"])


def products(rows: Iterable[Row]) -> dict[str, str]:
    """item → label of the products in `rows`, in their order."""
    return {row["item"]: row["item_label"] for row in rows}


def by_department(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """One dict per département for one product: its state in words, its figures as numbers.

    A figure is None unless the state is « publié »: numbers sort, and the state says why one is missing.
    """
    return [
        {
            "Code": row["area_code"],
            "Département": row["area_name"],
            "État": STATES[row["status"]],
            **{title: row[name] for title, name in FIGURES.items()},
        }
        for row in rows
    ]


def scarcest(rows: Iterable[Row], count: int = 5) -> list[Row]:
    """The published cells with the fewest units per declaring pharmacy, the worst first."""
    published = [row for row in rows if row["status"] == "publie"]
    return sorted(published, key=lambda row: (row["units"] / row["declarants"], row["area_code"]))[:count]
