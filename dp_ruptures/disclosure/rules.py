"""The parameters that say when a cell gives a declarant away."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """Insee's minimum frequency and dominance, and the p % rule; percentages are whole numbers.

    A zero switches a rule off (`min_count=0`, `p_percent=0`), as does `dominance_percent=100`.
    """

    min_count: int = 3
    dominance_percent: int = 85
    p_percent: int = 10
    zero_unsafe: bool = True

    def __post_init__(self) -> None:
        """Refuse parameters under which no cell, or every cell, would be unsafe by accident."""
        if self.min_count < 0:
            raise ValueError("min_count must not be negative")
        if not 0 < self.dominance_percent <= 100:
            raise ValueError("dominance_percent must lie in 1..100")
        if self.p_percent < 0:
            raise ValueError("p_percent must not be negative")
