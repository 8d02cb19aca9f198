"""« Mot de passe oublié »: a link by mail, without ever saying whether the account exists.

The page hands the name over and answers at once: looking it up and writing the letter
happen in another thread, so that neither the sentence nor its time tells anything.
"""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from dp_ruptures import accounts, clock, letters, links, mail, store
from dp_ruptures.links import INVITATION, PASSWORD, Addressee
from dp_ruptures.mail import Letter, Outbox
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Store

_log = logging.getLogger(__name__)
# Whoever asked has proved nothing yet: the trace must not name the account as the actor.
ACTOR = "portail"
MAILS_PER_HOUR = 3
# A groupement or a hospital stands behind one address; a walk through 21,000 numbers does too.
REQUESTS_PER_ADDRESS = 30
# Beyond, requests are dropped: a flood must not fill the memory. One letter takes well under a second.
_MOST_WAITING = 500
_room = threading.BoundedSemaphore(_MOST_WAITING)
# By address, the hour it counts and how many; forgotten whole when the hour turns.
_asked: dict[tuple[str, int], int] = {}
_counting = threading.Lock()
_desk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="forgotten")


def ask(name: str, address: str) -> None:
    """Take the request and return at once, whatever `name` is; too many from one address are dropped."""
    if not _too_many_from(address) and _room.acquire(blocking=False):
        _desk.submit(_answer, name)


def answer(opened: Store, outbox: Outbox, name: str, now: datetime) -> bool:
    """Send `name` a link when it is an account, or a pharmacy invited before; whether a letter left.

    Nothing for a locked or unknown account, one without e-mail, or past `MAILS_PER_HOUR`.
    """
    addressee = _addressee(opened, name, now)
    if addressee is None or _too_many(opened, addressee.account_name, now):
        return False
    purpose = PASSWORD if accounts.find(opened, addressee.account_name) else INVITATION
    secret = links.write(opened, addressee, purpose, now)
    with outbox:
        outbox.send(_letter(opened, addressee, purpose, secret, now), now)
    links.note_sent(opened, secret, addressee, purpose, now=now, actor=ACTOR)
    return True


def _answer(name: str) -> None:
    try:
        answer(store.current(), mail.outbox(), name, clock.now())
    except Exception as error:  # noqa: BLE001 - a thread's last line of defence; no name in the log
        _log.error("forgotten password: letter not sent: %s", type(error).__name__)
    finally:
        _room.release()


def _too_many_from(address: str) -> bool:
    key = (address, int(clock.machine_now().timestamp()) // 3600)
    with _counting:
        for old in [past for past in _asked if past[1] != key[1]]:
            del _asked[old]
        _asked[key] = _asked.get(key, 0) + 1
        return _asked[key] > REQUESTS_PER_ADDRESS


def _addressee(opened: Store, name: str, now: datetime) -> Addressee | None:
    account = accounts.find(opened, name)
    if account is None:
        return _invited_before(opened, name, now)
    # Whoever reads the pharmacy's mail must not get a password for a person's own account.
    if account.locked or not account.has_password:
        return None
    email = account.email or _pharmacy_email(opened, account.finess, now)
    return Addressee(account.name, account.finess, email) if email else None


def _invited_before(opened: Store, name: str, now: datetime) -> Addressee | None:
    wanted = name.strip().lower()
    if not accounts.account.NAME.fullmatch(wanted):
        return None
    rows = opened.query("link_invitation_of", account_name=wanted)
    email = _pharmacy_email(opened, rows[0]["finess"], now) if rows else None
    return Addressee(wanted, rows[0]["finess"], email) if email else None


def _pharmacy_email(opened: Store, finess: str | None, now: datetime) -> str | None:
    today = now.astimezone(PARIS).date()
    rows = opened.query("pharmacy_email", finess=finess, today=today) if finess else []
    return str(rows[0]["email"]).strip() if rows and rows[0]["email"] else None


def _too_many(opened: Store, account_name: str, now: datetime) -> bool:
    since = now - timedelta(hours=1)
    found = opened.query("link_count_since", account_name=account_name, since=since)
    return int(found[0]["links"]) >= MAILS_PER_HOUR


def _letter(opened: Store, addressee: Addressee, purpose: str, secret: str, now: datetime) -> Letter:
    until, address = now + links.LIVES[purpose], links.address(secret)
    if purpose == PASSWORD:
        return letters.new_password(addressee.email, addressee.account_name, address, until)
    rows = opened.query("pharmacy_by_finess", finess=addressee.finess)
    return letters.invitation(addressee.email, rows[0]["name"], addressee.account_name, address, until)
