"""Finds which column of a file is the code, the quantity, the FINESS number, the week.

By its name, whatever the order, accents and capitals; by what it holds when its name says
nothing or there is no header. Two columns that could both be the quantity are refused:
taking the wrong one would declare the minimum stock for the stock.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dp_ruptures.errors import Refused
from dp_ruptures.imports.declarations_names import (
    BOXES,
    CODE,
    FINESS,
    IGNORED,
    KINDS,
    NAMED,
    UNITS,
    UNKNOWN,
    WEEK,
    kind_of,
    preference,
)
from dp_ruptures.imports.declarations_table import Row
from dp_ruptures.rules.cell import bare, shown
from dp_ruptures.rules.quantity import QuantityError, read_quantity
from dp_ruptures.rules.week import WeekError, parse_week

_HEADER_WITHIN, _SAMPLE = 20, 200
_CODE_SHAPE = re.compile(r"[0-9]{7}|[0-9]{13,14}|[0-9]+(,[0-9]+)?[eE]\+?[0-9]+|(\]d2|\(?01\)?0)[0-9]{13}.*")
_FINESS_SHAPE = re.compile(r"[0-9][0-9ABab][0-9]{7}|[0-9]{8}")
_COUNT_SHAPE = re.compile(r"[-−–+]?[0-9][0-9\s.,\u00a0\u202f]{0,11}")


@dataclass(frozen=True)
class Columns:
    """Where each kind of column stands; `first` is the rank of the first row under the header."""

    places: dict[str, int]
    first: int
    width: int


def find_columns(rows: list[Row], *, with_finess: bool) -> Columns:
    """The columns of a file; a FINESS column is required when it speaks of many pharmacies.

    Raises Refused when the code or the quantity is not found, or is found twice.
    """
    header = _header(rows)
    names = rows[header][1] if header is not None else []
    kinds = [kind_of(name) for name in names]
    first = 0 if header is None else header + 1
    width = max((len(cells) for _, cells in rows[:_SAMPLE]), default=0)
    places = _by_name(names, kinds)
    free = [place for place in range(width) if _kind(kinds, place) in (UNKNOWN, NAMED)]
    sample = [cells for _, cells in rows[first : first + _SAMPLE]]
    _by_content(places, free, sample)
    wanted = [FINESS, CODE] if with_finess else [CODE]
    missing = [kind for kind in wanted if kind not in places]
    if not {UNITS, BOXES} & set(places):
        missing.append(UNITS)
    if missing:
        raise Refused(_not_found(missing, names))
    return Columns(places, first, len(names) or width)


def _kind(kinds: list[str], place: int) -> str:
    return kinds[place] if place < len(kinds) else UNKNOWN


def _header(rows: list[Row]) -> int | None:
    """The rank of the header, if there is one: titles may stand above it."""
    for rank, (_, cells) in enumerate(rows[:_HEADER_WITHIN]):
        if any(_looks_like_data(cell) for cell in cells):
            break
        kinds = {kind_of(cell) for cell in cells if cell} - {IGNORED, UNKNOWN}
        if kinds & {CODE, UNITS, BOXES} and len(kinds) > 1:
            return rank
    # Nothing but words in the first row: names that say nothing to us, above their columns.
    words = bool(rows) and not any(re.search(r"[0-9]", cell) for cell in rows[0][1])
    return 0 if words and len(rows) > 1 else None


def _looks_like_data(cell: str) -> bool:
    text = bare(cell)
    return bool(_CODE_SHAPE.fullmatch(text) or _FINESS_SHAPE.fullmatch(text))


def _by_name(names: list[str], kinds: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for kind in KINDS:
        candidates = _best(kind, [place for place, found in enumerate(kinds) if found == kind], names)
        if len(candidates) > 1:
            told = " et ".join(f"« {shown(names[place])} »" for place in candidates[:3])
            raise Refused(
                f"Deux colonnes peuvent être celle {KINDS[kind]} : {told}. "
                "Gardez-en une, ou renommez l'autre."
            )
        if candidates:
            places[kind] = candidates[0]
    return places


def _best(kind: str, candidates: list[int], names: list[str]) -> list[int]:
    ranked = [(preference(kind, names[place]), place) for place in candidates]
    best = min((rank for rank, _ in ranked), default=0)
    return [place for rank, place in ranked if rank == best]


def _by_content(places: dict[str, int], free: list[int], sample: list[list[str]]) -> None:
    """Add to `places` the columns that only their content tells."""
    looks: dict[str, Callable[[str], bool]] = {
        CODE: lambda cell: bool(_CODE_SHAPE.fullmatch(bare(cell))),
        FINESS: lambda cell: bool(_FINESS_SHAPE.fullmatch(bare(cell))),
        WEEK: _is_week,
        UNITS: _is_count,
    }
    for kind, look in looks.items():
        if kind in places or (kind == UNITS and BOXES in places):
            continue
        found = [place for place in free if place not in places.values() and _mostly(look, place, sample)]
        if len(found) > 1 and kind == UNITS:
            raise Refused(
                "Plusieurs colonnes de nombres, et aucun en-tête ne dit laquelle est la quantité : nommez-la "
                "« quantité » dans la première ligne."
            )
        if found:
            places[kind] = found[0]


def _mostly(look: Callable[[str], bool], place: int, sample: list[list[str]]) -> bool:
    cells = [row[place] for row in sample if place < len(row) and row[place]]
    return bool(cells) and 2 * sum(map(look, cells)) >= len(cells)


def _is_week(cell: str) -> bool:
    try:
        parse_week(cell)
    except WeekError:
        return False
    return True


def _is_count(cell: str) -> bool:
    try:
        read_quantity(cell)
    except QuantityError:
        return bool(_COUNT_SHAPE.fullmatch(cell))
    return True


def _not_found(missing: Iterable[str], names: list[str]) -> str:
    what = " et ".join(KINDS[kind] for kind in missing)
    named = {CODE: "code", UNITS: "quantité", FINESS: "finess"}
    wanted = " ; ".join(named[kind] for kind in missing)
    read = ", ".join(f"« {shown(name)} »" for name in names[:8] if name)
    told = f" Colonnes lues : {read}." if read else ""
    return f"La colonne {what} est introuvable.{told} Nommez-la dans la première ligne : {wanted}."
