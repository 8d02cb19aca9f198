"""What the Ordre reads of the stocks: one function per question, figures of the weekly aggregates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dp_ruptures.campaign import FAMILIES, UNITS, Campaign, campaign_of
from dp_ruptures.rules.measure import Tally
from dp_ruptures.rules.week import PARIS, Week, week_of
from dp_ruptures.store import Row, Store


@dataclass(frozen=True)
class Item:
    """What a figure is about: one product or a family; `unit` singular and plural."""

    level: str
    code: str
    label: str
    unit: tuple[str, str]
    cip13s: tuple[str, ...]


@dataclass(frozen=True)
class Department:
    """A département and its region."""

    department_code: str
    name: str
    region_code: str
    region_name: str

    @property
    def label(self) -> str:
        return f"{self.department_code} · {self.name}"


@dataclass(frozen=True)
class PharmacyStock:
    """One pharmacy's current declaration over an item; `units` None when it gave no quantity that counts.

    `excluded`: how many of its figures the Ordre leaves out.
    """

    finess: str
    name: str
    city: str | None
    units: int | None
    not_stocked: int
    received_at: datetime
    excluded: int = 0
    telephone: str | None = None


def weeks(store: Store, now: datetime) -> list[Week]:
    """The weeks of the current or last campaign up to now, latest first; empty before any campaign."""
    return season(store, now)[0]


def season(store: Store, now: datetime) -> tuple[list[Week], list[Item]]:
    """What `weeks` and `items` say, for one reading of the campaign."""
    campaign = campaign_of(store, _today(now))
    if campaign is None:
        return [], []
    return campaign.weeks_until(week_of(now))[::-1], _items(campaign)


def latest_answered(store: Store, listed: Sequence[Week]) -> Week:
    """The first of `listed` (the latest first, not empty) with half the answers of the week before it.

    On Monday morning the open week has a handful of them and says nothing of the country.
    """
    answers = {Week(row["week"]): row["respondents"] for row in store.query("stock_answered_weeks")}
    told = (week for week in listed if 2 * answers.get(week, 0) >= max(answers.get(week.shift(-1), 0), 1))
    return next(told, listed[0])


def items(store: Store, now: datetime) -> list[Item]:
    """Each family, then each product in the order of the form.

    Not everything together: doses and tests added up answer no question of the Ordre's.
    """
    return season(store, now)[1]


def _items(campaign: Campaign) -> list[Item]:
    products = [
        Item("produit", product.cip13, product.name, UNITS[product.family], (product.cip13,))
        for product in campaign.products
    ]
    held: dict[str, list[str]] = {}
    for product in campaign.products:
        held.setdefault(product.family, []).append(product.cip13)
    families = [
        Item("famille", family, FAMILIES[family], UNITS[family], tuple(cip13s))
        for family, cip13s in held.items()
    ]
    return [*families, *products]


def departments(store: Store) -> list[Department]:
    """Every département, in the order of the codes."""
    return [Department(**row) for row in store.query("stock_departments")]


def by_department(store: Store, week: Week, item: Item) -> dict[str, Tally]:
    """The counts of each département for one week and item."""
    rows = store.query("stock_by_department", week=week.monday, item_level=item.level, item=item.code)
    return {row["department_code"]: _tally(row) for row in rows}


def history(
    store: Store, shown: Sequence[Week], chosen: Sequence[Item], department_codes: Sequence[str]
) -> dict[str, list[Tally]]:
    """The counts of an area week after week, per item code; an empty Tally where nobody spoke."""
    if not shown:
        return {item.code: [] for item in chosen}
    bounds = {
        "first": min(shown).monday,
        "last": max(shown).monday,
        "departments": list(department_codes),
    }
    answers = {row["week"]: row for row in store.query("stock_response_history", **bounds)}
    rows = store.query("stock_history", items=[item.code for item in chosen], **bounds)
    spoken = {(row["week"], row["item_level"], row["item"]): row for row in rows}
    return {
        item.code: [
            _tally(spoken.get((week.monday, item.level, item.code), {}) | answers.get(week.monday, {}))
            for week in shown
        ]
        for item in chosen
    }


def pharmacies(store: Store, week: Week, item: Item, department_code: str) -> list[PharmacyStock]:
    """The pharmacies of a département that declared that week: ruptures first. Individual data."""
    rows = store.query(
        "stock_pharmacies",
        week=week.monday,
        sunday=week.sunday,
        cip13s=list(item.cip13s),
        department_code=department_code,
    )
    return [PharmacyStock(**row) for row in rows]


def state_of(pharmacy: PharmacyStock) -> str:
    """One of the four states, in French words: quantity, rupture, not stocked, not declared; or left out."""
    if pharmacy.units is None and pharmacy.excluded:
        return "Écarté des totaux"
    if pharmacy.units is None:
        return "Non référencé" if pharmacy.not_stocked else "Non déclaré"
    return "Quantité" if pharmacy.units else "Rupture"


def _today(now: datetime) -> date:
    return now.astimezone(PARIS).date()


def _tally(row: Row) -> Tally:
    return Tally(**{name: row.get(name) for name in Tally.__annotations__})
