"""Reads the lines of a file of declarations by the rules of the weekly form, one report line each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TypeVar

from dp_ruptures.imports.declarations_cells import Cells, Left, Wrong, code_of, entry_of, is_total, week_fault
from dp_ruptures.imports.declarations_columns import find_columns
from dp_ruptures.imports.declarations_names import ABSENT, BOXES, CODE, FINESS, UNITS, WEEK
from dp_ruptures.imports.declarations_report import LEFT, REFUSED, TAKEN, ReportLine, in_words
from dp_ruptures.imports.declarations_table import Row
from dp_ruptures.rules.declaration import Line, Product
from dp_ruptures.rules.entry import Entry, read_entries
from dp_ruptures.rules.finess import FinessError, is_finess, normalise, read_finess
from dp_ruptures.rules.week import Week

Key = TypeVar("Key")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Asked:
    """What a file may speak of.

    `own`: the pharmacy whose file it is, None for a file of many. `last_week` gives a pharmacy's
    lines of the week before by CIP13; `refusal` says why a pharmacy may not declare, None when it may.
    `restore_zeros`: take `10002301` for 010002301, whose zero a spreadsheet lost.
    """

    week: Week
    products: Mapping[str, Product]
    last_week: Callable[[str], Mapping[str, Line]]
    own: str | None = None
    refusal: Callable[[str], str | None] = lambda finess: None
    restore_zeros: bool = False


@dataclass
class FileReading:
    """What a file declares, by pharmacy and CIP13, and what became of each of its lines."""

    declared: dict[str, dict[str, Line]] = field(default_factory=dict)
    report: list[ReportLine] = field(default_factory=list)

    @property
    def refused(self) -> list[ReportLine]:
        return [line for line in self.report if line.outcome == REFUSED]


def read_lines(rows: list[Row], asked: Asked) -> FileReading:
    """Every row under the header. Nothing is written, nothing is guessed; equal lines are merged.

    Raises Refused when the columns are not found. A file with refused lines is refused whole by
    whoever asked: all or nothing.
    """
    columns = find_columns(rows, with_finess=asked.own is None)
    places = [columns.places.get(kind, columns.width) for kind in (FINESS, WEEK, CODE, UNITS, BOXES, ABSENT)]
    reader, named, blanks = _Reader(asked), itemgetter(*places), [""] * (columns.width + 1)
    for number, cells in rows[columns.first :]:
        full = cells + blanks[len(cells) :]
        reader.read(Cells(number, *named(full)), cells, columns.width)
    return reader.reading


class _Once(dict[Key, Found]):
    """Reads each text once, its faults included: a national file repeats its own 210,000 times."""

    def __init__(self, read: Callable[[Key], Found]) -> None:
        super().__init__()
        self._read = read
        self._faults: dict[Key, Wrong | Left] = {}

    def __missing__(self, key: Key) -> Found:
        if key in self._faults:
            raise self._faults[key].with_traceback(None)
        try:
            found = self[key] = self._read(key)
        except (Wrong, Left) as why:
            self._faults[key] = why
            raise
        return found


class _Reader:
    """Reads row after row."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._shown: _Once[str, str] = _Once(lambda text: normalise(text) or asked.own or "")
        self._finess = _Once(self._read_finess)
        self._check_week = _Once(self._read_week)
        self._code: _Once[str, str] = _Once(lambda text: code_of(text, frozenset(asked.products)))
        self._typed = _Once(self._read_typed)
        self._first: dict[tuple[str, str], int] = {}
        self.reading = FileReading()

    def read(self, cells: Cells, raw: list[str], width: int) -> None:
        """One row, into the report and, when it says something, into the declaration."""
        report = ReportLine(cells.number, self._shown[cells.finess], cells.code)
        try:
            report.said = self._line(cells, raw, width, report)
            report.outcome = TAKEN
        except Wrong as wrong:
            report.outcome, report.said = REFUSED, str(wrong)
        except Left as left:
            report.outcome, report.said = LEFT, str(left)
        self.reading.report.append(report)

    def _line(self, cells: Cells, raw: list[str], width: int, report: ReportLine) -> str:
        if is_total(cells, raw):
            raise Left("Ligne de total : laissée de côté.")
        if len(raw) > width and any(raw[width:]):
            raise Wrong(f"Cette ligne a {len(raw)} cellules pour {width} colonnes : un séparateur de trop ?")
        report.finess = finess = self._finess[cells.finess]
        self._check_week[cells.week]
        report.code = code = self._code[cells.code]
        report.product = self._product(code).name
        typed = (code, cells.units, cells.boxes, cells.absent)
        line, said = self._typed[typed] if any(typed[1:]) else self._as_last_week(code, finess)
        self._keep(finess, line, cells.number)
        return said

    def _read_finess(self, text: str) -> str:
        own = self._asked.own
        if own and not text:
            return own
        restored = f"0{normalise(text)}"
        if (self._asked.restore_zeros or restored == own) and is_finess(restored):
            text = restored
        try:
            finess = read_finess(text)
        except FinessError as error:
            raise Wrong(str(error)) from None
        if own and finess != own:
            raise Wrong(f"Le FINESS {finess} est celui d'une autre officine : vous déclarez pour {own}.")
        refusal = self._asked.refusal(finess)
        if refusal:
            raise Wrong(refusal)
        return finess

    def _read_week(self, text: str) -> None:
        fault = week_fault(text, self._asked.week)
        if fault:
            raise Wrong(fault)

    def _product(self, code: str) -> Product:
        product = self._asked.products.get(code)
        if product:
            return product
        (problem,) = read_entries([Entry(code)], {}).problems
        # A pharmacy software exports its whole shelf; a file of many says only what is surveyed.
        raise Left(problem.message) if self._asked.own else Wrong(problem.message)

    def _read_typed(self, typed: tuple[str, str, str, str]) -> tuple[Line, str]:
        code, units, boxes, absent = typed
        product = self._asked.products[code]
        return self._answer(entry_of(product, units, boxes, absent), {})

    def _as_last_week(self, code: str, finess: str) -> tuple[Line, str]:
        last_week = self._asked.last_week(finess)
        return self._answer(Entry(code, unchanged=code in last_week), last_week)

    def _answer(self, entry: Entry, last_week: Mapping[str, Line]) -> tuple[Line, str]:
        reading = read_entries([entry], self._asked.products, last_week)
        if reading.problems:
            raise Wrong(reading.problems[0].message)
        if reading.remarks:
            raise Left(reading.remarks[0].message)
        if not reading.lines:
            raise Left("Vide, et rien de déclaré la semaine dernière : non déclaré.")
        (line,) = reading.lines
        return line, in_words(line, self._asked.products[entry.cip13], own=self._asked.own is not None)

    def _keep(self, finess: str, line: Line, number: int) -> None:
        first = self._first.setdefault((finess, line.cip13), number)
        before = self.reading.declared.setdefault(finess, {}).setdefault(line.cip13, line)
        if (before.state, before.units) != (line.state, line.units):
            raise Wrong(f"Ce produit figure déjà ligne {first}, avec une autre quantité : gardez-en une.")
        if first != number:
            raise Left(f"Identique à la ligne {first} : comptée une fois.")
