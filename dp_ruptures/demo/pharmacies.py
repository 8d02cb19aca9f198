"""Invents pharmacies: as many per department as in reality, with numbers that pass their key."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dp_ruptures.demo import names, telephones
from dp_ruptures.rules import finess
from dp_ruptures.settings import ROOT

_SHARED_OWNER = 0.04
_CLOSING_A_YEAR = 0.013
_OPENING_A_YEAR = 0.003
# Statistical territories of Guadeloupe, and the overseas prefixes of FINESS numbers (domain.md, FINESS).
_PUBLISHED_IN = {"977": "971", "978": "971"}
_PREFIX = {
    "971": "9701",
    "977": "9701",
    "978": "9701",
    "972": "9702",
    "973": "9703",
    "974": "9704",
    "976": "9805",
}


@dataclass(frozen=True)
class Pharmacies:
    """The columns of the pharmacies, all of one length, in the order of the territories."""

    finesses: list[str]
    finess_ejs: list[str]
    owner_keys: list[str]
    names: list[str]
    addresses: list[str]
    postcodes: list[str]
    cities: list[str]
    territory_codes: list[str]
    department_codes: list[str]
    opened_ons: list[date]
    closed_ons: list[date | None]
    emails: list[str]
    telephones: list[str | None]


def invent(rng: np.random.Generator, count: int, first_day: date, last_day: date) -> Pharmacies:
    """`count` pharmacies; a few open or close between the two days, both included."""
    per_territory = apportion(real_counts(), count)
    territories = [code for code, number in per_territory.items() for _ in range(number)]
    places = [place for code, number in per_territory.items() for place in names.towns(rng, code, number)]
    numbers, ejs = _finess_numbers(rng, territories)
    departments = [_PUBLISHED_IN.get(code, code) for code in territories]
    owners = _owners(rng, ejs, departments)
    opened, closed = _lives(rng, count, first_day, last_day)
    return Pharmacies(
        finesses=numbers,
        finess_ejs=owners,
        owner_keys=owners,
        names=names.pharmacy_names(rng, count),
        addresses=names.addresses(rng, count),
        postcodes=[postcode for postcode, _ in places],
        cities=[city for _, city in places],
        territory_codes=territories,
        department_codes=departments,
        opened_ons=opened,
        closed_ons=closed,
        # RFC 2606: nothing sent to .invalid ever arrives anywhere.
        emails=[f"officine-{number}@exemple.invalid" for number in numbers],
        telephones=telephones.numbers(_regions(territories)),
    )


def real_counts() -> dict[str, int]:
    """Territory to its number of pharmacies; territories without any are left out."""
    rows = [(row["code"], int(row["officines_estimees"])) for row in _territories()]
    return {code: number for code, number in rows if number}


def apportion(counts: dict[str, int], total: int) -> dict[str, int]:
    """Share `total` in proportion to `counts` by largest remainder; the sum is exact."""
    whole = sum(counts.values())
    shares = {code: number * total // whole for code, number in counts.items()}
    by_remainder = sorted(counts, key=lambda code: (-(counts[code] * total % whole), code))
    for code in by_remainder[: total - sum(shares.values())]:
        shares[code] += 1
    return shares


def _territories() -> list[dict[str, str]]:
    with (ROOT / "data/reference/departements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _regions(territories: Sequence[str]) -> list[str]:
    of = {row["code"]: row["region"] for row in _territories()}
    return [of[code] for code in territories]


def _finess_numbers(rng: np.random.Generator, territories: Sequence[str]) -> tuple[list[str], list[str]]:
    """Site and legal-entity numbers, all different: both come from the prefix's one series."""
    sites, entities = [""] * len(territories), [""] * len(territories)
    for prefix, members in _grouped(territories, lambda code: _PREFIX.get(code, code)).items():
        digits = 8 - len(prefix)
        drawn = rng.choice(10**digits, 2 * len(members), replace=False).tolist()
        keyed = [finess.with_key(f"{prefix}{number:0{digits}d}") for number in drawn]
        for place, member in enumerate(members):
            sites[member], entities[member] = keyed[place], keyed[len(members) + place]
    return sites, entities


def _owners(rng: np.random.Generator, ejs: Sequence[str], departments: Sequence[str]) -> list[str]:
    """Owners' keys: pairs within a department share one, until about 4 % of pharmacies do."""
    owners = list(ejs)
    for members in _grouped(departments, str).values():
        pairs = rng.binomial(len(members) // 2, _SHARED_OWNER)
        order = rng.permutation(members)[: 2 * pairs].tolist()
        for one, other in zip(order[::2], order[1::2], strict=True):
            owners[other] = owners[one]
    return owners


def _grouped(codes: Sequence[str], key: Callable[[str], str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for index, code in enumerate(codes):
        groups.setdefault(key(code), []).append(index)
    return groups


def _lives(
    rng: np.random.Generator, count: int, first_day: date, last_day: date
) -> tuple[list[date], list[date | None]]:
    days = (last_day - first_day).days + 1
    fate = rng.random(count)
    closing = fate < _CLOSING_A_YEAR * days / 365
    opening = ~closing & (fate > 1 - _OPENING_A_YEAR * days / 365)
    on_day = rng.integers(0, days, count).tolist()
    age = rng.integers(365, 60 * 365, count).tolist()
    opened = [
        first_day + timedelta(day) if new else first_day - timedelta(old)
        for new, day, old in zip(opening, on_day, age, strict=True)
    ]
    closed = [first_day + timedelta(day) if gone else None for gone, day in zip(closing, on_day, strict=True)]
    return opened, closed
