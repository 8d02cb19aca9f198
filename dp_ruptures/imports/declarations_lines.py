"""Reads the lines of a file of declarations by the rules of the weekly form, one report line each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dp_ruptures.imports.declarations_cells import Cells, Left, Wrong, code_of, entry_of, is_total, week_fault
from dp_ruptures.imports.declarations_columns import Columns, find_columns
from dp_ruptures.imports.declarations_names import ABSENT, BOXES, CODE, FINESS, UNITS, WEEK
from dp_ruptures.imports.declarations_report import LEFT, REFUSED, TAKEN, ReportLine, in_words
from dp_ruptures.imports.declarations_table import Row
from dp_ruptures.rules.codes import CodeError
from dp_ruptures.rules.declaration import Entry, Line, Product, read_entries
from dp_ruptures.rules.finess import FinessError, is_finess, normalise, read_finess
from dp_ruptures.rules.week import Week


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
    reader = _Reader(asked)
    for number, cells in rows[columns.first :]:
        reader.read(_named(number, cells, columns), cells, columns.width)
    return reader.reading


def _named(number: int, cells: list[str], columns: Columns) -> Cells:
    texts = {kind: cells[place] for kind, place in columns.places.items() if place < len(cells)}
    kinds = (FINESS, WEEK, CODE, UNITS, BOXES, ABSENT)
    return Cells(number, *(texts.get(kind, "") for kind in kinds))


class _Reader:
    """Reads row after row; a text met again is not read again (a national file has 210,000 lines)."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._codes: dict[str, str | CodeError] = {}
        self._finesses: dict[str, str | Wrong] = {}
        self._weeks: dict[str, str | None] = {}
        self._first: dict[tuple[str, str], int] = {}
        self.reading = FileReading()

    def read(self, cells: Cells, raw: list[str], width: int) -> None:
        """One row, into the report and, when it says something, into the declaration."""
        report = ReportLine(cells.number, normalise(cells.finess) or (self._asked.own or ""), cells.code)
        try:
            report.said = self._line(cells, raw, width, report)
        except Wrong as wrong:
            report.outcome, report.said = REFUSED, str(wrong)
        except Left as left:
            report.outcome, report.said = LEFT, str(left)
        self.reading.report.append(report)

    def _line(self, cells: Cells, raw: list[str], width: int, report: ReportLine) -> str:
        if is_total(cells, raw):
            raise Left("Ligne de total : laissée de côté.")
        if any(raw[width:]):
            raise Wrong(f"Cette ligne a {len(raw)} cellules pour {width} colonnes : un séparateur de trop ?")
        report.finess = finess = self._finess(cells.finess)
        self._check_week(cells.week)
        report.code = code = self._code(cells.code)
        product = self._asked.products.get(code)
        if product is None:
            raise self._outside(code)
        report.product = product.name
        line = self._declared(cells, product, finess)
        self._keep(finess, line, cells.number)
        report.outcome = TAKEN
        return in_words(line, product, own=self._asked.own is not None)

    def _finess(self, text: str) -> str:
        known = self._finesses.get(text)
        if known is None:
            try:
                known = self._read_finess(text)
            except Wrong as wrong:
                known = wrong
            self._finesses[text] = known
        if isinstance(known, Wrong):
            raise known
        return known

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

    def _check_week(self, text: str) -> None:
        if text not in self._weeks:
            self._weeks[text] = week_fault(text, self._asked.week)
        fault = self._weeks[text]
        if fault:
            raise Wrong(fault)

    def _code(self, text: str) -> str:
        known = self._codes.get(text)
        if known is None:
            known = code_of(text, frozenset(self._asked.products))
            self._codes[text] = known
        if isinstance(known, CodeError):
            raise Wrong(str(known))
        return known

    def _outside(self, code: str) -> Wrong | Left:
        (problem,) = read_entries([Entry(code)], {}).problems
        # A pharmacy software exports its whole shelf; a file of many says only what is surveyed.
        return Left(problem.message) if self._asked.own else Wrong(problem.message)

    def _declared(self, cells: Cells, product: Product, finess: str) -> Line:
        last_week = self._asked.last_week(finess)
        entry = entry_of(cells, product, last_week)
        reading = read_entries([entry], {product.cip13: product}, last_week)
        if reading.problems:
            raise Wrong(reading.problems[0].message)
        if reading.remarks:
            raise Left(reading.remarks[0].message)
        if not reading.lines:
            raise Left("Vide, et rien de déclaré la semaine dernière : non déclaré.")
        return reading.lines[0]

    def _keep(self, finess: str, line: Line, number: int) -> None:
        first = self._first.setdefault((finess, line.cip13), number)
        before = self.reading.declared.setdefault(finess, {}).setdefault(line.cip13, line)
        if (before.state, before.units) != (line.state, line.units):
            raise Wrong(f"Ce produit figure déjà ligne {first}, avec une autre quantité : gardez-en une.")
        if first != number:
            raise Left(f"Identique à la ligne {first} : comptée une fois.")
