"""What the Ordre watches of the shortages: open declarations by product and area, their age and trend."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dp_ruptures import shortage_products
from dp_ruptures.rules import shortage as rule
from dp_ruptures.rules.week import PARIS, Week
from dp_ruptures.shortage_products import Notice
from dp_ruptures.stocks import Department
from dp_ruptures.store import Row, Store

FRANCE = "france"
MONTH = timedelta(days=30)
WEEK = timedelta(days=7)
# A season so far; older acts may be erased.
WEEKS_BACK = 12


@dataclass(frozen=True)
class Zone:
    """A part of the country: `code` in addresses (france, R84, 01) and its départements."""

    code: str
    name: str
    departments: frozenset[str]

    @property
    def is_region(self) -> bool:
        return self.code.startswith("R")


@dataclass(frozen=True)
class Watched:
    """The open shortages of one product in a zone. `silent`: nothing heard for a week.

    `before`: pharmacies that had it seven days ago; `nationwide`: those of the whole country, of any age.
    """

    cip13: str
    name: str
    pharmacies: int
    silent: int
    answered: int
    week_old: int
    month_old: int
    oldest: datetime
    before: int
    nationwide: int
    notice: Notice | None


@dataclass(frozen=True)
class Reach:
    """How far shortages reach in an area: pharmacies in business, and those concerned."""

    active: int
    concerned: int

    @property
    def share(self) -> float | None:
        return self.concerned / self.active if self.active else None


@dataclass(frozen=True)
class Sight:
    """What is looked at: the instant, a zone, shortages open for `age` at least."""

    now: datetime
    zone: Zone
    age: timedelta = timedelta(0)


def zones(places: Sequence[Department]) -> dict[str, Zone]:
    """France, each région by name, each département by code."""
    whole = Zone(FRANCE, "France entière", frozenset(place.department_code for place in places))
    by_region: dict[tuple[str, str], set[str]] = {}
    for place in places:
        by_region.setdefault((place.region_name, place.region_code), set()).add(place.department_code)
    regions = [
        Zone(f"R{code}", f"Région · {name}", frozenset(inside))
        for (name, code), inside in sorted(by_region.items())
    ]
    own = [Zone(place.department_code, place.label, frozenset({place.department_code})) for place in places]
    return {zone.code: zone for zone in [whole, *regions, *own]}


def watched(store: Store, sight: Sight) -> list[Watched]:
    """Every product with an open shortage in the zone, the widest first."""
    everywhere = _open(store, sight)
    any_age = everywhere if not sight.age else _open(store, Sight(sight.now, sight.zone))
    nationwide: Counter[str] = Counter()
    for row in any_age:
        nationwide[row["cip13"]] += row["pharmacies"]
    by_product: dict[str, list[Row]] = {}
    for row in everywhere:
        if row["department_code"] in sight.zone.departments:
            by_product.setdefault(row["cip13"], []).append(row)
    before = _before(store, sight)
    notices = shortage_products.notices(store, by_product)
    listed = [
        _watched(own, before.get(cip13, 0), nationwide[cip13], notices.get(cip13, []))
        for cip13, own in by_product.items()
    ]
    return sorted(listed, key=lambda one: (-one.pharmacies, one.name, one.cip13))


def reach(store: Store, sight: Sight, cip13: str | None) -> dict[str, Reach]:
    """Pharmacies in business and concerned in each département of the country, by product or by any."""
    rows = store.query(
        "watch_pharmacies",
        cip13=cip13,
        opened_by=sight.now - sight.age,
        today=sight.now.astimezone(PARIS).date(),
    )
    return {row["department_code"]: Reach(row["active"], row["concerned"]) for row in rows}


def total(by_department: Mapping[str, Reach], departments: Collection[str]) -> Reach:
    """The reach over several départements."""
    inside = [found for code, found in by_department.items() if code in departments]
    return Reach(sum(found.active for found in inside), sum(found.concerned for found in inside))


def history(store: Store, sight: Sight, weeks: Sequence[Week], cip13: str | None) -> list[int]:
    """Pharmacies with the shortage, or with any, at the end of each week; now for the week that runs."""
    instants = [min(week.closes_at, sight.now) for week in weeks]
    rows = store.query("watch_history", cip13=cip13, instants=instants, **_area(sight))
    seen = {row["seen_at"]: row["pharmacies"] for row in rows}
    return [seen.get(instant, 0) for instant in instants]


def _open(store: Store, sight: Sight) -> list[Row]:
    return store.query(
        "watch_open",
        today=sight.now.astimezone(PARIS).date(),
        due=sight.now - rule.CONFIRMED_FOR,
        opened_by=sight.now - sight.age,
        week_ago=sight.now - WEEK,
        month_ago=sight.now - MONTH,
    )


def _before(store: Store, sight: Sight) -> dict[str, int]:
    rows = store.query("watch_before", instant=sight.now - WEEK, **_area(sight))
    return {row["cip13"]: row["pharmacies"] for row in rows}


def _area(sight: Sight) -> dict[str, Any]:
    today = sight.now.astimezone(PARIS).date()
    return {"departments": sorted(sight.zone.departments), "today": today}


def _watched(rows: Sequence[Row], before: int, nationwide: int, notices: Sequence[Notice]) -> Watched:
    def added(name: str) -> int:
        return sum(row[name] for row in rows)

    return Watched(
        cip13=rows[0]["cip13"],
        name=rows[0]["product_name"],
        pharmacies=added("pharmacies"),
        silent=added("silent"),
        answered=added("answered"),
        week_old=added("week_old"),
        month_old=added("month_old"),
        oldest=min(row["oldest"] for row in rows),
        before=before,
        nationwide=nationwide,
        notice=notices[0] if notices else None,
    )
