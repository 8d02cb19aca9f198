"""The season's survey: when it is open, which products it asks for."""

from dataclasses import dataclass
from datetime import date

from dp_ruptures.rules.declaration import Product
from dp_ruptures.rules.week import Week, week_of_day, weeks_between
from dp_ruptures.store import Row, Store, Transaction

FAMILIES = {"tests": "Tests antigéniques", "vaccins": "Vaccins contre la grippe"}
# What one unit of a family is called, singular and plural.
UNITS = {"tests": ("test", "tests"), "vaccins": ("dose", "doses"), "ensemble": ("unité", "unités")}


@dataclass(frozen=True)
class Campaign:
    """A season and its products in their order on the form."""

    campaign_id: str
    name: str
    opens_on: date
    closes_on: date
    products: tuple[Product, ...]

    def is_open(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on

    def weeks_until(self, week: Week) -> list[Week]:
        """The campaign's weeks, the first to `week` or to the last, whichever comes first."""
        return weeks_between(week_of_day(self.opens_on), min(week, week_of_day(self.closes_on)))


def campaign_of(store: Store | Transaction, day: date) -> Campaign | None:
    """The campaign that holds `day`, else the last one that opened before it, else None."""
    row = _row_of(store, day)
    return _with_products(store, row, day) if row else None


def any_open(store: Store | Transaction, day: date) -> bool:
    """Whether a campaign is open on `day`."""
    row = _row_of(store, day)
    return row is not None and day <= row["closes_on"]


def campaign_ahead(store: Store | Transaction, day: date) -> Campaign | None:
    """The campaign open on `day`, else the next one, else the last one; None before any is loaded."""
    rows = store.query("product_campaign", today=day)
    if not rows:
        return campaign_of(store, day)
    known = store.query("reference_campaign", campaign_id=rows[0]["campaign_id"])
    return _with_products(store, known[0], day)


def _row_of(store: Store | Transaction, day: date) -> Row | None:
    rows = store.query("campaign_of_day", day=day)
    return max(rows, key=lambda row: row["opens_on"]) if rows else None


def _with_products(store: Store | Transaction, row: Row, day: date) -> Campaign:
    # Of a campaign to come, the form of its first day.
    products = store.query("campaign_products", campaign_id=row["campaign_id"], day=max(day, row["opens_on"]))
    return Campaign(**row, products=tuple(Product(**product) for product in products))
