"""What the weekly form shows beside its fields, read once for a page and not at each key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dp_ruptures import declarations, questions, shelves, supply
from dp_ruptures.campaign import Campaign
from dp_ruptures.declaration_start import Start
from dp_ruptures.questions import Background
from dp_ruptures.rules.declaration import NOT_STOCKED, Line, Product
from dp_ruptures.rules.shelf import Shelf
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store


@dataclass(frozen=True)
class Sheet:
    """One pharmacy's form of one week. `last_week`: the lines of the week before, by cip13.

    `counts`: its own last weeks (`supply.counts`); `weeks`: the same units, by cip13, then by week;
    `known`: what its figures are judged by.
    """

    finess: str
    start: Start
    campaign: Campaign
    shelf: Shelf
    last_week: Mapping[str, Line]
    weeks: Mapping[str, Mapping[Week, int | None]]
    counts: list[Row]
    known: Background

    @property
    def products(self) -> dict[str, Product]:
        return {product.cip13: product for product in self.campaign.products}

    @property
    def declared(self) -> dict[str, Line]:
        """The lines of the declaration that the form corrects; none on a first one."""
        return {line.cip13: line for line in self.start.receipt.lines} if self.start.receipt else {}


def read(store: Store, finess: str, start: Start, campaign: Campaign, now: datetime) -> Sheet:
    """Everything the form shows, from the store."""
    before = declarations.current(store, finess, start.week.shift(-1))
    shelf = shelves.shelf_of(store, finess, campaign)
    counts = supply.counts(store, finess, start.week)
    return Sheet(
        finess=finess,
        start=start,
        campaign=campaign,
        shelf=_with_declared(shelf, start),
        last_week={line.cip13: line for line in before.lines} if before else {},
        weeks=supply.by_product(counts),
        counts=counts,
        known=questions.background(store, finess, start.week, now, counts),
    )


def _with_declared(shelf: Shelf, start: Start) -> Shelf:
    """A product declared with a quantity is on the form, whatever « Mes produits » says."""
    lines = start.receipt.lines if start.receipt else ()
    counted = {line.cip13 for line in lines if line.state != NOT_STOCKED}
    back = tuple(product for product in shelf.not_stocked if product.cip13 in counted)
    absent = tuple(product for product in shelf.not_stocked if product.cip13 not in counted)
    return Shelf((*shelf.stocked, *back), absent)
