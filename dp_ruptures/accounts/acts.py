"""What an administrator does to an account; each act ends every session of it at once."""

from collections.abc import Callable
from datetime import datetime

from dp_ruptures.accounts.account import Account, existing, trace
from dp_ruptures.accounts.creation import check_role, read
from dp_ruptures.store import Store, Transaction, in_transaction


def end_sessions(store: Store, name: str, *, now: datetime, actor: str) -> None:
    """End every session of the account. Raises Refused when there is no such account."""
    _act(store, name, lambda transaction, account: "", "sessions.end", now, actor)


def lock(store: Store, name: str, *, now: datetime, actor: str) -> None:
    """Keep the account out: no login, no session, no link, none of the tokens it made. Raises Refused."""

    def act(transaction: Transaction, account: Account) -> str:
        keep_out(transaction, account, now)
        return ""

    _act(store, name, act, "account.lock", now, actor)


def keep_out(transaction: Transaction, account: Account, now: datetime) -> None:
    """`lock`, but for the sessions and the trace, inside the caller's transaction."""
    transaction.execute("account_set_locked", name=account.name, locked=True)
    transaction.execute("link_void", account_name=account.name, now=now)


def unlock(store: Store, name: str, *, now: datetime, actor: str) -> None:
    """Let a locked account in again. Raises Refused."""

    def act(transaction: Transaction, account: Account) -> str:
        transaction.execute("account_set_locked", name=account.name, locked=False)
        return ""

    _act(store, name, act, "account.unlock", now, actor)


def change_role(
    store: Store, name: str, role: str, *, finess: str | None = None, now: datetime, actor: str
) -> None:
    """Give the account another role; `finess` only for a pharmacist. Raises Refused."""
    pharmacy = read(finess) if finess else None
    check_role(store, role, pharmacy)

    def act(transaction: Transaction, account: Account) -> str:
        transaction.execute("account_set_role", name=account.name, role=role, finess=pharmacy)
        return f"{account.role} → {role}"

    _act(store, name, act, "account.role", now, actor)


def _act(  # noqa: PLR0917 - one act, told in one line by each caller
    store: Store,
    name: str,
    act: Callable[[Transaction, Account], str],
    action: str,
    now: datetime,
    actor: str,
) -> None:
    def write(transaction: Transaction) -> None:
        account = existing(transaction, name)
        detail = act(transaction, account)
        transaction.execute("session_end_all", account_name=account.name, now=now)
        trace(transaction, action, account.name, now=now, actor=actor, detail=detail)

    in_transaction(store, write)
