"""Reads the lines of a declaration by the rules of the form; every fault of every line at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dp_ruptures.api.faults import Fault
from dp_ruptures.api.messages import SentLine
from dp_ruptures.api.reading import Malformed, validated
from dp_ruptures.french import plural
from dp_ruptures.rules.cell import shown
from dp_ruptures.rules.codes import CodeError, read_code
from dp_ruptures.rules.declaration import Line, Problem, Product
from dp_ruptures.rules.entry import Entry, read_entries
from dp_ruptures.rules.scan import read_scans

# A GTIN-14; what is longer comes from a DataMatrix.
_LONGEST_CODE = 14


@dataclass
class Reading:
    """The lines to write, the faults that refuse them all, and what was understood or deserves a look.

    `places`: which of the lines sent each product came from.
    """

    lines: list[Line] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)


def read_lines(
    sent: Iterable[Any], products: Mapping[str, Product], last_week: Mapping[str, Line]
) -> Reading:
    """`sent` as JSON gave it; lines are counted from 1. Equal lines of one product are one (case 35).

    `last_week`: the lines of the week before, which a quantity « = » repeats.
    """
    reading = Reading()
    known: dict[str, tuple[int, Line]] = {}
    for number, content in enumerate(sent, 1):
        try:
            line, remarks = _read(validated(SentLine, content, number), products, last_week)
        except Malformed as malformed:
            reading.faults += malformed.faults
            continue
        except _Wrong as wrong:
            reading.faults += _faults(wrong.problems, number)
            continue
        reading.remarks += _faults(remarks, number)
        if line:
            first, other = known.setdefault(line.cip13, (number, line))
            if (other.state, other.units) != (line.state, line.units):
                reading.faults += _faults([_twice(line, first, products)], number)
    reading.lines = [line for _, line in known.values()]
    reading.places = {cip13: number for cip13, (number, _) in known.items()}
    return reading


def replaced(before: Sequence[Line], after: Iterable[Line]) -> tuple[Fault, ...]:
    """A remark when a declaration leaves out products that the one it replaces declared."""
    lost = len({line.cip13 for line in before} - {line.cip13 for line in after})
    if not lost:
        return ()
    ending = "n'est plus déclaré" if lost == 1 else "ne sont plus déclarés"
    message = (
        f"Remplace une déclaration de {plural(len(before), 'ligne')} ; {plural(lost, 'produit')} {ending}."
    )
    return (Fault(line=None, code="replaced", message=message),)


class _Wrong(Exception):
    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        # The two counts of one line may be wrong for the same reason.
        self.problems = list(dict.fromkeys(problems))


def _read(
    sent: SentLine, products: Mapping[str, Product], last_week: Mapping[str, Line]
) -> tuple[Line | None, list[Problem]]:
    code = _code(str(sent.code), products)
    reading = read_entries(_entries(sent, code), products, last_week)
    if reading.problems:
        raise _Wrong(reading.problems)
    if len({line.units for line in reading.lines}) > 1:
        raise _Wrong([_two_counts(reading.lines, products[code])])
    if not reading.lines and not reading.remarks:
        raise _Wrong([_nothing(code)])
    # Boxes come last: their line says both counts.
    line = reading.lines[-1] if reading.lines else None
    return line, list(dict.fromkeys(reading.remarks))


def _entries(sent: SentLine, code: str) -> list[Entry]:
    absent = bool(sent.not_stocked)
    counts = [(sent.quantity, False), (sent.boxes, True)]
    entries = [Entry(code, str(text), absent, boxes) for text, boxes in counts if text is not None]
    return entries or [Entry(code, "", absent)]


def _code(text: str, products: Mapping[str, Product]) -> str:
    """The 13 digits of a code as typed, or of one whole DataMatrix."""
    try:
        if len(text.strip()) > _LONGEST_CODE:
            codes = {scan.code for scan in read_scans(text, frozenset(products))}
            if len(codes) == 1 and (code := codes.pop()):
                return code
        return read_code(text)
    except CodeError as error:
        raise _Wrong([Problem(shown(text), "code", str(error))]) from None


def _faults(problems: Iterable[Problem], number: int) -> list[Fault]:
    return [Fault(line=number, code=problem.code, message=problem.message) for problem in problems]


def _nothing(code: str) -> Problem:
    return Problem(
        code,
        "empty",
        "Cette ligne ne dit rien : donnez « quantity » (0 en cas de rupture), « boxes » ou "
        "« not_stocked », ou retirez-la si le produit n'est pas déclaré.",
    )


def _two_counts(lines: Iterable[Line], product: Product) -> Problem:
    said = " et ".join(str(line.units) for line in lines)
    return Problem(
        product.cip13,
        "two_counts",
        f"« quantity » et « boxes » se contredisent ({said} unités, par boîtes de {product.pack_size}) : "
        "gardez l'un des deux.",
    )


def _twice(line: Line, first: int, products: Mapping[str, Product]) -> Problem:
    return Problem(
        line.cip13,
        "twice",
        f"{products[line.cip13].name} est déjà à la ligne {first}, avec un autre chiffre : gardez une ligne.",
    )
