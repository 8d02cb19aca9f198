"""Writes to a pharmacy about one of its figures: once a figure, recorded among its contacts."""

import threading
from datetime import datetime

from dp_ruptures import letters, settings
from dp_ruptures.accounts.account import trace
from dp_ruptures.errors import Refused
from dp_ruptures.mail import AddressRefused, Outbox
from dp_ruptures.quality import Figure, line_of, subject_of
from dp_ruptures.rules.week import PARIS, Week
from dp_ruptures.store import Row, Store, Transaction, in_transaction

# A double click is two runs at once: the second must find what the first has written.
_writing = threading.Lock()


def write(store: Store, outbox: Outbox, figure: Figure, *, now: datetime, actor: str) -> None:
    """Send the letter about a figure and record it. Raises Refused, or MailDown when no letter leaves.

    Refused: already written, no address, an address that the mail server refuses, a closed pharmacy, a
    declaration corrected meanwhile. A kill between the letter and its record may send it a second time.
    """
    with _writing:
        line = line_of(store, figure)
        _check(line, now)
        week = Week(line["week"])
        letter = letters.figure_to_check(
            line["email"].strip(), line["name"], line["product_name"], week,
            settings.load().base_url, is_open=week.is_open(now),
        )  # fmt: skip
        try:
            with outbox:
                outbox.send(letter, now)
        except AddressRefused as refusal:
            raise Refused(f"Le courriel n'est pas parti : {refusal}. Appelez l'officine.") from None
        _record(store, figure, line, now=now, actor=actor)


def _check(line: Row, now: datetime) -> None:
    if line["sent_at"] is not None:
        raise Refused("L'officine a déjà reçu un courriel au sujet de ce chiffre.")
    if not (line["email"] or "").strip():
        raise Refused("Aucune adresse de courriel n'est connue pour cette officine : appelez-la.")
    if line["closed_on"] and line["closed_on"] <= now.astimezone(PARIS).date():
        raise Refused("Cette officine est fermée : il n'y a plus personne à qui écrire.")


def _record(store: Store, figure: Figure, line: Row, *, now: datetime, actor: str) -> None:
    def work(transaction: Transaction) -> None:
        transaction.execute(
            "quality_letter_insert", declaration_id=figure.declaration_id, cip13=figure.cip13,
            finess=line["finess"], week=line["week"], now=now, actor=actor,
        )  # fmt: skip
        trace(transaction, "figure.write", subject_of(line, figure), now=now, actor=actor)

    in_transaction(store, work)
