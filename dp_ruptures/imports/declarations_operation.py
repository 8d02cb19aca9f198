"""The command `import-declarations`: a file on this machine, declared or only checked."""

from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict, Unpack

from dp_ruptures.errors import Refused
from dp_ruptures.imports.declarations import GroupFile, Outcome, import_declarations
from dp_ruptures.imports.declarations_report import report_csv
from dp_ruptures.imports.declarations_table import MOST_BYTES
from dp_ruptures.progress import Progress
from dp_ruptures.rules.week import parse_week, week_of
from dp_ruptures.store import Store

ACTOR = "commande"


class Options(TypedDict, total=False):
    """What the command line says beside the file; `report`: where to write the report, refused or not."""

    week: str | None
    dry_run: bool
    restore_zeros: bool
    report: str | None


def perform(
    store: Store, now: datetime, progress: Progress, *, file: str, **options: Unpack[Options]
) -> dict[str, Any]:
    """Declare the file of many pharmacies for a week, the current one unless said.

    Returns a JSON-able report: message, week, dry_run, pharmacies, declarations (written, or to be),
    identical (already received; 0 in a dry run, which does not tell), refused (always empty), lines
    (one per line of the file). Raises Refused, whose `lines` say line and reason; then nothing was
    written.
    """
    week, report, dry_run = options.get("week"), options.get("report"), options.get("dry_run", False)
    path, declared = Path(file), parse_week(week) if week else week_of(now)
    content = GroupFile(_bytes(path), path.name, declared, options.get("restore_zeros", False))
    outcome = import_declarations(store, content, now=now, actor=ACTOR, dry_run=dry_run, progress=progress)
    if report:
        _write(Path(report), report_csv(outcome.report))
    if not outcome.accepted:
        raise Refused(outcome.message, outcome.refused)
    return {"week": declared.iso, "dry_run": dry_run, **_told(outcome)}


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "message": outcome.message,
        "pharmacies": outcome.pharmacies,
        "declarations": outcome.written,
        "identical": outcome.pharmacies - outcome.written,
        "refused": [],
        "lines": [line.as_json for line in outcome.report],
    }


def _bytes(path: Path) -> bytes:
    try:
        # One byte too many is enough for the reader to refuse it, without the memory for the rest.
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError:
        raise Refused(f"Le fichier {path.name} est introuvable ou illisible.") from None


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError:
        raise Refused(f"Le rapport ne peut pas être écrit dans {path} : vérifiez le dossier.") from None
