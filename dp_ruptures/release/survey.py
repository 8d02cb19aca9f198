"""What a release is about: the départements and regions, the products and families, and who is active."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dp_ruptures.campaign import FAMILIES, Campaign
from dp_ruptures.release.states import Integers
from dp_ruptures.rules.hold import WINDOW_WEEKS
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Transaction

FRANCE, ALL = "FR", "ensemble"


@dataclass(frozen=True)
class Place:
    """A département, a region or France, with its open pharmacies."""

    level: str
    code: str
    name: str
    active: int


@dataclass(frozen=True)
class Item:
    """A product, a family or all."""

    level: str
    code: str
    family: str
    label: str


@dataclass(frozen=True)
class Survey:
    """The two hierarchies of a release, in order."""

    departments: tuple[Place, ...]
    region_of: tuple[str, ...]
    region_names: dict[str, str]
    products: tuple[Item, ...]

    @cached_property
    def regions(self) -> tuple[Place, ...]:
        """In the order of their codes."""
        return tuple(
            Place("region", code, self.region_names[code], sum(d.active for d in self.departments_of(code)))
            for code in sorted(set(self.region_of))
        )

    def departments_of(self, region: str) -> list[Place]:
        """The départements of a region."""
        return [place for place, code in zip(self.departments, self.region_of, strict=True) if code == region]

    @cached_property
    def france(self) -> Place:
        return Place("france", FRANCE, "France", sum(place.active for place in self.departments))

    @cached_property
    def families(self) -> tuple[Item, ...]:
        codes = sorted({product.family for product in self.products})
        return tuple(Item("famille", code, code, FAMILIES.get(code, code)) for code in codes)

    @cached_property
    def everything(self) -> Item:
        return Item("ensemble", ALL, ALL, "Ensemble des produits")

    @cached_property
    def region_numbers(self) -> Integers:
        """The rank of each département's region."""
        rank = {place.code: i for i, place in enumerate(self.regions)}
        return np.array([rank[code] for code in self.region_of], np.int64)

    @cached_property
    def family_numbers(self) -> Integers:
        """The rank of each product's family."""
        rank = {family.code: i for i, family in enumerate(self.families)}
        return np.array([rank[product.family] for product in self.products], np.int64)


def survey_of(transaction: Transaction, week: Week, campaign: Campaign) -> Survey:
    """What the campaign asks for, and what the releases of the last weeks asked for."""
    areas = transaction.query("release_areas", week=week.monday, sunday=week.sunday)
    return Survey(
        tuple(Place("departement", row["department_code"], row["name"], row["active"]) for row in areas),
        tuple(row["region_code"] for row in areas),
        {row["region_code"]: row["region_name"] for row in areas},
        tuple(_products(transaction, week, campaign)),
    )


def _products(transaction: Transaction, week: Week, campaign: Campaign) -> list[Item]:
    """A product taken off the list stays until the change it makes is safe."""
    since = week.shift(-WINDOW_WEEKS).monday
    former: list[Row] = transaction.query("release_products", since=since, until=week.monday)
    asked = [{"cip13": p.cip13, "name": p.name, "family": p.family} for p in campaign.products]
    known = {row["cip13"] for row in asked}
    rows = [*asked, *(row for row in former if row["cip13"] not in known)]
    return [Item("produit", row["cip13"], row["family"], row["name"]) for row in rows]
