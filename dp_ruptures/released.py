"""What the ministry may read: frozen releases, from the release tables and nothing else."""

from collections.abc import Iterable
from typing import Any

from dp_ruptures import french
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store

IN_WORDS = {"secret": "secret", "sans_donnee": "sans donnée"}


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


def shown(row: Row) -> str:
    """A cell as people read it: a figure, « secret » or « sans donnée », never a blank."""
    if row["status"] == "publie":
        return french.number(row["units"])
    return IN_WORDS[row["status"]]


def by_department(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """One dict per département: its name, then one column per product."""
    table: dict[str, dict[str, Any]] = {}
    for row in rows:
        line = table.setdefault(row["area_code"], {"Code": row["area_code"], "Département": row["area_name"]})
        line[row["item_label"]] = shown(row)
    return list(table.values())


def scarcest(rows: Iterable[Row], count: int = 5) -> list[Row]:
    """The published cells with the fewest units per declaring pharmacy, the worst first."""
    published = [row for row in rows if row["status"] == "publie"]
    return sorted(published, key=lambda row: (row["units"] / row["declarants"], row["area_code"]))[:count]
