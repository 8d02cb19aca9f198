"""What a rebalancing starts from: who holds the item, how many boxes and for how many days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median

from dp_ruptures import borders, estimates, stocks
from dp_ruptures.campaign import Campaign
from dp_ruptures.rules import supply
from dp_ruptures.rules.measure import Tally
from dp_ruptures.rules.pooling import Handover, pool
from dp_ruptures.rules.transport import Area, Budget, Plan, Terms, plan
from dp_ruptures.rules.week import Week
from dp_ruptures.stocks import Department, Item
from dp_ruptures.store import Row, Store

# Of fewer pharmacies a median is one of them.
FEWEST_LENDERS = 3


@dataclass(frozen=True)
class Supply:
    """A département in boxes; `assumed`: its need is unknown, that of a usual pharmacy times theirs."""

    area: Area
    assumed: bool


@dataclass(frozen=True)
class Scene:
    """What the plan is about: an item by boxes of `pack` units, a week, the départements estimated."""

    item: Item
    week: Week
    pack: int
    places: Sequence[Department]
    held: Mapping[str, Supply]

    @property
    def unit(self) -> str:
        return self.item.unit[1]

    @property
    def names(self) -> dict[str, str]:
        return {place.department_code: place.name for place in self.places}

    def days(self, plan: Plan | None = None) -> dict[str, float]:
        """Days of stock by département, as they are or after the plan."""
        return {
            code: one.area.days(plan.stocks[code] if plan else one.area.stock)
            for code, one in self.held.items()
        }


@dataclass(frozen=True)
class PharmacySupply:
    """A pharmacy in boxes. Individual data. `area.need` is 0 while its pace is unknown.

    `is_silent`: no week says what it dispenses; `borrowed`: its pace is that of the others around it.
    """

    area: Area
    name: str
    city: str
    telephone: str | None
    units: int
    is_silent: bool = False
    borrowed: bool = False

    @property
    def days(self) -> float | None:
        """Days of stock; None when the pace is unknown."""
        return self.area.days(self.area.stock) if self.area.need else None


def items(listed: Sequence[Item]) -> list[Item]:
    """Products first: boxes of a product move, not a family."""
    return sorted(listed, key=lambda item: item.level != "produit")


def pack_of(item: Item, campaign: Campaign) -> int | None:
    """Units in one box of the item; None for a family whose boxes differ."""
    sizes = {product.pack_size for product in campaign.products if product.cip13 in item.cip13s}
    return sizes.pop() if len(sizes) == 1 else None


def holdings(store: Store, week: Week, item: Item) -> dict[str, list[int]]:
    """Units held by each pharmacy that gave a quantity, by département, without saying which."""
    rows = store.query("rebalancing_units", week=week.monday, sunday=week.sunday, cip13s=list(item.cip13s))
    return {row["department_code"]: row["units"] for row in rows}


def supplies(store: Store, week: Week, item: Item, pack: int) -> dict[str, Supply]:
    """Boxes and need of each département whose stock is estimated; those withheld are left out.

    What may leave is what pharmacies have declared: nobody can be asked for a box that is only estimated.
    """
    declared = stocks.by_department(store, week, item)
    known = {code: seen for code, seen in _estimated(store, week, item).items() if code in declared}
    usual = _usual_pace(known.values())
    return {code: _supply(code, seen, declared[code], (pack, usual)) for code, seen in known.items()}


def moves(held: Mapping[str, Supply], budget: Budget, terms: Terms) -> Plan:
    """The best plan between neighbouring départements; computed once for the same question."""
    return _planned(tuple(supply.area for supply in held.values()), budget, terms)


def pharmacies(store: Store, week: Week, item: Item, pack: int, department_code: str) -> list[PharmacySupply]:
    """Boxes and pace of each pharmacy of a département that gave a quantity that week. Individual data."""
    rows = store.query(
        "rebalancing_counts",
        first=week.shift(-supply.WEEKS).monday,
        last=week.monday,
        sunday=week.sunday,
        cip13s=list(item.cip13s),
        department_code=department_code,
    )
    counted: dict[str, list[Row]] = {}
    for row in rows:
        counted.setdefault(row["finess"], []).append(row)
    return with_borrowed(
        [_pharmacy(own, week, pack) for own in counted.values() if own[-1]["week"] == week.monday]
    )


def with_borrowed(listed: Sequence[PharmacySupply]) -> list[PharmacySupply]:
    """Those whose weeks say nothing, as when the shelf has long been empty, at the median pace around them.

    They may receive and never give: nobody knows what they need. Unchanged under FEWEST_LENDERS paces. A
    pharmacy that counted its stock and dispensed none of it has no need, and borrows none.
    """
    paces = [one.area.need for one in listed if one.area.need]
    if len(paces) < FEWEST_LENDERS:
        return list(listed)
    usual = median(paces)
    return [
        replace(one, area=replace(one.area, movable=0, need=usual), borrowed=True) if one.is_silent else one
        for one in listed
    ]


def handovers(listed: Sequence[PharmacySupply], terms: Terms) -> list[Handover]:
    """Which boxes to move between the pharmacies of one département. Individual data."""
    towns = {pharmacy.area.code: pharmacy.city for pharmacy in listed}
    return pool([pharmacy.area for pharmacy in listed], towns, terms)


@dataclass(frozen=True)
class _Estimate:
    units: float
    pace: float | None
    active: int


def _estimated(store: Store, week: Week, item: Item) -> dict[str, _Estimate]:
    """The only door to the estimates: units held, units dispensed a day, active pharmacies."""
    seen = estimates.of_week(store, week, item)
    return {
        code: _Estimate(one.units, one.units / one.days if one.units and one.days else None, one.active)
        for code, one in seen.items()
        if one.units is not None
    }


def _usual_pace(known: Iterable[_Estimate]) -> float:
    """Units dispensed a day by a pharmacy of the median département; 0 when no pace is known."""
    paces = [one.pace / one.active for one in known if one.pace and one.active]
    return median(paces) if paces else 0.0


def _supply(code: str, seen: _Estimate, declared: Tally, boxing: tuple[int, float]) -> Supply:
    pack, usual = boxing
    stock = int(seen.units // pack)
    movable = min(stock, (declared.units or 0) // pack)
    pace = seen.pace or usual * seen.active
    return Supply(Area(code, stock, movable, pace / pack), assumed=seen.pace is None)


@lru_cache(maxsize=32)
def _planned(areas: tuple[Area, ...], budget: Budget, terms: Terms) -> Plan:
    return plan(areas, borders.links(), budget, terms)


def _pharmacy(own: Sequence[Row], week: Week, pack: int) -> PharmacySupply:
    counts = {Week(row["week"]): row["units"] for row in own}
    units = counts[week]
    pace = supply.pace(counts, week) or 0.0
    boxes = units // pack
    last = own[-1]
    area = Area(last["finess"], boxes, boxes, pace / pack)
    silent = not pace and (not units or not supply.says(counts, week))
    return PharmacySupply(area, last["name"], last["city"] or "", last["telephone"], units, silent)
