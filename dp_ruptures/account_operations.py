"""The `accounts` commands: what the portal does to people on an operator's word."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dp_ruptures import accounts, invitations, mail, tokens
from dp_ruptures.progress import Progress
from dp_ruptures.store import Store

Outcome = dict[str, Any]
ACTOR = "commande"


def _create(store: Store, now: datetime, progress: Progress, **asked: Any) -> Outcome:
    created, secret = accounts.create_with_password(store, **asked, now=now, actor=ACTOR)
    outcome: Outcome = {"message": f"Compte « {created.name} » créé ({created.role}).", "name": created.name}
    if asked["password"] is None:
        outcome["password"] = secret
        outcome["message"] += f" Mot de passe, à noter maintenant : {secret}"
    return outcome


def _invite(store: Store, now: datetime, progress: Progress, *, finess: str | None, again: bool) -> Outcome:
    return invitations.invite(
        store, mail.outbox(), finess=finess, again=again, now=now, actor=ACTOR, progress=progress
    )


def _token(
    store: Store, now: datetime, progress: Progress, *, finess: str | None, account: str | None = None
) -> Outcome:
    if account is not None:
        token = tokens.create_for_account(store, account, tokens.COMMANDED, now=now, actor=ACTOR)
    else:
        token = tokens.create_by_command(store, finess or "", now=now, actor=ACTOR)
    return {"message": f"Jeton, à noter maintenant, il ne sera plus montré : {token}", "token": token}


def _end_sessions(store: Store, now: datetime, progress: Progress, *, name: str) -> Outcome:
    accounts.end_sessions(store, name, now=now, actor=ACTOR)
    return {"message": f"Toutes les sessions de « {name} » sont fermées.", "name": name}


def _lock(store: Store, now: datetime, progress: Progress, *, name: str) -> Outcome:
    accounts.lock(store, name, now=now, actor=ACTOR)
    return {"message": f"Le compte « {name} » est verrouillé, ses sessions sont fermées.", "name": name}


def _unlock(store: Store, now: datetime, progress: Progress, *, name: str) -> Outcome:
    accounts.unlock(store, name, now=now, actor=ACTOR)
    return {"message": f"Le compte « {name} » est rouvert.", "name": name}


def _role(
    store: Store, now: datetime, progress: Progress, *, name: str, role: str, finess: str | None
) -> Outcome:
    accounts.change_role(store, name, role, finess=finess, now=now, actor=ACTOR)
    return {"message": f"Le compte « {name} » a le rôle {role}, ses sessions sont fermées.", "name": name}


ACCOUNT_OPERATIONS: dict[str, Callable[..., Outcome]] = {
    "accounts-create": _create,
    "accounts-invite": _invite,
    "accounts-token": _token,
    "accounts-end-sessions": _end_sessions,
    "accounts-lock": _lock,
    "accounts-unlock": _unlock,
    "accounts-role": _role,
}
