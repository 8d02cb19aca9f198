"""The register of pharmacies: who a FINESS number is."""

from typing import Any

from dp_ruptures.errors import Refused
from dp_ruptures.store import Store, Transaction

_TOLD = 3


def known(store: Store | Transaction, finess: str) -> dict[str, Any]:
    """The pharmacy of a sound FINESS number: finess, name, city, postcode, department, opening, closing.

    Raises Refused when the register holds none, and names the site when the number is its owner's:
    a legal entity (EJ) and a site (ET) look the same, and both stand on a pharmacy's papers.
    """
    rows = store.query("pharmacy_by_finess", finess=finess)
    if rows:
        return rows[0]
    sites = store.query("pharmacy_of_entity", finess_ej=finess)
    if sites:
        raise Refused(_entity(finess, sites))
    raise Refused(f"Le numéro FINESS {finess} n'est celui d'aucune officine du référentiel : vérifiez-le.")


def _entity(finess: str, sites: list[dict[str, Any]]) -> str:
    meant = ", ".join(f"{site['finess']} ({site['name']})" for site in sites[:_TOLD])
    more = "…" if len(sites) > _TOLD else ""
    return (
        f"Le numéro FINESS {finess} est celui de l'entité juridique (EJ). Donnez celui de l'officine (ET) : "
        f"{meant}{more}."
    )
