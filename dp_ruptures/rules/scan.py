"""What a scanner typed: one box, a whole DataMatrix, or a burst of boxes glued together.

Three codes scanned faster than a page answers arrive as 39 digits in one field. The text is
cut where it costs least: a surveyed code costs nothing, a sound one little, what nobody can
read a lot. A scanner set for QWERTY on an AZERTY machine types `&é"'(-è_çà` for the digits.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dp_ruptures.rules.cell import shown
from dp_ruptures.rules.codes import CodeError, cip13_of, ean13_key, read_code

LONGEST_BURST = 4_000
# `§` and `!` are the 6 and the 8 of a Mac and of a Belgian keyboard.
_AZERTY = str.maketrans("&é\"'(-è_çà§!", "123456789068")
_BLANKS = re.compile(r"[ \t\r\n\u00a0\u202f]+")
_DIGIT = re.compile(r"[0-9]")
_GS = "\x1d"

# Where a reading stands: before a code, after a CIP7, in the fields of a DataMatrix, in what nobody can read.
_PLAIN, _SEVEN, _FIELDS, _LOST = "plain", "seven", "fields", "lost"
# `]d2`; the key of `]` types `$` on AZERTY.
_PREFIX = re.compile(r"[\]$][A-Za-z][0-9]")
_GTIN_FIELD = re.compile(r"\(?01\)?([0-9]{14})")
# Production, packaging, best before, expiry: a date. Then lot, serial and other fields of any length.
_DATE_FIELD = re.compile(r"\(?1[1357]\)?[0-9]{6}")
_FREE_FIELD = re.compile(r"\(?(?:10|21|240|71[0-9])\)?")
_LONGEST_FREE = 20
_SURVEYED, _FRENCH, _CIP7, _SOUND, _CARTON, _LOST_START, _LOST_MORE = -20, -10, -4, 3, 30, 100, 1
# A CIP7 has no key: it counts between sound codes only, never in the middle of a mistyped CIP13.
_LOST_AFTER_SEVEN = 300


@dataclass(frozen=True)
class Scan:
    """One code that was read, in 13 digits, or the French sentence of what is wrong with it."""

    text: str
    code: str | None = None
    fault: str | None = None


@dataclass(frozen=True)
class _Piece:
    """Some characters read as one thing: `code` is what read_code is asked about, if any."""

    length: int
    cost: int
    state: str
    code: str | None = None


@dataclass(frozen=True)
class _Path:
    """The cheapest way to have read everything up to one place."""

    cost: int
    before: "_Path | None"
    start: int
    piece: _Piece | None


def read_scans(text: str, surveyed: Collection[str] = frozenset()) -> list[Scan]:
    """Every code of `text`, in order; lot, expiry and serial number are dropped.

    `surveyed`: the codes of the campaign, which decide where a burst is cut when several cuts are sound.
    """
    tokens = [token for token in _BLANKS.split(text[:LONGEST_BURST]) if token.strip(_GS)]
    return [scan for token in tokens for scan in _scans(repair(token), frozenset(surveyed))]


def repair(token: str) -> str:
    """The digits of a token typed by a scanner set for QWERTY on an AZERTY machine."""
    # Parentheses are those of a DataMatrix read aloud, « (01)0340… », wherever true digits stand.
    return token if _DIGIT.search(token) else token.translate(_AZERTY)


def _scans(token: str, surveyed: frozenset[str]) -> Iterator[Scan]:
    lost = ""
    for text, piece in _cheapest(token, surveyed):
        if piece.state == _LOST:
            lost += text
            continue
        if lost:
            yield _unreadable(lost)
            lost = ""
        if piece.code:
            yield _scan(piece.code)
    if lost:
        yield _unreadable(lost)


def _scan(code: str) -> Scan:
    try:
        return Scan(code, read_code(code))
    except CodeError as error:
        return Scan(code, fault=str(error))


def _unreadable(text: str) -> Scan:
    try:
        read_code(text)
    except CodeError as error:
        return Scan(text, fault=str(error))
    return Scan(text, fault=f"« {shown(text)} » n'a pas été reconnu : scannez de nouveau la boîte.")


def _cheapest(token: str, surveyed: frozenset[str]) -> list[tuple[str, _Piece]]:
    """The pieces of the cheapest reading, in order, each with its text."""
    reached: list[dict[str, _Path]] = [{} for _ in range(len(token) + 1)]
    reached[0][_PLAIN] = _Path(0, None, 0, None)
    for place in range(len(token)):
        for state, path in reached[place].items():
            for piece in _pieces(token, place, state, surveyed):
                end, cost = place + piece.length, path.cost + piece.cost
                known = reached[end].get(piece.state)
                if known is None or cost < known.cost:
                    reached[end][piece.state] = _Path(cost, path, place, piece)
    return _backwards(token, min(reached[-1].values(), key=lambda path: path.cost))


def _backwards(token: str, end: _Path) -> list[tuple[str, _Piece]]:
    pieces = []
    path: _Path | None = end
    while path and path.piece:
        pieces.append((token[path.start : path.start + path.piece.length], path.piece))
        path = path.before
    return pieces[::-1]


def _pieces(token: str, place: int, state: str, surveyed: frozenset[str]) -> Iterator[_Piece]:
    """Everything that may stand at `place`."""
    yield _Piece(1, {_LOST: _LOST_MORE, _SEVEN: _LOST_AFTER_SEVEN}.get(state, _LOST_START), _LOST)
    if token[place] == _GS:
        yield _Piece(1, 0, _FIELDS if state == _FIELDS else _PLAIN)
    prefix = _PREFIX.match(token, place)
    if prefix:
        yield _Piece(len(prefix[0]), 0, _FIELDS)
    gtin = _GTIN_FIELD.match(token, place)
    if gtin and _is_gtin(gtin[1]):
        yield _Piece(len(gtin[0]), _worth(gtin[1], surveyed), _FIELDS, gtin[1])
    yield from _bare_codes(token, place, surveyed)
    if state in (_PLAIN, _SEVEN):
        yield from _cip7(token, place, surveyed)
    if state == _FIELDS:
        yield from _fields(token, place)


def _bare_codes(token: str, place: int, surveyed: frozenset[str]) -> Iterator[_Piece]:
    for length in (13, 14):
        digits = token[place : place + length]
        if len(digits) == length and _is_gtin(digits):
            yield _Piece(length, _worth(digits, surveyed), _PLAIN, digits)


def _cip7(token: str, place: int, surveyed: frozenset[str]) -> Iterator[_Piece]:
    seven = token[place : place + 7]
    if len(seven) == 7 and _all_digits(seven) and (token == seven or cip13_of(seven) in surveyed):
        yield _Piece(7, _CIP7, _SEVEN, seven)


def _fields(token: str, place: int) -> Iterator[_Piece]:
    dated = _DATE_FIELD.match(token, place)
    if dated:
        yield _Piece(len(dated[0]), 0, _FIELDS)
    free = _FREE_FIELD.match(token, place)
    if free is None:
        return
    until = token.find(_GS, free.end())
    end = len(token) if until < 0 else until
    for last in range(free.end() + 1, min(end, free.end() + _LONGEST_FREE) + 1):
        yield _Piece(last - place, 1, _FIELDS)


def _is_gtin(digits: str) -> bool:
    if not _all_digits(digits):
        return False
    # The key weighs digits from the right: a packaging level before them counts three times.
    level = int(digits[0]) if len(digits) == 14 else 0
    return int(digits[-1]) == (int(ean13_key(digits[-13:-1])) - 3 * level) % 10


def _worth(digits: str, surveyed: frozenset[str]) -> int:
    if len(digits) == 14 and digits[0] != "0":
        return _CARTON
    code = digits[-13:]
    if code in surveyed:
        return _SURVEYED
    return _FRENCH if code.startswith(("3400", "3401")) else _SOUND


def _all_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
