"""Loads the pharmacies' e-mail addresses, which FINESS does not publish: where invitations go.

A CSV or XLSX of two columns in any order, with or without a header: a FINESS number, an address.
"""

from datetime import date
from pathlib import Path
from typing import Any

from dp_ruptures.errors import Refused
from dp_ruptures.french import plural
from dp_ruptures.imports.declarations_table import Row, read_table
from dp_ruptures.imports.report import RefusedLine, tell_refused
from dp_ruptures.mail import ADDRESS
from dp_ruptures.rules.finess import FinessError, read_finess
from dp_ruptures.store import Store, Transaction, in_transaction


class _Wrong(ValueError):
    """A line that cannot be taken; the message is a French sentence."""


def import_emails(store: Store, file: Path, *, today: date) -> dict[str, Any]:
    """Set the address of every pharmacy of `file`; wrong lines are refused and the others taken.

    Returns a JSON-able report: message, changed, unchanged, refused (line, reason). Raises Refused
    when the file cannot be read or holds no line of use.
    """
    try:
        content = file.read_bytes()
    except OSError:
        raise Refused(f"Le fichier {file.name} est introuvable ou illisible.") from None
    rows = read_table(content, file.name)

    def write(transaction: Transaction) -> dict[str, Any]:
        known = {row["finess"]: row["email"] for row in transaction.query("pharmacy_emails", today=today)}
        given, refused = _read(rows, known.keys())
        changed = {finess: email for finess, email in given.items() if known[finess] != email}
        if not given:
            raise Refused(f"Aucune adresse à prendre dans {file.name}. {tell_refused(refused)}".strip())
        transaction.execute(
            "pharmacy_set_emails", finesses=list(changed), emails=[changed[finess] for finess in changed]
        )
        return _report(len(changed), len(given) - len(changed), refused)

    return in_transaction(store, write)


def _read(rows: list[Row], known: Any) -> tuple[dict[str, str], list[RefusedLine]]:
    given: dict[str, str] = {}
    refused: list[RefusedLine] = []
    for rank, (line, cells) in enumerate(rows):
        if rank == 0 and not any("@" in cell for cell in cells):
            continue  # The header.
        try:
            finess, email = _line(cells, known)
            if given.setdefault(finess, email) != email:
                raise _Wrong(f"L'officine {finess} a déjà une autre adresse plus haut.")
        except (_Wrong, FinessError) as error:
            refused.append({"line": line, "reason": str(error)})
    return given, refused


def _line(cells: list[str], known: Any) -> tuple[str, str]:
    addresses = [cell for cell in cells if "@" in cell]
    if len(addresses) != 1:
        raise _Wrong(
            "Une adresse de courriel par ligne : il y en a " + ("plusieurs." if addresses else "aucune.")
        )
    if not ADDRESS.fullmatch(addresses[0]):
        raise _Wrong("L'adresse de courriel est mal écrite.")
    numbers = [cell for cell in cells if "@" not in cell and cell]
    finess = read_finess(numbers[0] if numbers else "")
    if finess not in known:
        raise _Wrong(f"Le numéro FINESS {finess} n'est celui d'aucune officine ouverte.")
    return finess, addresses[0]


def _report(changed: int, unchanged: int, refused: list[RefusedLine]) -> dict[str, Any]:
    told = (
        f"{plural(changed, 'adresse enregistrée', 'adresses enregistrées')}, "
        f"{plural(unchanged, 'inchangée')}. {tell_refused(refused)}"
    )
    return {"message": told.strip(), "changed": changed, "unchanged": unchanged, "refused": refused}
