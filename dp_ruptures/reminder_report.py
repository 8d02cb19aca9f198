"""Where a run of reminders writes, what it foresees and did, in words and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dp_ruptures import french
from dp_ruptures.rules.week import Week

CLOSED = "Aucune campagne n'est ouverte : personne n'est relancé."
PAUSED = "Les relances sont suspendues : reprenez-les sur la page « Réponses »."


@dataclass(frozen=True)
class Zone:
    """Where a run writes: its name in a sentence (empty: everywhere) and its départements (None: all)."""

    name: str = ""
    departments: tuple[str, ...] | None = None

    @property
    def bounds(self) -> dict[str, object]:
        """What the questions bind."""
        return {"departments": None if self.departments is None else list(self.departments)}


EVERYWHERE = Zone()


def zone_of(label: str, codes: Sequence[str], known: int) -> Zone:
    """The zone that the page's list of areas names `label`, of `codes` among `known` départements."""
    return EVERYWHERE if len(codes) == known else Zone(label.rpartition(" · ")[2], tuple(codes))


@dataclass
class Foreseen:
    """How many of the zone would be written to now about `week`, and why others would not."""

    week: Week
    zone: Zone = EVERYWHERE
    to_remind: int = 0
    without_email: int = 0
    enough: int = 0


@dataclass
class Report:
    """What a run did: `changed` answered or closed meanwhile, `stopped` says why it ended early.

    `refused` names FINESS numbers, for the operator's eyes only.
    """

    sent: int = 0
    changed: int = 0
    refused: list[dict[str, str]] = field(default_factory=list)
    stopped: str = ""


def outcome(found: Foreseen | None, report: Report, *, dry_run: bool, paused: bool) -> dict[str, Any]:
    """The JSON-able report of the command."""
    return {
        "message": _message(found, report, dry_run=dry_run, paused=paused),
        "week": found.week.iso if found else None,
        "dry_run": dry_run,
        "paused": paused,
        "to_remind": found.to_remind if found else 0,
        "without_email": found.without_email if found else 0,
        "enough": found.enough if found else 0,
        **vars(report),
    }


def foreseen(found: Foreseen) -> str:
    """Who would be written to, and who would not."""
    told = french.plural(found.to_remind, "officine à relancer", "officines à relancer")
    return f"{_about(found)} : {told}{_others(found)}."


def done(found: Foreseen, report: Report) -> str:
    """What left, and what did not."""
    told = french.plural(report.sent, "relance envoyée", "relances envoyées")
    if report.changed:
        told += f", {french.plural(report.changed, 'officine')} ayant répondu ou fermé entre-temps"
    if report.refused:
        told += f", {french.plural(len(report.refused), 'adresse refusée', 'adresses refusées')}"
    stopped = f" Arrêt : {report.stopped}." if report.stopped else ""
    return f"{_about(found)} : {told}{_others(found)}.{stopped}"


def cut(found: Foreseen, report: Report, left: Foreseen | None) -> str:
    """What left before the mail server gave up, and what is still to write to."""
    waiting = french.number(left.to_remind if left else 0)
    return f"{done(found, report)} Il en reste {waiting} : relancez, l'envoi reprend où il s'est arrêté."


def trace(report: Report, zone: Zone) -> str:
    """The run as the register of acts keeps it: no pharmacy is named."""
    told = f"{french.number(report.sent)} envoyées, {french.number(len(report.refused))} refusées"
    told += f" ; {zone.name}" if zone.name else ""
    return f"{told} ; arrêt : {report.stopped}" if report.stopped else told


def _message(found: Foreseen | None, report: Report, *, dry_run: bool, paused: bool) -> str:
    if found is None:
        return CLOSED
    if dry_run:
        return foreseen(found) + (f" {PAUSED}" if paused else "")
    return PAUSED if paused else done(found, report)


def _about(found: Foreseen) -> str:
    place = f", {found.zone.name}" if found.zone.name else ""
    return f"Semaine {found.week.label}{place}"


def _others(found: Foreseen) -> str:
    told = ""
    if found.enough:
        told += f", {french.plural(found.enough, 'déjà relancée', 'déjà relancées')}"
    if found.without_email:
        told += f", {french.plural(found.without_email, 'sans courriel', 'sans courriel')}"
    return told
