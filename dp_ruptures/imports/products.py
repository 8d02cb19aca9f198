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
from dp_ruptures.rules.season import leaving_day
from dp_ruptures.store import Row, Store, Transaction, in_transaction


def import_products(store: Store, file: Path, *, today: date) -> dict[str, Any]:
    """Add or change the products of `file`, all or nothing, and survey them in the current campaign.

    Those marked as withdrawn leave the campaign instead, and stay in the catalogue for its past weeks.
    Returns a JSON-able report: message, campaign, added, changed, unchanged, surveyed (newly put in
    the campaign), closed (taken out of it), warnings (sentences), refused (always empty).
    Raises Refused, or RefusedLines (its `lines` say line and reason) on any bad line.
    """
    listed = read_products(read_text(file))
    return in_transaction(store, lambda transaction: take(transaction, listed, today))


def take(transaction: Transaction, listed: list[Product], today: date) -> dict[str, Any]:
    """`import_products` of a list already read, inside the caller's transaction. Raises Refused."""
    products = [product for product in listed if not product.withdrawn]
    withdrawn = [product for product in listed if product.withdrawn]
    campaign = campaign_to_fill(transaction, today)
    before = by_code(transaction)
    refuse_other_family(transaction, products, before)
    save(transaction, products)
    after = by_code(transaction)
    counts = {
        **_changes(products, before, after),
        "surveyed": _survey(transaction, campaign, products, today),
        "closed": _withdraw(transaction, campaign, withdrawn, today),
    }
    return _report(campaign, counts, [*_stopped(transaction, products), *_unknown(withdrawn, after)])


def refuse_other_family(transaction: Transaction, products: list[Product], known: dict[str, Row]) -> None:
    """Raise Refused when a published product would change family.

    The totals of two families that trade a product, subtracted over two weeks, would give it away.
    """
    moved = [p for p in products if p.cip13 in known and known[p.cip13]["family"] != p.family]
    if released := transaction.query("product_released", cip13s=[product.cip13 for product in moved]):
        code = released[0]["cip13"]
        raise Refused(
            f"Rien n'est changé : {known[code]['name']} ({code}) est déjà publié dans sa famille et ne peut "
            "plus en changer. Ajoutez un autre code, ou corrigez la famille."
        )


def campaign_to_fill(transaction: Transaction, today: date) -> Row:
    """The campaign that a list of products fills: the one open, or else the next. Raises Refused."""
    campaigns = transaction.query("product_campaign", today=today)
    if not campaigns:
        raise Refused("Aucune campagne n'est en cours ni à venir : lancez d'abord « init ».")
    return campaigns[0]


def by_code(transaction: Transaction) -> dict[str, Row]:
    """The catalogue."""
    return {row["cip13"]: row for row in transaction.query("product_catalogue")}


def save(transaction: Transaction, products: list[Product]) -> None:
    """Add or change the products in the catalogue."""
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


def _survey(transaction: Transaction, campaign: Row, products: list[Product], today: date) -> int:
    """Put the products at the end of the form, in the order of the file; how many are new there."""
    surveyed = transaction.query("product_surveyed", campaign_id=campaign["campaign_id"])
    known = {row["cip13"] for row in surveyed}
    last = max((row["position"] for row in surveyed), default=0)
    new = [product.cip13 for product in products if product.cip13 not in known]
    transaction.execute(
        "campaign_product_enter",
        campaign_id=campaign["campaign_id"],
        cip13s=new,
        positions=[last + rank for rank in range(1, len(new) + 1)],
        joins_on=today,
        today=today,
    )
    return len(new)


def _withdraw(transaction: Transaction, campaign: Row, products: list[Product], today: date) -> int:
    """Take the products out of the form, from Monday on when it is open; how many were there."""
    surveyed = transaction.query("product_surveyed", campaign_id=campaign["campaign_id"])
    leaving = {row["cip13"] for row in surveyed} & {product.cip13 for product in products}
    transaction.execute(
        "product_withdraw",
        campaign_id=campaign["campaign_id"],
        cip13s=sorted(leaving),
        leaves_on=leaving_day(today, campaign["opens_on"]),
    )
    return len(leaving)


def _stopped(transaction: Transaction, products: list[Product]) -> list[str]:
    rows = transaction.query("product_stopped", cip13s=[product.cip13 for product in products])
    stopped = {row["cip13"] for row in rows}
    return [
        f"{product.name} ({product.cip13}) n'est plus commercialisé selon la base des médicaments."
        for product in products
        if product.cip13 in stopped
    ]


def _unknown(withdrawn: list[Product], known: dict[str, Row]) -> list[str]:
    return [
        f"Le code {product.cip13}, à retirer, n'est celui d'aucun produit connu."
        for product in withdrawn
        if product.cip13 not in known
    ]


def _changes(products: list[Product], before: dict[str, Row], after: dict[str, Row]) -> dict[str, int]:
    codes = [product.cip13 for product in products]
    added = sum(code not in before for code in codes)
    changed = sum(code in before and before[code] != after[code] for code in codes)
    return {"added": added, "changed": changed, "unchanged": len(codes) - added - changed}


def _report(campaign: Row, counts: dict[str, int], warnings: list[str]) -> dict[str, Any]:
    told = (
        f"{plural(counts['added'], 'produit ajouté', 'produits ajoutés')}, "
        f"{plural(counts['changed'], 'modifié')}, {plural(counts['unchanged'], 'inchangé')} ; "
        f"{plural(counts['surveyed'], 'nouveau', 'nouveaux')} dans la campagne « {campaign['name']} », "
        f"{plural(counts['closed'], 'retiré')}."
    )
    if counts["closed"]:
        told += " Ce qui est retiré reste demandé jusqu'à la fin de la semaine ouverte."
    return {
        "message": " ".join([told, *warnings]),
        "campaign": campaign["campaign_id"],
        **counts,
        "warnings": warnings,
        "refused": [],
    }
