"""Keeps how each pharmacy arranges its form: « Mes produits »."""

from collections.abc import Collection, Sequence

from dp_ruptures.campaign import Campaign
from dp_ruptures.rules.shelf import Shelf, arrange
from dp_ruptures.store import Store, Transaction, in_transaction


def shelf_of(store: Store | Transaction, finess: str, campaign: Campaign) -> Shelf:
    """The campaign's products as this pharmacy arranged them; in campaign order when it never did."""
    rows = store.query("shelf_of_pharmacy", finess=finess)
    return arrange(
        campaign.products,
        {row["cip13"]: row["position"] for row in rows},
        {row["cip13"] for row in rows if row["not_stocked"]},
    )


def keep(store: Store, finess: str, order: Sequence[str], not_stocked: Collection[str]) -> None:
    """Replace the pharmacy's arrangement: every product in `order`, of which those not stocked."""

    def write(transaction: Transaction) -> None:
        transaction.execute("shelf_clear", finess=finess)
        transaction.execute(
            "shelf_insert",
            finess=finess,
            cip13s=list(order),
            positions=list(range(1, len(order) + 1)),
            absences=[cip13 in not_stocked for cip13 in order],
        )

    in_transaction(store, write)
