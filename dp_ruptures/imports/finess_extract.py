"""Reads the FINESS extract etalab-cs1100502, and its older form 1100507 with coordinates.

First line `finess;etalab;111;DATE` (absent from the older form), then `structureet` lines of
32 fields without header. Community pharmacies are category 620.
"""

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from dp_ruptures.errors import Refused
from dp_ruptures.imports.report import RefusedLine, tell_refused
from dp_ruptures.imports.text import numbered_lines
from dp_ruptures.progress import Progress, silent
from dp_ruptures.rules.finess import FinessError, normalise, publication_department, read_finess
from dp_ruptures.rules.telephone import read_telephone

_PHARMACY = "620"
_FEWEST_FIELDS = 31  # Everything but the school number, last of the 32.
_UNKNOWN_DAY = date(1900, 1, 1)
_ROUTE = re.compile(r"([0-9]{5})\s+(.+)")
_STEP = 5_000


@dataclass(frozen=True)
class Pharmacy:
    """A community pharmacy as the extract describes it; fields as in the table `pharmacy`."""

    finess: str
    finess_ej: str | None
    owner_key: str
    name: str
    address: str | None
    postcode: str
    city: str
    territory_code: str
    department_code: str
    opened_on: date | None
    updated_on: date | None
    telephone: str | None


@dataclass
class Extract:
    """What an extract holds; `doubtful` are the numbers of refused lines: neither here nor missing."""

    dated: date | None = None
    pharmacies: dict[str, Pharmacy] = field(default_factory=dict)
    ignored: Counter[str] = field(default_factory=Counter)
    refused: list[RefusedLine] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)


def read_extract(text: str, progress: Progress = silent) -> Extract:
    """The pharmacies of an extract's text, line by line. Raises Refused when it is no extract."""
    extract = Extract()
    total = text.count("\n") + 1
    for number, line in numbered_lines(text):
        if number % _STEP == 0:
            progress("Lecture du fichier FINESS", number, total)
        try:
            _take(extract, _fields(line))
        except (FinessError, _Unreadable) as error:
            extract.refused.append({"line": number, "reason": str(error)})
            # Eight digits are nine that lost their zero: that pharmacy must not pass for missing.
            extract.doubtful.update(normalise(text).zfill(9) for text in line.split(";")[1:2])
    progress("Lecture du fichier FINESS", total, total)
    _check(extract)
    return extract


class _Unreadable(ValueError):
    """A line that cannot be understood; the message is a French sentence."""


def _check(extract: Extract) -> None:
    if extract.pharmacies or (extract.ignored and not extract.refused):
        return
    raise Refused(
        "Ce fichier n'est pas un extrait FINESS (etalab-cs1100502) lisible. " + tell_refused(extract.refused)
    )


def _fields(line: str) -> list[str]:
    # One line at a time: an unpaired quote spoils its line, not the rest of the file.
    if '"' not in line:
        return line.split(";")
    try:
        return next(csv.reader([line], delimiter=";"))
    except csv.Error:
        raise _Unreadable("Les guillemets de cette ligne sont mal placés.") from None


def _take(extract: Extract, fields: list[str]) -> None:
    kind = fields[0].strip()
    if kind == "structureet":
        _take_structure(extract, fields)
    elif kind == "finess":
        extract.dated = _day(fields[3]) if len(fields) > 3 else None
    elif kind == "geolocalisation":
        extract.ignored["géolocalisation"] += 1
    elif kind or len(fields) > 1:
        raise _Unreadable("Type de ligne inconnu : « structureet » est attendu.")


def _take_structure(extract: Extract, fields: list[str]) -> None:
    if len(fields) < _FEWEST_FIELDS:
        raise _Unreadable(f"{len(fields)} champs au lieu de 32.")
    if fields[18].strip() != _PHARMACY:
        extract.ignored["autre catégorie d'établissement"] += 1
        return
    pharmacy = _pharmacy(fields)
    known = extract.pharmacies.setdefault(pharmacy.finess, pharmacy)
    if known is pharmacy:
        return
    if known != pharmacy:
        raise _Unreadable("Cette officine figure déjà plus haut, avec d'autres renseignements.")
    extract.ignored["doublon"] += 1


def _pharmacy(fields: list[str]) -> Pharmacy:
    finess = _finess(fields[1])
    finess_ej = _finess(fields[2]) if fields[2].strip() else None
    postcode, city = _route(fields[15])
    territory, department = publication_department(fields[13], postcode)
    return Pharmacy(
        finess=finess,
        finess_ej=finess_ej,
        owner_key=finess_ej or finess,
        name=_name(fields),
        address=_address(fields),
        postcode=postcode,
        city=city,
        territory_code=territory,
        department_code=department,
        opened_on=_day(fields[28]),
        updated_on=_day(fields[30]),
        telephone=read_telephone(fields[16]),
    )


def _finess(text: str) -> str:
    # In other words than the rule's: reports end up in logs, and no log names a pharmacy.
    try:
        return read_finess(text)
    except FinessError:
        if len(normalise(text)) == 8:
            raise _Unreadable(
                "Le numéro FINESS n'a que 8 chiffres, sans doute sans son zéro de tête : "
                "mettez la colonne au format texte."
            ) from None
        raise _Unreadable("Le numéro FINESS est faux : sa forme ou sa clé ne convient pas.") from None


def _name(fields: list[str]) -> str:
    # Re-exports pile quotes up: `"SARL """"PHARMACIE DE MONDEVILLE 2"""` in the real file.
    for text in (fields[4], fields[3]):
        name = " ".join(text.replace('"', " ").split())
        if name:
            return name
    raise _Unreadable("La raison sociale manque.")


def _address(fields: list[str]) -> str | None:
    street = " ".join(part.strip() for part in (fields[7], fields[10], fields[8], fields[9]) if part.strip())
    lines = (fields[6].strip(), street, fields[11].strip())
    return ", ".join(line for line in lines if line) or None


def _route(text: str) -> tuple[str, str]:
    """`01500 AMBERIEU EN BUGEY` in two."""
    route = _ROUTE.fullmatch(text.strip())
    if not route:
        raise _Unreadable("Le code postal ou la commune manque.")
    return route[1], route[2]


def _day(text: str) -> date | None:
    """`2013-10-01` or `01/10/2013`; None when absent or 1900-01-01, which means unknown."""
    written = text.strip()
    if not written:
        return None
    try:
        shape = "%d/%m/%Y" if "/" in written else "%Y-%m-%d"
        day = datetime.strptime(written, shape).date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise _Unreadable(f"La date « {written[:20]} » est illisible.") from None
    return None if day == _UNKNOWN_DAY else day
