"""One-time links: random, hashed in the store, good for one account, once, for a while."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from dp_ruptures import accounts, settings
from dp_ruptures.accounts import Account
from dp_ruptures.accounts.account import find, trace
from dp_ruptures.accounts.creation import display_name, insert
from dp_ruptures.digest import sha256
from dp_ruptures.errors import Refused
from dp_ruptures.store import Store, Transaction, in_transaction
from dp_ruptures.support import PHONE

INVITATION, PASSWORD = "invitation", "password"
LIVES = {INVITATION: timedelta(days=7), PASSWORD: timedelta(hours=1)}
ADDRESS = "lien"
_ASK_AGAIN = (
    "Demandez-en un autre par «\u00a0Première connexion ou mot de passe oublié\u00a0?\u00a0», "
    f"ou appelez le support au {PHONE}."
)
UNKNOWN = f"Ce lien n'est pas complet ou n'existe pas. {_ASK_AGAIN}"
EXPIRED = f"Ce lien a expiré. {_ASK_AGAIN}"
USED = f"Ce lien a déjà servi ou a été remplacé. {_ASK_AGAIN}"
LOCKED = f"Ce compte est fermé. Appelez le support au {PHONE}."


@dataclass(frozen=True)
class Addressee:
    """Who gets a link: an account, or the pharmacy (`finess`) whose account it will create."""

    account_name: str
    finess: str | None
    email: str


@dataclass(frozen=True)
class Link:
    """A link as the store knows it: whose it is, what for."""

    account_name: str
    finess: str | None
    email: str
    purpose: str


def write(store: Store, addressee: Addressee, purpose: str, now: datetime) -> str:
    """Record a new link before it is sent; returns its secret, kept nowhere."""
    secret = secrets.token_urlsafe(32)
    store.execute(
        "link_insert",
        link_sha256=sha256(secret),
        account_name=addressee.account_name,
        finess=addressee.finess,
        email=addressee.email,
        purpose=purpose,
        now=now,
        expires_at=now + LIVES[purpose],
    )
    return secret


def note_sent(
    store: Store, secret: str, addressee: Addressee, purpose: str, *, now: datetime, actor: str
) -> None:
    """Record that the mail server took the letter, with its trace."""

    def note(transaction: Transaction) -> None:
        transaction.execute("link_sent", link_sha256=sha256(secret), now=now)
        trace(transaction, f"link.{purpose}", addressee.account_name, now=now, actor=actor)

    in_transaction(store, note)


def address(secret: str) -> str:
    """What the letter carries."""
    return f"{settings.load().base_url}/{ADDRESS}?cle={secret}"


def read(store: Store, secret: str, now: datetime) -> Link:
    """The link of `secret`, still good. Raises Refused: unknown, expired, used, account locked."""
    rows = store.query("link_by_hash", link_sha256=sha256(secret))
    if not rows:
        raise Refused(UNKNOWN)
    row = rows[0]
    account = find(store, row["account_name"])
    if account and account.locked:
        raise Refused(LOCKED)
    if row["used_at"] is not None:
        raise Refused(USED)
    if row["expires_at"] <= now:
        raise Refused(EXPIRED)
    return Link(row["account_name"], row["finess"], row["email"], row["purpose"])


def use(store: Store, secret: str, password: str, now: datetime) -> str:
    """Set the password of the link's own account, create it when it is a first login.

    The link, and every other one of the account, is spent; every session of the person ends.
    Returns the account's name. Raises Refused; a refused password leaves the link good.
    """
    link = read(store, secret, now)
    own_words = (link.account_name, link.finess or "")
    hashed = accounts.hash_password(password, own_words)

    def spend(transaction: Transaction) -> None:
        if not transaction.query("link_use", link_sha256=sha256(secret), now=now):
            raise Refused(USED)
        _give_password(transaction, link, hashed, now)
        transaction.execute("link_void", account_name=link.account_name, now=now)
        transaction.execute("session_end_all", account_name=link.account_name, now=now)

    in_transaction(store, spend)
    return link.account_name


def _give_password(transaction: Transaction, link: Link, hashed: str, now: datetime) -> None:
    account = find(transaction, link.account_name)
    if account is None:
        account = Account(link.account_name, "", "pharmacist", link.finess, link.email, hashed, False)
        account = Account(**{**vars(account), "display_name": display_name(transaction, account)})
        insert(transaction, account, now=now, actor=link.account_name)
    elif account.locked:
        raise Refused(LOCKED)
    else:
        transaction.execute("account_set_password", name=account.name, password_hash=hashed)
    trace(
        transaction, "password.set", link.account_name, now=now, actor=link.account_name, detail=link.purpose
    )
