"""Reads the shortage form: every field by its rule, every fault said beside its field."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from dp_ruptures.rules.day import DayError, read_day, read_hour
from dp_ruptures.rules.quantity import QuantityError, read_quantity
from dp_ruptures.rules.shortage import Facts, is_shortened
from dp_ruptures.rules.week import PARIS

# Enough for a reason or an answer, too short for a patient's story.
LONGEST_TEXT = 200
_OLDEST_YEAR = 2000
Read = TypeVar("Read")


@dataclass(frozen=True)
class Entry:
    """What was typed; `distributors` counts those that were asked."""

    last_supply: str = ""
    never_supplied: bool = False
    distributors: int = 2
    asked_day: str = ""
    asked_hour: str = ""
    reason: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Fault:
    """A field that cannot be taken; `message` is a French sentence."""

    field: str
    message: str


def read_entry(entry: Entry, now: datetime) -> tuple[Facts | None, list[Fault]]:
    """The facts, or None and what is wrong. `now` is timezone-aware; days and hours are those of Paris."""
    faults: list[Fault] = []
    last_supply = _take(faults, "last_supply", lambda: _last_supply(entry, now))
    asked_at = _take(faults, "asked", lambda: _asked_at(entry, now))
    missing = _take(faults, "missing", lambda: _missing(entry.missing))
    reason = tidy(entry.reason)
    if asked_at and not reason and is_shortened(entry.distributors, asked_at, now):
        faults.append(Fault("reason", _why_a_reason(entry.distributors)))
    if faults or asked_at is None or missing is None:
        return None, faults
    return Facts(last_supply, entry.distributors, asked_at, reason, missing), []


def read_redelivery(text: str, last_supply: date | None, now: datetime) -> date:
    """The day the product came back, from the last supply to today. Raises DayError."""
    if not text.strip():
        raise DayError("Indiquez la date de livraison (JJ/MM/AAAA).")
    day = _past_day(text, now, "La livraison ne peut pas être dans le futur.")
    if last_supply and day < last_supply:
        raise DayError("Cette livraison précède la dernière que vous avez indiquée : vérifiez la date.")
    return day


def read_expected(text: str, now: datetime) -> date | None:
    """The day a supplier announces, None when none is typed. Raises DayError."""
    if not text.strip():
        return None
    today = _today(now)
    # A day without its year is to come, here.
    day = read_day(text, today.replace(year=today.year + 1, day=min(today.day, 28)))
    if day < today:
        raise DayError("La date annoncée est passée : indiquez une date à venir, ou laissez vide.")
    return day


def tidy(text: str) -> str:
    """Free words as they are kept: blanks made one, no NUL, at most LONGEST_TEXT characters."""
    return " ".join(text.replace("\0", "").split())[:LONGEST_TEXT]


def _take(faults: list[Fault], field: str, read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except (DayError, QuantityError) as error:
        faults.append(Fault(field, str(error)))
        return None


def _last_supply(entry: Entry, now: datetime) -> date | None:
    if entry.never_supplied and entry.last_supply.strip():
        raise DayError("Une date et « jamais livré » à la fois : effacez la date ou décochez la case.")
    if entry.never_supplied:
        return None
    if not entry.last_supply.strip():
        raise DayError("Indiquez la date de la dernière livraison, ou cochez « jamais livré ».")
    return _past_day(entry.last_supply, now, "La dernière livraison ne peut pas être dans le futur.")


def _asked_at(entry: Entry, now: datetime) -> datetime:
    if not entry.asked_day.strip() or not entry.asked_hour.strip():
        raise DayError("Indiquez le jour et l'heure de votre demande : les 72 heures en partent.")
    day = read_day(entry.asked_day, _today(now))
    _check_year(day)
    asked_at = datetime.combine(day, read_hour(entry.asked_hour), PARIS)
    if asked_at > now:
        raise DayError("La demande ne peut pas être dans le futur (heure de Paris).")
    return asked_at


def _missing(text: str) -> int:
    count = read_quantity(text).count
    if not count:
        raise QuantityError("missing", "Indiquez la quantité qui vous manque, au moins 1.")
    return count


def _why_a_reason(distributors: int) -> str:
    if distributors < 2:
        return (
            "Moins de deux distributeurs interrogés : dites pourquoi, dans l'intérêt du patient, "
            "vous déclarez sans attendre."
        )
    return (
        "Moins de 72 heures depuis la demande : dites pourquoi, dans l'intérêt du patient, "
        "vous raccourcissez le délai."
    )


def _past_day(text: str, now: datetime, too_late: str) -> date:
    day = read_day(text, _today(now))
    _check_year(day)
    if day > _today(now):
        raise DayError(too_late)
    return day


def _check_year(day: date) -> None:
    if day.year < _OLDEST_YEAR:
        raise DayError(f"L'année {day.year} est trop ancienne : écrivez JJ/MM/AAAA.")


def _today(now: datetime) -> date:
    return now.astimezone(PARIS).date()
