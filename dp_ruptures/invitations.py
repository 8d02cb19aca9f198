"""Invites pharmacies to open their account, one letter each, and goes on after an interruption.

Each recipient is written in the store before the letter leaves and marked once the mail
server has taken it. A kill between the two leaves at most one pharmacy, the last, that the
next run writes to again: one letter at most is repeated, none is lost, and both its links work.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dp_ruptures import french, letters, links
from dp_ruptures.accounts.creation import read as read_finess
from dp_ruptures.errors import Refused
from dp_ruptures.links import INVITATION, Addressee
from dp_ruptures.mail import AddressRefused, MailDown, Outbox
from dp_ruptures.progress import Progress
from dp_ruptures.reminder_report import EVERYWHERE, Zone
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Row, Store

_TELL_EVERY = 20
# Two runs at once would each find the same pharmacies to write to.
_running = threading.Lock()


@dataclass
class Report:
    """What a run did; lists hold FINESS numbers, for the operator's eyes only."""

    invited: int = 0
    already: int = 0
    locked: int = 0
    without_email: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)

    @property
    def message(self) -> str:
        parts = [f"{french.plural(self.invited, 'invitation envoyée', 'invitations envoyées')}"]
        if self.already:
            parts.append(
                f"{french.plural(self.already, 'officine')} avec un compte ou une invitation en cours"
            )
        if self.locked:
            parts.append(f"{french.plural(self.locked, 'compte fermé', 'comptes fermés')}")
        if self.without_email:
            parts.append(f"{french.plural(len(self.without_email), 'officine')} sans courriel")
        if self.refused:
            parts.append(f"{french.plural(len(self.refused), 'adresse refusée', 'adresses refusées')}")
        return ", ".join(parts) + "."


def invite(  # noqa: PLR0913 - a run of invitations, told whole
    store: Store,
    outbox: Outbox,
    *,
    finess: str | None,
    again: bool,
    now: datetime,
    actor: str,
    progress: Progress,
    zone: Zone = EVERYWHERE,
) -> dict[str, Any]:
    """Invite the pharmacy `finess`, or every open one of the zone when it is None.

    Left alone, unless `again`: those with an account or an invitation still good. Without
    e-mail or with a refused address: reported. Raises Refused when the mail server gives up
    (the same command goes on from there), or when another run is under way.
    """
    if not _running.acquire(blocking=False):
        raise Refused("Un envoi d'invitations est déjà en cours : attendez qu'il finisse.")
    try:
        report = Report()
        waiting = _waiting(store, finess, zone, again, now, report)
        if waiting:
            _send_all(store, outbox, waiting, report, now, actor, progress)
        return {"message": report.message, **vars(report)}
    finally:
        _running.release()


def _waiting(  # noqa: PLR0917 - what invite() was given
    store: Store, finess: str | None, zone: Zone, again: bool, now: datetime, report: Report
) -> list[Row]:
    today = now.astimezone(PARIS).date()
    number = read_finess(finess) if finess is not None else None
    candidates = store.query("invitation_candidates", **zone.bounds, finess=number, now=now, today=today)
    if number and not candidates:
        raise Refused("Aucune officine ouverte ne porte ce numéro FINESS dans le référentiel.")
    waiting = []
    for row in candidates:
        if row["locked"]:
            report.locked += 1
        elif not again and (row["account_name"] or row["invited"]):
            report.already += 1
        elif not row["email"]:
            report.without_email.append(row["finess"])
        else:
            waiting.append(row)
    return waiting


def _send_all(  # noqa: PLR0917 - what invite() was given
    store: Store,
    outbox: Outbox,
    waiting: list[Row],
    report: Report,
    now: datetime,
    actor: str,
    progress: Progress,
) -> None:
    total = len(waiting)
    try:
        with outbox:
            for done, row in enumerate(waiting, 1):
                _send(store, outbox, row, report, now, actor)
                if done % _TELL_EVERY == 0 or done == total:
                    progress("Invitations", done, total)
    except MailDown as error:
        left = total - report.invited - len(report.refused)
        raise Refused(
            f"{error} {report.message} Il en reste {french.number(left)} : relancez la même commande, "
            "elle reprend où elle s'est arrêtée."
        ) from error


def _send(store: Store, outbox: Outbox, row: Row, report: Report, now: datetime, actor: str) -> None:  # noqa: PLR0917
    name = row["account_name"] or row["finess"].lower()
    addressee = Addressee(name, row["finess"], row["email"].strip())
    secret = links.write(store, addressee, INVITATION, now)
    until = now + links.LIVES[INVITATION]
    letter = letters.invitation(addressee.email, row["name"], name, links.address(secret), until)
    try:
        outbox.send(letter, now)
    except AddressRefused as refusal:
        report.refused.append({"finess": row["finess"], "reason": str(refusal)})
        return
    links.note_sent(store, secret, addressee, INVITATION, now=now, actor=actor)
    report.invited += 1
