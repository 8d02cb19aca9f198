"""France, a région or a département, and how one goes down from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from dp_ruptures.stocks import Department

FRANCE = "france"


@dataclass(frozen=True)
class Area:
    """A part of the country: `code` in addresses (france, R84, 01), the départements it holds."""

    code: str
    name: str
    departments: tuple[str, ...]
    parent: str | None

    @property
    def key(self) -> str:
        """Its name among the estimates: `france`, `region:84`, or the département's code."""
        return f"region:{self.code[1:]}" if self.is_region else self.code

    @property
    def is_region(self) -> bool:
        return self.parent == FRANCE

    @property
    def is_department(self) -> bool:
        return self.parent not in {None, FRANCE}

    @property
    def label(self) -> str:
        """As a list of choices says it."""
        if self.is_region:
            return f"Région · {self.name}"
        return f"{self.code} · {self.name}" if self.is_department else self.name


def areas(places: Sequence[Department]) -> dict[str, Area]:
    """Every area by its code: France, the régions by name, the départements by code."""
    regions = sorted({(place.region_name, place.region_code) for place in places})
    listed = [
        Area(FRANCE, "France entière", tuple(place.department_code for place in places), None),
        *(Area(f"R{code}", name, _inside(places, code), FRANCE) for name, code in regions),
        *(
            Area(place.department_code, place.name, (place.department_code,), f"R{place.region_code}")
            for place in places
        ),
    ]
    return {area.code: area for area in listed}


def below(known: dict[str, Area], area: Area) -> list[Area]:
    """The areas one step down: régions of France, départements of a région, none of a département."""
    return [inside for inside in known.values() if inside.parent == area.code]


def _inside(places: Sequence[Department], region_code: str) -> tuple[str, ...]:
    return tuple(place.department_code for place in places if place.region_code == region_code)
