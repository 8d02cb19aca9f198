"""The accounts as an administrator finds them, and the links and passwords that leave for them."""

from datetime import datetime

from dp_ruptures import accounts, forgotten, french, invitations, mail
from dp_ruptures.errors import Refused
from dp_ruptures.progress import silent
from dp_ruptures.rules.roles import ROLE_NAMES
from dp_ruptures.store import Row, Store

SHOWN = 50
# The roles of people; a pharmacy's account is born of its invitation.
PEOPLE = ("analyst", "ministry", "admin")


def search(store: Store, words: str, role: str, now: datetime) -> list[Row]:
    """The first accounts that match, locked ones before the others; `role` empty means any."""
    wanted = words.replace("\0", "").strip().lower()[:80]
    return store.query("account_search", words=wanted, role=role, now=now, size=SHOWN)


def described(row: Row) -> dict[str, str]:
    """One account as the table shows it."""
    return {
        "Identifiant": row["name"],
        "Rôle": ROLE_NAMES[row["role"]],
        "État": "bloqué" if row["locked"] else "ouvert",
        # An account without a name of its own bears its login, which is said already.
        "Nom": "—" if row["display_name"].lower() == row["name"] else row["display_name"],
        "Sessions": french.number(row["sessions"]),
        "Vu": french.on_one_line(french.instant(row["last_seen_at"])) if row["last_seen_at"] else "—",
        "Courriel": row["email"] or "—",
    }


def send_link(store: Store, name: str, *, now: datetime) -> str:
    """Send the account a link that sets its password; a French sentence saying so. Raises Refused."""
    account = accounts.account.existing(store, name)
    if account.locked:
        raise Refused("Ce compte est bloqué : débloquez-le d'abord.")
    if not forgotten.answer(store, mail.outbox(), account.name, now):
        raise Refused(
            "Aucun lien n'est parti : ce compte n'a pas de courriel, ou en a reçu trois cette heure."
        )
    return f"Un lien, valable une heure, est parti pour « {account.name} »."


def invite(store: Store, finess: str, *, now: datetime, actor: str) -> str:
    """Send the pharmacy its invitation, again when it has had one; what came of it. Raises Refused."""
    report = invitations.invite(
        store, mail.outbox(), finess=finess, again=True, now=now, actor=actor, progress=silent
    )
    return str(report["message"])


def create(store: Store, name: str, role: str, email: str, *, now: datetime, actor: str) -> tuple[str, str]:
    """A new account of the Ordre or the ministry: its name, and its password to hand over. Raises Refused."""
    if role not in PEOPLE:
        raise Refused("Une officine reçoit une invitation : son compte naît quand elle l'ouvre.")
    address = email.strip()
    if address and not mail.ADDRESS.fullmatch(address):
        raise Refused("Ce courriel est mal écrit : une seule adresse, sans nom ni virgule.")
    account, secret = accounts.create_with_password(
        store, name=name, role=role, finess=None, password=None, now=now, actor=actor, email=address or None
    )
    return account.name, secret
