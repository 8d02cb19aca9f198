"""Writes numbers, dates and delays as the French read them.

Not `locale.setlocale`: it changes the whole process, every visitor's thread included.
Instants are said in Paris time, the calendar of every declaration.
"""

from datetime import date, datetime, timedelta

from dp_ruptures.rules.week import PARIS

# Narrow no-break space: between thousands, and before %, « h » and units.
THIN = "\u202f"
NO_BREAK = "\u00a0"
MINUS = "\u2212"

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip


def number(n: float, decimals: int = 0) -> str:
    """`12 345` or `12 345,6`: thousands apart, comma, true minus, never « −0 »."""
    text = f"{abs(n):,.{decimals}f}".replace(",", THIN).replace(".", ",")
    negative = n < 0 and any(digit in text for digit in "123456789")
    return (MINUS if negative else "") + text


def percent(share: float, decimals: int = 0) -> str:
    """A share of 1 as `12,5 %`."""
    return f"{number(share * 100, decimals)}{THIN}%"


def plural(count: int, singular: str, many: str | None = None) -> str:
    """`1 officine`, `2 officines`, `0 officine`: the French plural starts at 2."""
    word = singular if abs(count) < 2 else (many or f"{singular}s")
    return f"{number(count)}{NO_BREAK}{word}"


def amount(n: float, units: str, decimals: int = 0) -> str:
    """`1,5 dose`, `2 doses`: `units` in the plural, which takes an s."""
    word = units.removesuffix("s") if abs(round(n, decimals)) < 2 else units
    return f"{number(n, decimals)}{NO_BREAK}{word}"


def day(when: date) -> str:
    """`23 nov. 2026`, `1er déc. 2026`."""
    return f"{_ordinal(when.day)} {_SHORT_MONTHS[when.month - 1]} {when.year}"


def short_day(when: date) -> str:
    """`23 nov.`, for an axis whose year is said elsewhere."""
    return f"{_ordinal(when.day)} {_SHORT_MONTHS[when.month - 1]}"


def long_day(when: date) -> str:
    """`lundi 23 novembre 2026`."""
    return f"{_DAYS[when.weekday()]} {_ordinal(when.day)} {_MONTHS[when.month - 1]} {when.year}"


def span(first: date, last: date) -> str:
    """`du 16 au 22 novembre 2026`, repeating month and year only when they change."""
    start = _ordinal(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start += f" {_MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"du {start} au {_ordinal(last.day)} {_MONTHS[last.month - 1]} {last.year}"


def hour(when: datetime) -> str:
    """`10 h 42` on a clock in Paris; `when` is timezone-aware."""
    paris = when.astimezone(PARIS)
    return f"{paris.hour}{NO_BREAK}h{NO_BREAK}{paris.minute:02d}"


def instant(when: datetime) -> str:
    """`23 nov. 2026 à 10 h 42` on a clock in Paris; `when` is timezone-aware."""
    return f"{day(when.astimezone(PARIS).date())} à {hour(when)}"


def remaining(delta: timedelta) -> str:
    """`dans 3 jours`, `dans 36 heures`, `dans 50 minutes`; `il y a 2 heures` once past.

    Days only from two on: « dans 1 jour » would hide up to a day of it.
    """
    lead = "dans" if delta >= timedelta(0) else "il y a"
    minutes = int(abs(delta).total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        return f"{lead} {plural(minutes // (24 * 60), 'jour')}"
    if minutes >= 2 * 60:
        return f"{lead} {plural(minutes // 60, 'heure')}"
    if minutes >= 1:
        return f"{lead} {plural(minutes, 'minute')}"
    return f"{lead} moins d'une minute"


def telephone(digits: str) -> str:
    """`04 74 45 46 47`, never cut at the end of a line."""
    return NO_BREAK.join(digits[start : start + 2] for start in range(0, len(digits), 2))


def kept_together(sentence: str) -> str:
    """A sentence whose colons, semicolons, question and times marks stay on the line of the word before."""
    for mark in ":;?×":
        sentence = sentence.replace(f" {mark}", f"{NO_BREAK}{mark}")
    return sentence


def on_one_line(words: str) -> str:
    """Words that a narrow column must not cut at every space: a date would make a row as high as a thumb."""
    return words.replace(" ", NO_BREAK)


def unbroken(code: str) -> str:
    """A code that a narrow screen must not cut at its hyphens."""
    return code.replace("-", "\u2011")


def _ordinal(day_of_month: int) -> str:
    return "1er" if day_of_month == 1 else str(day_of_month)
