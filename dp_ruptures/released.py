"""What the ministry may read: frozen releases, from the release tables and nothing else."""

from collections.abc import Iterable
from typing import Any

from dp_ruptures import french
from dp_ruptures.publication.erratum import Erratum, erratum_of
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store, Transaction


def weeks(store: Store) -> list[Week]:
    """The released weeks, the latest first."""
    return [Week(row["week"]) for row in store.query("release_weeks")]


def header(store: Store, week: Week) -> Row | None:
    """The ledger's entry of the week's last revision; None when it is not released."""
    headers = store.query("release_by_week", week=week.monday)
    return headers[0] if headers else None


def erratum(store: Transaction, week: Week, header: Row) -> Erratum | None:
    """What the week's last revision corrects in the one before; None for a first release."""
    # Most weeks have none: the question is not asked for them.
    if header["revision"] < 2:
        return None
    return erratum_of(header, store.query("release_difference", week=week.monday))


def corrected(store: Store) -> dict[Week, Row]:
    """The ledger's entry of the last revision of each week that has an erratum."""
    found: dict[Week, Row] = {}
    for row in store.query("release_ledger"):
        found.setdefault(Week(row["week"]), row)
    return {week: row for week, row in found.items() if row["revision"] > 1}


def of_area(store: Store, level: str, code: str) -> list[Row]:
    """Every released week's cells of one area, the oldest week first."""
    return store.query("release_of_area", area_level=level, area_code=code)


def by_week(rows: Iterable[Row]) -> dict[tuple[Week, str], Row]:
    """The cells of one area by week and item."""
    return {(Week(row["week"]), row["item"]): row for row in rows}


def ledger(store: Store) -> list[dict[str, Any]]:
    """Every release ever made, revisions included, the latest first, in the words of the screen."""
    return [
        {
            **row,
            "label": Week(row["week"]).label,
            "published": french.instant(row["published_at"]),
            "why": row["reason"] or "",
        }
        for row in store.query("release_ledger")
    ]


def cells(store: Store, week: Week) -> list[Row]:
    """The frozen cells of the week's last revision; empty when it is not released."""
    headers = store.query("release_by_week", week=week.monday)
    if not headers:
        return []
    return store.query("release_cells", week=week.monday, revision=headers[0]["revision"])
