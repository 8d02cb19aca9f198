"""In how few hands a stock lies: totals hide shortages.

In January 2025 half of the 400,000 doses left sat in a tenth of the pharmacies.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Of fewer, « the best supplied tenth » is one pharmacy and says nothing.
FEWEST = 10
_TENTH = 10


@dataclass(frozen=True)
class Concentration:
    """Who holds the stock of an area, among the pharmacies that gave a quantity.

    `top_units`: what the best supplied tenth of them holds, None under FEWEST; `beside_stock`: those at
    zero while another of their département has some.
    """

    pharmacies: int
    units: int
    at_zero: int
    beside_stock: int
    top_units: int | None

    @property
    def top_share(self) -> float | None:
        """Share of the stock held by the best supplied tenth; None when it cannot be said."""
        return self.top_units / self.units if self.top_units is not None and self.units else None

    @property
    def beside_share(self) -> float | None:
        """Share of the pharmacies at zero while their département has stock; None when nobody spoke."""
        return self.beside_stock / self.pharmacies if self.pharmacies else None


def of_department(units: Sequence[int]) -> Concentration:
    """From the units of each pharmacy of one département."""
    at_zero = sum(held == 0 for held in units)
    total = sum(units)
    return Concentration(len(units), total, at_zero, at_zero if total else 0, _top(units))


def of_country(by_department: Mapping[str, Sequence[int]]) -> Concentration:
    """All départements together: one ranking of everybody, zeros counted against their own département."""
    everybody = [held for units in by_department.values() for held in units]
    beside = sum(of_department(units).beside_stock for units in by_department.values())
    return Concentration(
        len(everybody), sum(everybody), sum(held == 0 for held in everybody), beside, _top(everybody)
    )


def _top(units: Iterable[int]) -> int | None:
    ordered = sorted(units, reverse=True)
    return sum(ordered[: -(-len(ordered) // _TENTH)]) if len(ordered) >= FEWEST else None
