"""What an administrator decides of those a provider knows and the portal cannot place alone."""

from datetime import datetime
from typing import Any

from dp_ruptures import accounts, sessions
from dp_ruptures.accounts.account import trace
from dp_ruptures.accounts.creation import read
from dp_ruptures.errors import Refused
from dp_ruptures.oidc_entry import ORDRE_ROLES, account_name
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Conflict, Store, Transaction, in_transaction

Request = dict[str, Any]


def link_to_pharmacy(store: Store, request: Request, finess: str, *, now: datetime, actor: str) -> str:
    """Let the person who asks declare for an open pharmacy; its name. Raises Refused."""
    wanted = read(finess)
    found = store.query("oidc_pharmacies", finess=[wanted], today=now.astimezone(PARIS).date())
    if not found:
        raise Refused(f"Le numéro FINESS {wanted} n'est celui d'aucune officine ouverte du référentiel.")
    _link(store, request, finess=wanted, account_name=None, now=now, actor=actor)
    return str(found[0]["name"])


def link_to_account(store: Store, request: Request, name: str, *, now: datetime, actor: str) -> None:
    """Let the person who asks enter an account of the Ordre. Raises Refused."""
    account = accounts.find(store, name)
    if account is None or account.role not in ORDRE_ROLES:
        raise Refused("Choisissez un compte de l'Ordre.")
    _link(store, request, finess=None, account_name=account.name, now=now, actor=actor)


def dismiss(store: Store, request: Request, *, now: datetime, actor: str) -> None:
    """Take a request off the page without linking anybody."""

    def work(transaction: Transaction) -> None:
        transaction.execute("oidc_request_delete", identity=request["identity"])
        trace(transaction, "oidc.dismiss", _shown(request), now=now, actor=actor)

    in_transaction(store, work)


def unlink(store: Store, link: Request, *, now: datetime, actor: str) -> None:
    """Take a link away and end the sessions it may have opened."""
    opened = link["account_name"] or account_name(link["identity"])

    def work(transaction: Transaction) -> None:
        transaction.execute("oidc_link_delete", identity=link["identity"])
        sessions.end_all(transaction, opened, now)
        target = link["finess"] or link["account_name"]
        trace(transaction, "oidc.unlink", _shown(link), now=now, actor=actor, detail=target)

    in_transaction(store, work)


def _link(
    store: Store,
    request: Request,
    *,
    finess: str | None,
    account_name: str | None,
    now: datetime,
    actor: str,
) -> None:
    identity = {key: request[key] for key in ("identity", "provider", "display_name", "reference")}

    def work(transaction: Transaction) -> None:
        transaction.execute("oidc_link_delete", identity=request["identity"])
        transaction.execute(
            "oidc_link_insert",
            **identity,
            finess=finess,
            account_name=account_name,
            linked_by=actor,
            now=now,
        )
        transaction.execute("oidc_request_delete", identity=request["identity"])
        target = finess or account_name or ""
        trace(transaction, "oidc.link", _shown(request), now=now, actor=actor, detail=target)

    try:
        in_transaction(store, work)
    except Conflict:
        raise Refused("Un autre administrateur vient de traiter cette demande.") from None


def _shown(request: Request) -> str:
    return f"{request['display_name']} ({request['reference']})"
