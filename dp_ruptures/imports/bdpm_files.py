"""Reads the four files of the public medicines database (BDPM) that the portal needs.

Tab separated, without header nor quoting, dates DD/MM/YYYY, each file in its own encoding.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from dp_ruptures.errors import Refused
from dp_ruptures.imports.report import RefusedLine
from dp_ruptures.imports.text import numbered_lines, read_text
from dp_ruptures.rules.codes import cip13_of
from dp_ruptures.rules.presentation import is_flu_vaccine, is_stopped

# Each file and its number of columns.
SPECIALITIES, PRESENTATIONS = "CIS_bdpm.txt", "CIS_CIP_bdpm.txt"
AVAILABILITY, MITM = "CIS_CIP_Dispo_Spec.txt", "CIS_MITM.txt"
_COLUMNS = {SPECIALITIES: 12, PRESENTATIONS: 13, AVAILABILITY: 8, MITM: 4}
_STATUS_CODES = frozenset({"1", "2", "3", "4"})


@dataclass(frozen=True)
class Presentation:
    """One box that exists or existed; fields as in the table `presentation`."""

    cip13: str
    cip7: str
    cis: str
    name: str
    label: str
    marketed_state: str | None
    stopped: bool
    mitm: bool
    flu_vaccine: bool


@dataclass(frozen=True)
class Notice:
    """What ANSM says of a supply; without cip13, of every presentation of the CIS."""

    cis: str
    cip13: str | None
    status_code: int
    started_on: date | None
    updated_on: date | None
    back_on: date | None
    link: str | None


@dataclass
class Bdpm:
    """The content of the four files."""

    presentations: dict[str, Presentation] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


class _Unreadable(ValueError):
    """A line that cannot be understood; the message is a French sentence."""


def read_bdpm(folder: Path) -> Bdpm:
    """The presentations and notices of `folder`. Raises Refused naming the file that is missing or wrong."""
    _check_complete(folder)
    bdpm = Bdpm()
    names = {cis: fields[1].strip() for cis, fields in _by_cis(folder, SPECIALITIES, bdpm)}
    mitm = {cis for cis, _ in _by_cis(folder, MITM, bdpm)}
    _take_presentations(folder, bdpm, names, mitm)
    _take_notices(folder, bdpm)
    for file, content in ((SPECIALITIES, names), (MITM, mitm), (PRESENTATIONS, bdpm.presentations)):
        _check_filled(file, len(content))
    _check_filled(AVAILABILITY, len(bdpm.notices))
    return bdpm


def _check_complete(folder: Path) -> None:
    missing = [file for file in _COLUMNS if not (folder / file).is_file()]
    if missing:
        raise Refused(f"Il manque dans le dossier {folder.name} : {', '.join(missing)}.")


def _check_filled(file: str, count: int) -> None:
    if count == 0:
        raise Refused(f"Le fichier {file} ne contient aucune ligne lisible : est-ce le bon fichier ?")


def _take_presentations(folder: Path, bdpm: Bdpm, names: dict[str, str], mitm: set[str]) -> None:
    for number, fields in _lines(folder, PRESENTATIONS, bdpm):
        try:
            presentation = _presentation(fields, names, mitm)
            if presentation.cip13 in bdpm.presentations:
                raise _Unreadable(f"Le code {presentation.cip13} figure déjà plus haut.")
            bdpm.presentations[presentation.cip13] = presentation
        except _Unreadable as error:
            _refuse(bdpm, PRESENTATIONS, number, error)


def _take_notices(folder: Path, bdpm: Bdpm) -> None:
    for number, fields in _lines(folder, AVAILABILITY, bdpm):
        try:
            bdpm.notices.append(_notice(fields))
        except _Unreadable as error:
            _refuse(bdpm, AVAILABILITY, number, error)


def _presentation(fields: list[str], names: dict[str, str], mitm: set[str]) -> Presentation:
    cis, cip7, label, status, state, _, cip13 = (text.strip() for text in fields[:7])
    if not cip7.isascii() or not cip7.isdigit() or len(cip7) != 7 or cip13_of(cip7) != cip13:
        raise _Unreadable("Le CIP7 et le CIP13 ne vont pas ensemble.")
    name = names.get(cis) or label  # A few presentations outlive their speciality.
    return Presentation(
        cip13=cip13,
        cip7=cip7,
        cis=cis,
        name=name,
        label=label,
        marketed_state=state or None,
        stopped=is_stopped(status, state),
        mitm=cis in mitm,
        flu_vaccine=is_flu_vaccine(f"{name} {label}"),
    )


def _notice(fields: list[str]) -> Notice:
    cis, cip13, code, _, started, updated, back, link = (text.strip() for text in fields[:8])
    if code not in _STATUS_CODES:
        raise _Unreadable("Le code de statut n'est pas 1, 2, 3 ou 4.")
    return Notice(cis, cip13 or None, int(code), _day(started), _day(updated), _day(back), link or None)


def _by_cis(folder: Path, file: str, bdpm: Bdpm) -> Iterator[tuple[str, list[str]]]:
    return ((fields[0].strip(), fields) for _, fields in _lines(folder, file, bdpm))


def _lines(folder: Path, file: str, bdpm: Bdpm) -> Iterator[tuple[int, list[str]]]:
    for number, line in numbered_lines(read_text(folder / file)):
        fields = line.split("\t")
        if len(fields) >= _COLUMNS[file]:
            yield number, fields
        elif line.strip():
            error = _Unreadable(f"{len(fields)} colonnes au lieu de {_COLUMNS[file]}.")
            _refuse(bdpm, file, number, error)


def _refuse(bdpm: Bdpm, file: str, number: int, error: _Unreadable) -> None:
    bdpm.refused.append({"file": file, "line": number, "reason": str(error)})


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise _Unreadable(f"La date « {text[:20]} » est illisible.") from None
