"""Who is written to: the ministry when a release is out, the Ordre when one could not be, the operators
when the night's work failed."""

import re
from datetime import datetime

from dp_ruptures.errors import Refused
from dp_ruptures.mail import ADDRESS
from dp_ruptures.store import Store, Transaction, in_transaction

MINISTRY, ORDRE, OPERATORS = "mail.ministry", "mail.ordre", "mail.operators"
MOST = 50


def recipients(store: Store | Transaction, name: str) -> list[str]:
    """The addresses of a list, in the order they were given."""
    rows = store.query("setting_by_name", name=name)
    return rows[0]["content"].split() if rows else []


def read(text: str) -> list[str]:
    """The addresses typed, apart by lines or commas; each once. Raises Refused naming the wrong one."""
    found = list(dict.fromkeys(part for part in re.split(r"[\s,;]+", text) if part))
    for address in found:
        if not ADDRESS.fullmatch(address):
            raise Refused(f"« {address} » n'est pas une adresse de courriel : corrigez-la.")
    if len(found) > MOST:
        raise Refused(f"{MOST} adresses au plus : donnez une liste de diffusion.")
    return found


def change(store: Store, name: str, text: str, *, now: datetime, actor: str) -> list[str]:
    """Replace a list by the addresses typed, and trace it. Raises Refused."""
    addresses = read(text)

    def write(transaction: Transaction) -> None:
        transaction.execute("setting_set", name=name, content="\n".join(addresses))
        transaction.execute(
            "audit_insert",
            now=now,
            actor=actor,
            action="mailing_list.change",
            subject=name,
            detail=str(len(addresses)),
        )

    in_transaction(store, write)
    return addresses
