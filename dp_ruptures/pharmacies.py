"""The register of pharmacies: who a FINESS number is."""

from collections.abc import Mapping, Sequence
from typing import Any

from dp_ruptures.errors import Refused
from dp_ruptures.store import Row, Store, Transaction

_TOLD = 3


def known(store: Store | Transaction, finess: str) -> dict[str, Any]:
    """The pharmacy of a sound FINESS number: finess, name, city, postcode, department, opening, closing.

    Raises Refused when the register holds none, and names the site when the number is its owner's:
    a legal entity (EJ) and a site (ET) look the same, and both stand on a pharmacy's papers.
    """
    return _only(store, finess, store.query("pharmacy_by_finess", finess=finess))


def business(store: Store | Transaction, finess: str) -> Row:
    """`known`, with the opening and the closing alone: a third of its cost, at every declaration."""
    return _only(store, finess, store.query("pharmacy_business", finess=finess))


def _only(store: Store | Transaction, finess: str, rows: list[Row]) -> Row:
    if rows:
        return rows[0]
    sites = store.query("pharmacy_of_entity", finess_ej=finess)
    raise Refused(complaint(finess, sites))


def complaint(finess: str, sites: Sequence[Mapping[str, Any]]) -> str:
    """Why `finess` is no pharmacy's number; `sites` are the pharmacies of that legal entity, if it is one."""
    if sites:
        return _entity(finess, sites)
    return f"Le numéro FINESS {finess} n'est celui d'aucune officine du référentiel : vérifiez-le."


def _entity(finess: str, sites: Sequence[Mapping[str, Any]]) -> str:
    meant = ", ".join(f"{site['finess']} ({site['name']})" for site in sites[:_TOLD])
    more = "…" if len(sites) > _TOLD else ""
    return (
        f"Le numéro FINESS {finess} est celui de l'entité juridique (EJ). Donnez celui de l'officine (ET) : "
        f"{meant}{more}."
    )
