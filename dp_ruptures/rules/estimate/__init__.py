"""The total stock of an area from a voluntary response (docs/estimation.md gives formulas and sources).

`total` is the one door: plain arrays of pharmacies in, an estimate per area out. Nothing here knows a store.
"""

from dp_ruptures.rules.estimate.panel import Panel
from dp_ruptures.rules.estimate.total import FEWEST, LEAST_SHARE, Total, Totals, total

__all__ = ["FEWEST", "LEAST_SHARE", "Panel", "Total", "Totals", "total"]
