"""The mode opératoire: the text of docs/mode_operatoire.md, cut and completed for one reader."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from dp_ruptures import french
from dp_ruptures.rules.retention import RETENTION_WEEKS, erasure_day
from dp_ruptures.rules.week import Week, week_of
from dp_ruptures.settings import ROOT
from dp_ruptures.support import MAIL, PHONE

DOCS = ROOT / "docs"
# The section that the diagnostic follows.
SUPPORT = "Une difficulté ?"
TO_COPY = (
    "À joindre à votre message\u00a0: ce texte ne contient ni quantité, ni numéro FINESS, ni mot de passe."
)
_EVERYBODY = "tous"
# What concerns the reader first; the Ordre answers the questions of pharmacies, so reads their part too.
_PARTS = {
    "pharmacist": ("officine", _EVERYBODY),
    "analyst": ("ordre", _EVERYBODY, "officine"),
    "admin": ("administration", _EVERYBODY, "officine"),
    "ministry": ("ministère", _EVERYBODY),
}
_OVERSEAS = {
    "Guadeloupe, Martinique": "America/Martinique",
    "Guyane": "America/Cayenne",
    "Mayotte": "Indian/Mayotte",
    "La Réunion": "Indian/Reunion",
}
_MARK = re.compile(r"^<!-- (\S+) -->$", re.MULTILINE)
_TITLE = re.compile(r"^## (.+)$", re.MULTILINE)
_PICTURE = re.compile(r'^!\[([^\]]+)\]\((\S+) "([^"]+)"\)$', re.MULTILINE)
_BEFORE_SIGN = re.compile(r" (?=[:;?!»])")
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True)
class Picture:
    """One picture: its file, what it shows for who cannot see it, and its caption."""

    file: Path
    alt: str
    caption: str


@dataclass(frozen=True)
class Section:
    """One title, and under it texts (Markdown) and pictures in their order."""

    title: str
    blocks: tuple[str | Picture, ...]


def of_role(role: str, now: datetime) -> list[Section]:
    """The sections that `role` reads, what concerns it first, with the dates of `now`'s week."""
    text = (DOCS / "mode_operatoire.md").read_text(encoding="utf-8")
    _, *cut = _MARK.split(Template(text).substitute(words(now)))
    parts = dict(zip(cut[::2], cut[1::2], strict=True))
    return [section for part in _PARTS[role] for section in _sections(parts[part])]


def words(now: datetime) -> Mapping[str, str]:
    """What the text leaves to compute: the week and its end, when its figures are erased, whom to call."""
    week = week_of(now)
    return {
        "semaine": french.unbroken(week.label),
        "fermeture": f"{french.long_day(week.sunday)} à minuit",
        "outremer": ", ".join(f"{place} {_there(week, zone)}" for place, zone in _OVERSEAS.items()),
        "duree": f"environ six mois ({RETENTION_WEEKS} semaines)",
        "effacement": french.day(erasure_day(week)),
        "telephone": PHONE,
        "courriel": MAIL,
    }


def _there(week: Week, zone: str) -> str:
    """`dimanche 19 h`: when the week closes on a watch overseas, whatever the season."""
    there = week.closes_at.astimezone(ZoneInfo(zone))
    minutes = f"{there.minute:02d}" if there.minute else ""
    return f"{_WEEKDAYS[there.weekday()]} {there.hour}{french.NO_BREAK}h{french.NO_BREAK}{minutes}".rstrip()


def _sections(part: str) -> list[Section]:
    _, *cut = _TITLE.split(part)
    return [Section(title, tuple(_blocks(body))) for title, body in zip(cut[::2], cut[1::2], strict=True)]


def _blocks(body: str) -> Iterator[str | Picture]:
    """The texts and pictures of a section; empty texts left out."""
    text, *cut = _PICTURE.split(body)
    yield from filter(None, [_typeset(text)])
    for alt, file, caption, after in zip(cut[::4], cut[1::4], cut[2::4], cut[3::4], strict=True):
        yield Picture(DOCS / file, alt, caption)
        yield from filter(None, [_typeset(after)])


def _typeset(text: str) -> str:
    """No line begins with a sign that the French write after a blank."""
    return _BEFORE_SIGN.sub(french.NO_BREAK, text.strip()).replace("« ", f"«{french.NO_BREAK}")
