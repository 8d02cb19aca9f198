"""What the API answers, in the contract's names."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from dp_ruptures.api.faults import Fault
from dp_ruptures.campaign import UNITS, Campaign
from dp_ruptures.declarations import Receipt
from dp_ruptures.rules.declaration import NOT_STOCKED, Line
from dp_ruptures.rules.week import Week

MOUNT = "/api/v1"


def campaign(open_one: Campaign, week: Week) -> dict[str, Any]:
    """The open campaign and the week to declare."""
    return {
        "id": open_one.campaign_id,
        "name": open_one.name,
        "opens_on": open_one.opens_on.isoformat(),
        "closes_on": open_one.closes_on.isoformat(),
        "week": week.iso,
        "closes_at": instant(week.closes_at),
        "products": [
            {
                "code": product.cip13,
                "name": product.name,
                "family": product.family,
                "unit": UNITS[product.family][0],
                "pack_size": product.pack_size,
                "demo": product.demo,
            }
            for product in open_one.products
        ],
    }


def receipt(written: Receipt, remarks: Sequence[Fault] = ()) -> dict[str, Any]:
    """A declaration as the store holds it."""
    said: dict[str, Any] = {
        "id": written.receipt_id,
        "finess": written.finess,
        "week": written.week.iso,
        "received_at": instant(written.received_at),
        "lines": [_line(line) for line in written.lines],
    }
    # The contract's receipt has five names: a sixth only when there is something to say.
    return said | {"remarks": [remark.model_dump() for remark in remarks]} if remarks else said


def _line(line: Line) -> dict[str, Any]:
    if line.state == NOT_STOCKED:
        return {"code": line.cip13, "not_stocked": True}
    counted = {"code": line.cip13, "quantity": line.units}
    return counted if line.boxes is None else counted | {"boxes": line.boxes}


def release(row: dict[str, Any]) -> dict[str, Any]:
    """A released week as `shelf.listed` tells it."""
    week = row["week"].iso
    return {
        "week": week,
        "revision": row["revision"],
        "published_at": instant(row["published_at"]),
        "files": [
            {"name": name, "sha256": digest, "url": f"{MOUNT}/releases/{week}/{name}"}
            for name, digest in row["files"].items()
        ],
    }


def instant(moment: datetime) -> str:
    """A UTC instant, as ISO 8601 with a Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
