"""Turns the sheets of a week into the parameters of the store's two insertions."""

import uuid
from typing import Any

import numpy as np

from dp_ruptures.demo.behaviour import MISSING, Sheets
from dp_ruptures.demo.stocks import Flags, Integers
from dp_ruptures.rules.week import Week

_DEMO = "demo"


def receipts(rng: np.random.Generator, count: int) -> list[str]:
    """`count` receipt numbers in the form of real ones, uuid5, but drawn."""
    drawn = rng.bytes(16 * count)
    return [str(uuid.UUID(bytes=drawn[16 * i : 16 * i + 16], version=5)) for i in range(count)]


def headers(receipt_ids: list[str], finesses: list[str], week: Week, sheets: Sheets) -> dict[str, Any]:
    """Parameters of `bulk_insert_headers`; `finesses` are those of all pharmacies."""
    count = len(receipt_ids)
    return {
        "receipt_ids": receipt_ids,
        "finesses": [finesses[index] for index in sheets.pharmacy.tolist()],
        "weeks": [week.monday] * count,
        "instants": sheets.received_at.tolist(),
        "channels": [_DEMO] * count,
        "authors": [_DEMO] * count,
        "line_counts": (sheets.units != MISSING).sum(axis=1).tolist(),
    }


def lines(receipt_ids: list[str], cip13s: list[str], pack_size: Integers, sheets: Sheets) -> dict[str, Any]:
    """Parameters of `declaration_insert_lines`; a missing line is no row."""
    row, column = np.nonzero(sheets.units != MISSING)
    units, in_boxes = sheets.units[row, column], sheets.in_boxes[row, column]
    return {
        "receipt_ids": _taken(receipt_ids, row),
        "cip13s": _taken(cip13s, column),
        "states": np.where(units >= 0, "quantity", "not_stocked").tolist(),
        "units": _or_none(units, units >= 0),
        "boxes": _or_none(units // pack_size[column], in_boxes),
        "unchanged": sheets.unchanged[row, column].tolist(),
    }


def _taken(texts: list[str], places: Integers) -> list[str]:
    return [texts[place] for place in places.tolist()]


def _or_none(numbers: Integers, known: Flags) -> list[int | None]:
    pairs = zip(numbers.tolist(), known.tolist(), strict=True)
    return [number if is_known else None for number, is_known in pairs]
