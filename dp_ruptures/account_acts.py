"""What an administrator does to an account from the screen; each act ends every session of it at once."""

from dataclasses import dataclass
from datetime import datetime

from dp_ruptures.accounts.account import Account, existing
from dp_ruptures.accounts.acts import keep_out
from dp_ruptures.accounts.creation import check_role, read
from dp_ruptures.acts import Act
from dp_ruptures.errors import Refused
from dp_ruptures.rules.change import Change, Plan
from dp_ruptures.rules.roles import ROLE_NAMES
from dp_ruptures.store import Transaction

ADMIN = "admin"


@dataclass(frozen=True)
class _OnAccount(Act):
    """An act of the administrator `by` on the account `name`."""

    name: str
    by: str

    @property
    def subject(self) -> str:
        return self.name

    def write(self, transaction: Transaction, now: datetime, actor: str) -> None:
        self.change(transaction, existing(transaction, self.name), now)
        transaction.execute("session_end_all", account_name=self.name, now=now)

    def change(self, transaction: Transaction, account: Account, now: datetime) -> None:
        """What the act does beside ending the sessions."""

    def _refuse_shut_out(self, transaction: Transaction, account: Account) -> None:
        """Nobody locks themselves out, nor the last administrator."""
        if account.name == self.by:
            raise Refused("C'est votre propre compte : demandez-le à un autre administrateur.")
        others = {row["name"] for row in transaction.query("account_open_of_role", role=ADMIN)}
        if account.role == ADMIN and others <= {account.name}:
            raise Refused("C'est le dernier compte d'administration ouvert : créez-en un autre d'abord.")


@dataclass(frozen=True)
class Locking(_OnAccount):
    """Keep the account out: no login, no session, no link, none of its tokens."""

    action = "account.lock"

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        account = existing(transaction, self.name)
        self._refuse_shut_out(transaction, account)
        if account.locked:
            return Plan(())
        note = "ses sessions se ferment, ses liens et ses jetons ne servent plus"
        return Plan((Change(account.name, "ouvert", "bloqué", note),))

    def change(self, transaction: Transaction, account: Account, now: datetime) -> None:
        keep_out(transaction, account, now)


@dataclass(frozen=True)
class Unlocking(_OnAccount):
    """Let a locked account in again."""

    action = "account.unlock"

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        account = existing(transaction, self.name)
        if not account.locked:
            return Plan(())
        return Plan((Change(account.name, "bloqué", "ouvert", "il entre avec le mot de passe qu'il avait"),))

    def change(self, transaction: Transaction, account: Account, now: datetime) -> None:
        transaction.execute("account_set_locked", name=account.name, locked=False)


@dataclass(frozen=True)
class EndingSessions(_OnAccount):
    """Close every session of the account, on every device."""

    action = "sessions.end"

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        account = existing(transaction, self.name)
        return Plan((Change(account.name, "sessions ouvertes", "toutes fermées", "il devra se reconnecter"),))


@dataclass(frozen=True)
class NewRole(_OnAccount):
    """Another role; `finess` for a pharmacist only."""

    role: str
    finess: str = ""
    action = "account.role"

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        account = existing(transaction, self.name)
        check_role(transaction, self.role, self._pharmacy)
        if (account.role, account.finess) == (self.role, self._pharmacy):
            return Plan(())
        self._refuse_shut_out(transaction, account)
        before, after = _worn(account.role, account.finess), _worn(self.role, self._pharmacy)
        return Plan((Change(account.name, before, after, "ses sessions se ferment"),))

    def change(self, transaction: Transaction, account: Account, now: datetime) -> None:
        transaction.execute("account_set_role", name=account.name, role=self.role, finess=self._pharmacy)

    @property
    def _pharmacy(self) -> str | None:
        return read(self.finess) if self.finess.strip() else None


def _worn(role: str, finess: str | None) -> str:
    return f"{ROLE_NAMES[role]}, {finess}" if finess else ROLE_NAMES[role]
