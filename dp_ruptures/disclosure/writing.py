"""Instances and patterns to JSON, byte for byte the same for the same content."""

import json
from pathlib import Path
from typing import Any

from dp_ruptures.disclosure.instance import Cell, Instance, as_number


def write_json(path: Path, content: dict[str, Any]) -> None:
    """UTF-8, two spaces, a final newline."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")


def instance_as_json(instance: Instance) -> dict[str, Any]:
    """The object of the instance format; what has its default value is left out."""
    rules = instance.rules
    return {
        "cells": [_cell(cell) for cell in instance.cells],
        "equations": [{"total": e.total, "parts": list(e.parts)} for e in instance.equations],
        "contributions": [[c.owner, c.cell, as_number(c.value)] for c in instance.contributions],
        "means": [{"mean": m.mean, "total": m.total, "count": m.count} for m in instance.means],
        "rules": {
            "min_count": rules.min_count,
            "dominance": rules.dominance_percent / 100,
            "p_percent": rules.p_percent,
            "zero_unsafe": rules.zero_unsafe,
            "insiders": instance.insiders,
        },
    }


def _cell(cell: Cell) -> dict[str, Any]:
    written: dict[str, Any] = {"id": cell.id, "value": as_number(cell.value)}
    optional = {
        "lower": cell.lower or None,
        "upper": cell.upper,
        "cost": cell.cost,
        "pack": cell.pack or None,
    }
    if cell.summary is not None:
        known = cell.summary
        optional |= {"count": known.declarants, "max": known.largest, "second": known.second}
    if cell.asked is not None:
        optional |= {"lpl": cell.asked.lower, "upl": cell.asked.upper}
    written |= {key: as_number(found) for key, found in optional.items() if found is not None}
    written |= {"fixed": True} if cell.fixed else {}
    return written | ({} if cell.sensitive is None else {"sensitive": cell.sensitive})
