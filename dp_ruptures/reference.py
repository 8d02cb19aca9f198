"""Loads what the portal must know before its first declaration: territory, products, campaign.

Everything is inserted only when absent: an administrator's change survives every start.
Sources and licences: data/reference/README.md.
"""

import csv
from datetime import date
from pathlib import Path

from dp_ruptures.rules.season import Season, season
from dp_ruptures.settings import ROOT
from dp_ruptures.store import Store, Transaction, in_transaction

_FOLDER = ROOT / "data" / "reference"
# Published with Guadeloupe (977, 978) or without any community pharmacy (975, 986).
_OVERSEAS_COLLECTIVITY = "com"

Line = dict[str, str]


def load_reference(store: Store, today: date, *, with_demo: bool = True) -> None:
    """Fill the departments, regions and products, and open the season of `today`, where absent.

    A new season surveys what the last one did, or else our list. Without `with_demo` (production),
    no demonstration code is added to the products nor to a new season.
    """
    departments = _departments()
    products = [line for line in _lines(_FOLDER / "products.csv") if with_demo or line["demo"] != "true"]

    def load(transaction: Transaction) -> None:
        _insert_territory(transaction, departments)
        _insert_products(transaction, products)
        _insert_campaign(transaction, season(today), products, with_demo)

    in_transaction(store, load)


def _insert_territory(transaction: Transaction, departments: list[Line]) -> None:
    regions = {line["region"]: line["nom_region"] for line in departments}
    transaction.execute("reference_insert_regions", codes=list(regions), names=list(regions.values()))
    transaction.execute(
        "reference_insert_departments",
        codes=[line["code"] for line in departments],
        names=[line["nom"] for line in departments],
        region_codes=[line["region"] for line in departments],
        populations=[int(line["population"]) for line in departments],
        zones=[line["zone"] for line in departments],
    )


def _insert_products(transaction: Transaction, products: list[Line]) -> None:
    transaction.execute(
        "reference_insert_products",
        cip13s=[line["cip13"] for line in products],
        cip7s=[line["cip7"] or None for line in products],
        names=[line["name"] for line in products],
        families=[line["family"] for line in products],
        makers=[line["maker"] or None for line in products],
        presentations=[line["presentation"] or None for line in products],
        pack_sizes=[int(line["pack_size"]) for line in products],
        marketed_from=[_day(line["marketed_from"]) for line in products],
        marketed_until=[_day(line["marketed_until"]) for line in products],
        demo=[line["demo"] == "true" for line in products],
        sources=[line["source"] for line in products],
    )


def _insert_campaign(
    transaction: Transaction, opening: Season, products: list[Line], with_demo: bool
) -> None:
    if transaction.query("reference_campaign", campaign_id=opening.campaign_id):
        return  # A product that an administrator took out of the form must stay out.
    open_season(transaction, opening, with_demo=with_demo, ours=_our_products(products))


def open_season(
    transaction: Transaction, opening: Season, *, with_demo: bool, ours: dict[str, int] | None = None
) -> None:
    """A new campaign, which surveys what the last one did, or else `ours` (code, place on the form)."""
    transaction.execute(
        "reference_insert_campaign",
        campaign_id=opening.campaign_id,
        label=opening.name,
        opens_on=opening.opens_on,
        closes_on=opening.closes_on,
    )
    surveyed = _last_products(transaction, opening, with_demo) or ours or {}
    transaction.execute(
        "reference_insert_campaign_products",
        campaign_id=opening.campaign_id,
        cip13s=list(surveyed),
        positions=list(surveyed.values()),
    )


def _last_products(transaction: Transaction, opening: Season, with_demo: bool) -> dict[str, int]:
    """The products of the season before, by their place: an administrator's choices outlive a season."""
    rows = transaction.query("reference_last_products", day=opening.opens_on)
    return {row["cip13"]: row["position"] for row in rows if with_demo or not row["demo"]}


def _our_products(products: list[Line]) -> dict[str, int]:
    places = ((line["cip13"], line["campaign_position"]) for line in products)
    return {cip13: int(position) for cip13, position in places if position}


def _departments() -> list[Line]:
    lines = _lines(_FOLDER / "departements.csv")
    return [line for line in lines if line["zone"] != _OVERSEAS_COLLECTIVITY]


def _lines(file: Path) -> list[Line]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, delimiter=";"))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
