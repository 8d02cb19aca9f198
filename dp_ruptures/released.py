"""What the ministry may read: frozen releases, from the release tables and nothing else."""

from collections.abc import Iterable

from dp_ruptures import french
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store

FIGURES = ("Unités déclarées", "Officines déclarantes", "Officines en activité")
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


def by_department(rows: Iterable[Row]) -> list[dict[str, str]]:
    """One dict per département for one product, every state in words: what the screen's table shows."""
    return [
        {
            "Code": row["area_code"],
            "Département": row["area_name"],
            "Unités déclarées": shown(row),
            "Officines déclarantes": _or_dash(row["declarants"]),
            "Officines en activité": _or_dash(row["active"]),
        }
        for row in rows
    ]


def _or_dash(count: int | None) -> str:
    return "—" if count is None else french.number(count)


def scarcest(rows: Iterable[Row], count: int = 5) -> list[Row]:
    """The published cells with the fewest units per declaring pharmacy, the worst first."""
    published = [row for row in rows if row["status"] == "publie"]
    return sorted(published, key=lambda row: (row["units"] / row["declarants"], row["area_code"]))[:count]
