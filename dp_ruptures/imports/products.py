"""Loads an administrator's list of products and puts them in the season's campaign.

The columns of the file are described in products_file.py.
"""

from datetime import date
from pathlib import Path
from typing import Any

from dp_ruptures.errors import Refused
from dp_ruptures.french import plural
from dp_ruptures.imports.products_file import Product, read_products
from dp_ruptures.imports.text import read_text
from dp_ruptures.store import Row, Store, Transaction, in_transaction


def import_products(store: Store, file: Path, *, today: date) -> dict[str, Any]:
    """Add or change the products of `file`, all or nothing, and survey them in the current campaign.

    Returns a JSON-able report: message, campaign, added, changed, unchanged, surveyed (newly put in
    the campaign). Raises Refused, or RefusedLines (its `lines` say line and reason) on any bad line.
    """
    products = read_products(read_text(file))

    def write(transaction: Transaction) -> dict[str, Any]:
        campaign = _campaign(transaction, today)
        before = _by_code(transaction)
        _save(transaction, products)
        after = _by_code(transaction)
        surveyed = _survey(transaction, campaign, products)
        return _report(campaign, products, before, after, surveyed)

    return in_transaction(store, write)


def _campaign(transaction: Transaction, today: date) -> Row:
    campaigns = transaction.query("product_campaign", today=today)
    if not campaigns:
        raise Refused("Aucune campagne n'est en cours ni à venir : lancez d'abord « init ».")
    return campaigns[0]


def _by_code(transaction: Transaction) -> dict[str, Row]:
    return {row["cip13"]: row for row in transaction.query("product_catalogue")}


def _save(transaction: Transaction, products: list[Product]) -> None:
    transaction.execute(
        "product_upsert",
        cip13s=[product.cip13 for product in products],
        cip7s=[product.cip7 for product in products],
        names=[product.name for product in products],
        families=[product.family for product in products],
        makers=[product.maker for product in products],
        presentations=[product.presentation for product in products],
        pack_sizes=[product.pack_size for product in products],
        demo=[product.demo for product in products],
        sources=[product.source for product in products],
    )


def _survey(transaction: Transaction, campaign: Row, products: list[Product]) -> int:
    """Put the products at the end of the form, in the order of the file; how many are new there."""
    surveyed = transaction.query("product_surveyed", campaign_id=campaign["campaign_id"])
    known = {row["cip13"] for row in surveyed}
    last = max((row["position"] for row in surveyed), default=0)
    new = [product.cip13 for product in products if product.cip13 not in known]
    transaction.execute(
        "reference_insert_campaign_products",
        campaign_id=campaign["campaign_id"],
        cip13s=new,
        positions=[last + rank for rank in range(1, len(new) + 1)],
    )
    return len(new)


def _report(
    campaign: Row, products: list[Product], before: dict[str, Row], after: dict[str, Row], surveyed: int
) -> dict[str, Any]:
    codes = [product.cip13 for product in products]
    added = sum(code not in before for code in codes)
    changed = sum(code in before and before[code] != after[code] for code in codes)
    unchanged = len(codes) - added - changed
    told = (
        f"{plural(added, 'produit ajouté', 'produits ajoutés')}, {plural(changed, 'modifié')}, "
        f"{plural(unchanged, 'inchangé')} ; "
        f"{plural(surveyed, 'nouveau', 'nouveaux')} dans la campagne « {campaign['name']} »."
    )
    return {
        "message": told,
        "campaign": campaign["campaign_id"],
        "added": added,
        "changed": changed,
        "unchanged": unchanged,
        "surveyed": surveyed,
    }
