"""FINESS extracts that the operator laid down on the server: looked at, then taken, from a screen.

The national extract weighs 5 MB and more; a browser may send 1 MB at most (pitfalls.md, fact 7).
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dp_ruptures import aggregates, settings
from dp_ruptures.digest import sha256
from dp_ruptures.errors import Refused
from dp_ruptures.imports.finess import import_finess
from dp_ruptures.progress import Progress
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Store

FOLDER = "depot"
_ENDINGS = {".csv", ".txt"}


@dataclass(frozen=True)
class Look:
    """A dry run that somebody has before their eyes: of which content, closing the absent or not."""

    name: str
    sha256: str
    close_missing: bool
    report: dict[str, Any]


def folder() -> Path:
    """Where extracts are laid down; made when it is missing."""
    place = settings.load().home / FOLDER
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def files() -> list[str]:
    """The names of the files laid down, the latest first."""
    found = [path for path in folder().iterdir() if path.is_file() and path.suffix.lower() in _ENDINGS]
    return [path.name for path in sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)]


def look(store: Store, name: str, *, close_missing: bool, now: datetime, progress: Progress) -> Look:
    """What the extract would change. Raises Refused."""
    file = _file(name)
    report = _import(store, file, close_missing, now, progress, dry_run=True)
    return Look(name, _content(file), close_missing, report)


def take(store: Store, seen: Look, *, now: datetime, actor: str, progress: Progress) -> str:
    """Import what was looked at, and no other content; a French sentence. Raises Refused."""
    file = _file(seen.name)
    if _content(file) != seen.sha256:
        raise Refused("Le fichier a changé depuis l'aperçu : regardez-le de nouveau.")
    report = _import(store, file, seen.close_missing, now, progress, dry_run=False)
    store.execute(
        "audit_insert",
        now=now, actor=actor, action="import-finess", subject=seen.name, detail=report["message"],
    )  # fmt: skip
    aggregates.recount_unreleased(store, now)
    return str(report["message"])


def _import(  # noqa: PLR0917 - what both acts were given
    store: Store, file: Path, close_missing: bool, now: datetime, progress: Progress, *, dry_run: bool
) -> dict[str, Any]:
    today = now.astimezone(PARIS).date()
    return import_finess(
        store, file, today=today, close_missing=close_missing, dry_run=dry_run, progress=progress
    )


def _file(name: str) -> Path:
    # A name of the list and nothing else: no path of somebody's own making.
    if name not in files():
        raise Refused("Ce fichier n'est plus dans le dossier de dépôt : rechargez la page.")
    return folder() / name


def _content(file: Path) -> str:
    return sha256(file.read_bytes().decode("latin-1"))
