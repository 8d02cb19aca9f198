"""What became of each line of a file of declarations, to read on screen or to download."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dp_ruptures.campaign import UNITS
from dp_ruptures.french import plural
from dp_ruptures.imports.report import RefusedLine
from dp_ruptures.rules.declaration import NOT_STOCKED, Line, Product
from dp_ruptures.rules.quantity import UNUSUAL
from dp_ruptures.rules.spreadsheet import csv_bytes

TAKEN, LEFT, REFUSED = "prise", "laissée de côté", "refusée"


@dataclass(slots=True)
class ReportLine:
    """One line of the file: its number, whose, of what, what became of it, and why in French."""

    number: int
    finess: str
    code: str
    product: str = ""
    outcome: str = ""
    said: str = ""

    @property
    def as_json(self) -> dict[str, Any]:
        """As the commands of the contract say it."""
        return {
            "line": self.number, "finess": self.finess, "code": self.code, "product": self.product,
            "outcome": self.outcome, "message": self.said,
        }  # fmt: skip


def refused_lines(report: Iterable[ReportLine]) -> list[RefusedLine]:
    """The lines that were refused, as every import says them."""
    return [{"line": line.number, "reason": line.said} for line in report if line.outcome == REFUSED]


def report_rows(report: Iterable[ReportLine]) -> list[dict[str, object]]:
    """The report as a table, one row per line of the file."""
    return [
        {
            "Ligne": line.number, "FINESS": line.finess, "Code": line.code, "Produit": line.product,
            "Résultat": line.outcome, "Ce qui a été compris": line.said,
        }
        for line in report
    ]  # fmt: skip


def report_csv(report: Iterable[ReportLine]) -> bytes:
    """The report as a spreadsheet opens it; no cell of the file is computed."""
    return csv_bytes(report_rows(report))


def in_words(line: Line, product: Product, *, own: bool) -> str:
    """What was understood of a line that is taken.

    `own`: the file is the pharmacy's; whoever brings a file of many is not told what the
    pharmacy had declared the week before.
    """
    if line.unchanged and not own:
        return "Inchangé depuis la semaine dernière."
    said = _state(line, product)
    if line.unchanged:
        return f"Inchangé : {said}"
    doubtful = " C'est beaucoup pour une officine : vérifiez." if (line.units or 0) >= UNUSUAL else ""
    return said + doubtful


def _state(line: Line, product: Product) -> str:
    if line.state == NOT_STOCKED:
        return "Non référencé."
    if line.is_rupture:
        return "0 : en rupture."
    units = plural(line.units or 0, *UNITS.get(product.family, UNITS["ensemble"]))
    if line.boxes is None:
        return f"{units}."
    return f"{plural(line.boxes, 'boîte')} de {product.pack_size}, soit {units}."
