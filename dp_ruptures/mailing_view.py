"""The letters of the response page: reminders and invitations, their state, their progress, their stop."""

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from dp_ruptures import (
    clock,
    french,
    invitations,
    mail,
    mailings,
    reminder_report,
    reminders,
    response_terms,
    settings,
)
from dp_ruptures.errors import Refused
from dp_ruptures.progress import Progress
from dp_ruptures.reminder_report import Foreseen, Zone
from dp_ruptures.rules.week import PARIS
from dp_ruptures.sessions import Person
from dp_ruptures.store import Store

_EVERY_SECONDS = 2
# One click writes to as many at most.
_FREELY = 50
_NO_POST = (
    "Rien ne peut partir d'ici : aucun serveur de courrier n'est réglé. Demandez à l'exploitation "
    "d'en donner l'adresse (DP_RUPTURES_SMTP)."
)
_STATES = {
    "opened": "Compte ouvert",
    "waiting": "Invitation en cours",
    "expired": "Invitation expirée",
    "never": "Jamais invitées",
    "unreachable": "Sans courriel",
}


def remind(store: Store, person: Person, now: datetime, zone: Zone) -> None:
    """Who of the zone would be reminded now, the button, the pause, what left this week."""
    found = reminders.foresee(store, now, zone)
    if found is None:
        st.info(reminder_report.CLOSED)
        return
    paused = response_terms.is_paused(store)
    st.write(
        f"Un courriel avec un lien vers le formulaire, à celles {_where(zone)} qui n'ont pas répondu. "
        "Deux par semaine au plus (une aux inactives), à un jour d'écart, jamais après une réponse, "
        "vérifiée avant chaque envoi. Les ruptures à confirmer sont dans la même lettre."
    )
    # Counted once a page, while the progress below moves by itself: the two would disagree.
    st.caption(
        "Un envoi est en cours : ce qui est parti et ce qui reste se comptera à sa fin."
        if _is_running(mailings.REMINDERS)
        else f"{reminder_report.foreseen(found)} {_sent(store, found)}"
    )
    if paused:
        st.warning("Les relances sont suspendues : aucune ne part, ni d'ici ni de la commande « remind ».")
    read = _has_read(found.to_remind, f"remind-{zone.name}")
    write, hold = st.columns(2)
    label = f"Relancer {french.plural(found.to_remind, 'officine')}{_named(zone)}"
    idle = not found.to_remind or paused or not read
    if _button(write, label, "remind", idle=idle, kind=mailings.REMINDERS):
        _start(mailings.REMINDERS, person, now, lambda progress: reminders.remind(
            store, mail.outbox, clock=clock.now, actor=person.name, progress=progress, zone=zone
        ))  # fmt: skip
    if hold.button(
        "Reprendre les relances" if paused else "Suspendre les relances", key="pause", width="stretch"
    ):
        response_terms.pause(store, not paused, now=now, actor=person.name)
        st.rerun()
    _progress(mailings.REMINDERS)


def invite(store: Store, person: Person, now: datetime, zone: Zone) -> None:
    """Where the campaign of invitations stands in the zone, and the button for those who have none."""
    today = now.astimezone(PARIS).date()
    rows = store.query("invitation_state", **zone.bounds, now=now, today=today)
    counted = {row["state"]: row["pharmacies"] for row in rows}
    for place, (state, label) in zip(st.columns(len(_STATES)), _STATES.items(), strict=True):
        place.metric(label, french.number(counted.get(state, 0)))
    waiting = counted.get("never", 0) + counted.get("expired", 0)
    st.caption(f"Officines {_where(zone)}.")
    read = _has_read(waiting, f"invite-{zone.name}")
    write, hold = st.columns(2)
    label = f"Inviter {french.plural(waiting, 'officine')}{_named(zone)}"
    if _button(write, label, "invite", idle=not waiting or not read, kind=mailings.INVITATIONS):
        _start(mailings.INVITATIONS, person, now, lambda progress: invitations.invite(
            store, mail.outbox(), finess=None, again=False, now=now, actor=person.name, progress=progress,
            zone=zone,
        ))  # fmt: skip
    running = _is_running(mailings.INVITATIONS)
    if hold.button("Arrêter l'envoi", key="stop-invite", width="stretch", disabled=not running):
        mailings.stop(mailings.INVITATIONS)
    _progress(mailings.INVITATIONS)


def _where(zone: Zone) -> str:
    return f"de la zone choisie en haut de la page ({zone.name})" if zone.name else "de toute la France"


def _named(zone: Zone) -> str:
    return f" · {zone.name}" if zone.name else ""


def _has_read(letters: int, what: str) -> bool:
    """A second key for the runs that one click must not start; another count asks for it again."""
    if letters <= _FREELY:
        return True
    told = f"J'ai lu : {french.number(letters)} courriels vont partir"
    return st.checkbox(told, key=f"read-{what}-{letters}")


def _sent(store: Store, found: Foreseen) -> str:
    done = reminders.summary(store, found.week)
    if not done["last_at"]:
        return "Aucune relance encore cette semaine."
    told = (
        f"Cette semaine, {'toutes zones réunies, ' if found.zone.name else ''}"
        f"{french.plural(done['sent'], 'relance envoyée', 'relances envoyées')} à "
        f"{french.plural(done['pharmacies'], 'officine')}, la dernière le {french.instant(done['last_at'])}"
    )
    if done["refused"]:
        told += f" ; {french.plural(done['refused'], 'adresse refusée', 'adresses refusées')}"
    if done["cut"]:
        cut = french.plural(done["cut"], "envoi interrompu", "envois interrompus")
        told += f" ; {cut}, qu'on ne refait pas"
    return f"{told}."


def _button(place: object, label: str, key: str, *, idle: bool, kind: str) -> bool:
    without = not settings.load().smtp_url
    if without:
        st.info(_NO_POST)
    stopped = idle or without or _is_running(kind)
    return bool(
        place.button(  # type: ignore[attr-defined]
            label, key=key, icon=":material/mail:", type="primary", width="stretch", disabled=stopped
        )
    )


def _start(kind: str, person: Person, now: datetime, work: Callable[[Progress], dict[str, object]]) -> None:
    try:
        mailings.start(kind, work, now=now, actor=person.name)
    except Refused as refusal:
        st.error(str(refusal))
    else:
        st.rerun()


def _is_running(kind: str) -> bool:
    run = mailings.latest(kind)
    return run is not None and run.said is None


def _progress(kind: str) -> None:
    """How far the run is, asked again every two seconds while it lasts; then what it did."""
    running = _is_running(kind)

    @st.fragment(run_every=_EVERY_SECONDS if running else None)
    def told() -> None:
        run = mailings.latest(kind)
        if run is None:
            return
        if run.said is None:
            words = (
                f"{french.number(run.done)} sur {french.number(run.total)}" if run.total else "préparation"
            )
            st.progress(run.done / run.total if run.total else 0.0, f"Envoi en cours : {words}")
        elif running:
            st.rerun()
        else:
            (st.error if run.failed else st.success)(run.said)

    told()
