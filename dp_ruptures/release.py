"""The weekly act: a closed week's declarations become one frozen, safe release.

First form: only département × product leaves, each safe by itself, and no margin at
all, so that nothing can be had by subtraction. The release tables are the only thing
the ministry's pages read.
"""

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dp_ruptures import release_files, settings
from dp_ruptures.campaign import Campaign, campaign_of
from dp_ruptures.disclosure.primary import is_unsafe
from dp_ruptures.disclosure.rules import Rules
from dp_ruptures.errors import Refused
from dp_ruptures.release_audit import audit
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store, Transaction, in_transaction

POLICY = Rules()
PUBLISHED, WITHHELD, EMPTY = "publie", "secret", "sans_donnee"


@dataclass(frozen=True)
class Leaf:
    """One département × product of a release; figures only when published."""

    area_code: str
    area_name: str
    item: str
    family: str
    item_label: str
    status: str
    units: int | None = None
    declarants: int | None = None
    active: int | None = None


def release(
    store: Store, week: Week, *, now: datetime, actor: str, out: Path | None = None, dry_run: bool = False
) -> dict[str, Any]:
    """Publish a closed week once: freeze, then write the files to `out`.

    Raises Refused on an open, future, already released or unsurveyed week, or a failed audit.
    """

    folder = out or settings.load().releases / week.iso

    def publish(transaction: Transaction) -> tuple[list[Leaf], Path | None]:
        campaign = _check(transaction, week, now)
        leaves = _leaves(transaction, week, campaign)
        report = audit(transaction, week, leaves, POLICY)
        if dry_run:
            return leaves, None
        _freeze(transaction, _header(transaction, week, report, now, actor), leaves)
        transaction.execute(
            "audit_insert", now=now, actor=actor, action="release.publish", subject=week.iso, detail="1"
        )
        return leaves, release_files.draft(transaction, week, folder)

    _mend(store, week, settings.load().releases / week.iso)
    leaves, place = in_transaction(store, publish)
    files = release_files.settle(place, folder) if place else {}
    counts = {status: _count(leaves, status) for status in (PUBLISHED, WITHHELD, EMPTY)}
    return {
        "week": week.iso,
        "revision": 1,
        "counts": counts,
        "dry_run": dry_run,
        "files": files,
        "message": _sentence(week, counts, dry_run),
    }


def _mend(store: Store, week: Week, folder: Path) -> None:
    """After a kill between the commit and the files: write these again, from the frozen table."""
    if not store.query("release_by_week", week=week.monday) or release_files.are_whole(store, week, folder):
        return
    release_files.settle(release_files.draft(store, week, folder), folder)


def _sentence(week: Week, counts: dict[str, int], dry_run: bool) -> str:
    verb = "serait publiée" if dry_run else "est publiée"
    return (
        f"La semaine {week.label} {verb} : {counts[PUBLISHED]} cellules publiées, "
        f"{counts[WITHHELD]} sous secret, {counts[EMPTY]} sans donnée."
    )


def _check(transaction: Transaction, week: Week, now: datetime) -> Campaign:
    if now < week.opens_at:
        raise Refused(f"La semaine {week.label} n'a pas commencé.")
    if now < week.closes_at:
        raise Refused(
            f"La semaine {week.label} est encore ouverte : elle se publie à partir du lundi suivant."
        )
    if transaction.query("release_by_week", week=week.monday):
        raise Refused(f"La semaine {week.label} est déjà publiée ; une semaine publiée ne se refait pas.")
    campaign = campaign_of(transaction, week.sunday)
    if campaign is None or week.monday > campaign.closes_on:
        raise Refused(f"Aucune campagne ne couvrait la semaine {week.label}.")
    return campaign


def _leaves(transaction: Transaction, week: Week, campaign: Campaign) -> list[Leaf]:
    rows = transaction.query("release_contributions", week=week.monday, sunday=week.sunday)
    declared: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        declared[row["department_code"], row["cip13"]].append(row)
    areas = transaction.query("release_areas", week=week.monday, sunday=week.sunday)
    return [
        _leaf(
            Leaf(area["department_code"], area["name"], product.cip13, product.family, product.name, EMPTY),
            declared[area["department_code"], product.cip13],
            area["active"],
        )
        for area in areas
        for product in campaign.products
    ]


def _leaf(empty: Leaf, owners: list[Row], active: int) -> Leaf:
    if not owners:
        return empty
    totals = [int(row["units"]) for row in owners]
    named = {**asdict(empty), "status": WITHHELD}
    if is_unsafe(totals, POLICY):
        return Leaf(**named)
    declarants = sum(int(row["pharmacies"]) for row in owners)
    return Leaf(
        **{**named, "status": PUBLISHED, "units": sum(totals), "declarants": declarants, "active": active}
    )


def _header(transaction: Transaction, week: Week, report: Row, now: datetime, actor: str) -> Row:
    state = transaction.query("release_contributions", week=week.monday, sunday=week.sunday)
    return {
        "week": week.monday,
        "published_at": now,
        "published_by": actor,
        "state_sha256": _salted(transaction, state),
        "policy_sha256": _salted(transaction, asdict(POLICY)),
        "audit_sha256": _sha256(report),
    }


def _freeze(transaction: Transaction, header: Row, leaves: list[Leaf]) -> None:
    transaction.execute(
        "release_insert",
        **header,
        revision=1,
        cells_published=_count(leaves, PUBLISHED),
        cells_withheld=_count(leaves, WITHHELD),
        cells_empty=_count(leaves, EMPTY),
    )
    transaction.execute(
        "release_insert_cells",
        week=header["week"],
        revision=1,
        area_levels=["departement"] * len(leaves),
        item_levels=["produit"] * len(leaves),
        area_codes=[leaf.area_code for leaf in leaves],
        area_names=[leaf.area_name for leaf in leaves],
        items=[leaf.item for leaf in leaves],
        families=[leaf.family for leaf in leaves],
        item_labels=[leaf.item_label for leaf in leaves],
        statuses=[leaf.status for leaf in leaves],
        units=[leaf.units for leaf in leaves],
        data_of=[header["week"] if leaf.status == PUBLISHED else None for leaf in leaves],
        declarants=[leaf.declarants for leaf in leaves],
        active=[leaf.active for leaf in leaves],
    )


def _count(leaves: Iterable[Leaf], status: str) -> int:
    return sum(leaf.status == status for leaf in leaves)


def _salted(transaction: Transaction, content: object) -> str:
    """A hash that proves a content to us and gives it to nobody.

    The policy's few small numbers, or a thin week's state, would be found by hashing every guess.
    """
    transaction.execute("setting_insert", name="policy_salt", content=secrets.token_hex(32))
    salt = transaction.query("setting_by_name", name="policy_salt")[0]["content"]
    return _sha256({"content": content, "salt": salt})


def _sha256(content: object) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
