"""An administrative act, in two steps: say what would change, then do just that and write it down.

What the person saw is what is done: when the store has moved in between, nothing is.
"""

from datetime import datetime

from dp_ruptures.errors import Refused
from dp_ruptures.rules.change import Plan
from dp_ruptures.store import Store, Transaction, in_transaction


class Act:
    """One act on the store. An instance is a frozen dataclass that says what is wanted, and no more."""

    # As the register of acts names it (registers.ACTS).
    action: str

    @property
    def subject(self) -> str:
        """What the line of the register is about."""
        raise NotImplementedError

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        """What the act would change at `now`; no change when all is so already. Raises Refused."""
        raise NotImplementedError

    def write(self, transaction: Transaction, now: datetime, actor: str) -> None:
        """Change it, inside the caller's transaction, after `plan` has agreed."""
        raise NotImplementedError

    def follow(self, store: Store, now: datetime) -> None:  # noqa: B027 - most acts have nothing to follow
        """What must be computed again once the act is committed."""


def plan(store: Store, act: Act, now: datetime) -> Plan:
    """What the act would change. Raises Refused."""
    return in_transaction(store, lambda transaction: act.plan(transaction, now))


def perform(store: Store, act: Act, seen: Plan, *, now: datetime, actor: str) -> None:
    """Do what was `seen`, in one transaction with its line of the register.

    Raises Refused, also when the act would by now change something else than what was seen.
    """

    def work(transaction: Transaction) -> None:
        present = act.plan(transaction, now)
        if present != seen:
            raise Refused("La situation a changé depuis l'aperçu : relisez ce qui va changer.")
        act.write(transaction, now, actor)
        transaction.execute(
            "audit_insert",
            now=now, actor=actor, action=act.action, subject=act.subject, detail=present.told,
        )  # fmt: skip

    in_transaction(store, work)
    act.follow(store, now)
