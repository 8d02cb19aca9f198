"""Brings the declarations of many pharmacies in from one file: all of them or none, and once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from dp_ruptures import bulk_declarations, declarations
from dp_ruptures.campaign import campaign_of
from dp_ruptures.french import plural
from dp_ruptures.imports.declarations_columns import find_columns
from dp_ruptures.imports.declarations_lines import Asked, FileReading, read_lines
from dp_ruptures.imports.declarations_names import FINESS
from dp_ruptures.imports.declarations_report import REFUSED, ReportLine, refused_lines
from dp_ruptures.imports.declarations_table import Row, read_table
from dp_ruptures.imports.report import RefusedLine, tell_refused
from dp_ruptures.progress import Progress, silent
from dp_ruptures.rules.declaration import Declaration
from dp_ruptures.rules.finess import is_finess, normalise
from dp_ruptures.rules.week import PARIS, Week
from dp_ruptures.store import Store, Transaction, in_transaction

CHANNEL = "file"
ACT = "import-declarations"


@dataclass(frozen=True)
class GroupFile:
    """A file of many pharmacies as it came, for the week it declares."""

    content: bytes
    name: str
    week: Week
    restore_zeros: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a file has declared, or would: `accepted` when no line stands in the way.

    `pharmacies` that it speaks of; `written`, the declarations that say something new, 0 unless accepted.
    A dry run counts them all as written: that one is already there would tell what a pharmacy declared.
    """

    accepted: bool
    report: list[ReportLine]
    pharmacies: int
    written: int
    message: str

    @property
    def refused(self) -> list[RefusedLine]:
        """The lines that are refused, as every import says them."""
        return refused_lines(self.report)

    @property
    def lost_zeros(self) -> int:
        """How many lines are refused for a FINESS number whose zero a spreadsheet lost."""
        return sum(line.outcome == REFUSED and _restored(line.finess) is not None for line in self.report)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Python looks for no garbage meanwhile: among 200,000 rows that stay, it took a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_uncollected()
def import_declarations(
    store: Store,
    file: GroupFile,
    *,
    now: datetime,
    actor: str,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Declare what `file` says of each pharmacy, in one transaction, with its line of the register.

    `dry_run` reads and checks, and writes nothing. One line refused, and nothing is written either.
    Raises Refused when the file or its columns cannot be read, or the week is not open.
    """
    declarations.check_week(store, file.week, now)
    progress("Fichier", 0, 3)
    rows = read_table(file.content, file.name)
    progress("Fichier", 1, 3)

    def work(transaction: Transaction) -> Outcome:
        reading = _read(transaction, file, rows, now)
        progress("Fichier", 2, 3)
        if reading.refused or not reading.declared:
            return Outcome(False, reading.report, len(reading.declared), 0, _refusal(reading))
        sent = [
            Declaration(finess, file.week, tuple(lines.values()), actor, CHANNEL)
            for finess, lines in reading.declared.items()
        ]
        new = bulk_declarations.declare_all(transaction, sent, now, dry_run=dry_run)
        written = len(sent) if dry_run else new
        message = _message(file.week, len(sent), written, dry_run=dry_run)
        if not dry_run:
            transaction.execute(
                "audit_insert", now=now, actor=actor, action=ACT, subject=file.name, detail=message
            )
        return Outcome(True, reading.report, len(sent), written, message)

    outcome = in_transaction(store, work)
    progress("Fichier", 3, 3)
    return outcome


def _read(transaction: Transaction, file: GroupFile, rows: list[Row], now: datetime) -> FileReading:
    campaign = campaign_of(transaction, now.astimezone(PARIS).date())
    finesses = _finesses(rows)
    refusals = bulk_declarations.refusals(transaction, finesses, now)
    before = cache(lambda: bulk_declarations.current_of(transaction, finesses, file.week.shift(-1)))
    nothing = bulk_declarations.Current({}, 0)
    asked = Asked(
        file.week,
        {product.cip13: product for product in campaign.products} if campaign else {},
        # Asked of the store by the first blank line only: a file without any needs no week before.
        last_week=lambda finess: before().get(finess, nothing).lines,
        refusal=refusals.get,
        restore_zeros=file.restore_zeros,
    )
    return read_lines(rows, asked)


def _finesses(rows: list[Row]) -> set[str]:
    """Every sound FINESS number of the file, lost zeros given back."""
    columns = find_columns(rows, with_finess=True)
    place = columns.places[FINESS]
    written = {cells[place] for _, cells in rows[columns.first :] if place < len(cells)}
    texts = {normalise(text) for text in written}
    return {finess for text in texts for finess in (text, _restored(text)) if finess and is_finess(finess)}


def _restored(finess: str) -> str | None:
    """The number whose leading zero was lost, if `finess` is one."""
    return f"0{finess}" if len(finess) == 8 and is_finess(f"0{finess}") else None


def _refusal(reading: FileReading) -> str:
    why = (
        tell_refused(refused_lines(reading.report)) or "Aucune ligne de ce fichier ne déclare quelque chose."
    )
    return f"Rien n'a été importé. {why}"


def _message(week: Week, pharmacies: int, written: int, *, dry_run: bool) -> str:
    same = pharmacies - written
    told = "à enregistrer" if dry_run else "enregistrées" if written > 1 else "enregistrée"
    parts = [
        f"Semaine {week.label} : {plural(pharmacies, 'officine lue', 'officines lues')}, "
        f"{plural(written, 'déclaration')} {told}"
    ]
    if same:
        parts.append(f", {plural(same, 'déjà reçue', 'déjà reçues')} à l'identique")
    return "".join(parts) + ("." if not dry_run else ". Essai : rien n'a été écrit.")
