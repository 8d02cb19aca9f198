"""Reads a day and an hour as people write them at the counter."""

import re
import unicodedata
from datetime import date, time

_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
_HOUR = re.compile(r"(\d{1,2})(?:\s*[h:]?\s*(\d{2})|\s*[h:])?")


class DayError(ValueError):
    """A text that is no day or no hour; the message is a French sentence."""


def read_day(text: str, today: date) -> date:
    """`18/11/2026`, `18.11.26`, `18112026` or `18/11`, then the latest one gone by. Raises DayError."""
    typed = _plain(text)
    found = _DIGITS.fullmatch(typed) or _DAY.fullmatch(typed)
    if not found or not typed.isascii():
        raise _no_day(text)
    day, month, year = (int(part) if part else None for part in found.groups())
    if year is None:
        return _latest(text, day or 0, month or 0, today)
    return _day(text, 2000 + year if year < 100 else year, month or 0, day or 0)


def write_day(when: date) -> str:
    """A day as `read_day` reads it."""
    return f"{when:%d/%m/%Y}"


def read_hour(text: str) -> time:
    """`10:30`, `10h30`, `1030`, `10 h` or `10`. Raises DayError."""
    typed = _plain(text).lower()
    found = _HOUR.fullmatch(typed)
    if not found or not typed.isascii():
        raise _no_hour(text)
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 23 or minute > 59:
        raise _no_hour(text)
    return time(hour, minute)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _latest(text: str, day: int, month: int, today: date) -> date:
    # 29/02 may be three years back.
    for year in range(today.year, today.year - 8, -1):
        try:
            read = date(year, month, day)
        except ValueError:
            continue
        if read <= today:
            return read
    raise _no_day(text)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _no_day(text) from None


def _no_day(text: str) -> DayError:
    return DayError(
        f"« {text.strip()[:20]} » n'est pas une date : écrivez JJ/MM/AAAA, par exemple 05/11/2026."
    )


def _no_hour(text: str) -> DayError:
    return DayError(f"« {text.strip()[:20]} » n'est pas une heure : écrivez par exemple 10:30.")
