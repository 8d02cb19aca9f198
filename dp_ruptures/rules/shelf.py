"""How one pharmacy arranges the campaign's products: its own order, and what it does not stock."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dp_ruptures.rules.declaration import Product

# A pharmacist reads a short list at a glance; the rest waits behind « Autres produits ».
SHOWN = 12


@dataclass(frozen=True)
class Shelf:
    """The products of the form in the pharmacy's order, and those that it said it does not stock."""

    stocked: tuple[Product, ...]
    not_stocked: tuple[Product, ...] = ()

    @property
    def shown(self) -> tuple[Product, ...]:
        return self.stocked[:SHOWN]

    @property
    def others(self) -> tuple[Product, ...]:
        return self.stocked[SHOWN:]

    @property
    def order(self) -> list[str]:
        """Every cip13, those not stocked last."""
        return [product.cip13 for product in (*self.stocked, *self.not_stocked)]


def arrange(products: Sequence[Product], positions: Mapping[str, int], absent: Collection[str]) -> Shelf:
    """The campaign's products as arranged; one that was never arranged comes last, in campaign order."""
    last = len(products) + max(positions.values(), default=0)
    ordered = sorted(products, key=lambda product: positions.get(product.cip13, last))
    return Shelf(
        tuple(product for product in ordered if product.cip13 not in absent),
        tuple(product for product in ordered if product.cip13 in absent),
    )


def moved(order: Sequence[str], cip13: str, by: int) -> list[str]:
    """`order` with one product `by` places further down (up when negative), within its bounds."""
    others = [code for code in order if code != cip13]
    place = min(max(order.index(cip13) + by, 0), len(others))
    return [*others[:place], cip13, *others[place:]]
