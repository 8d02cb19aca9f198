"""The drawings of the portal: pure functions from plain figures to plotly figures."""

from dp_ruptures.figures.arrivals import ARRIVAL_CONFIG, DAYS, arrival_figure
from dp_ruptures.figures.stock_map import MAP_CONFIG, map_figure
from dp_ruptures.figures.trend import MOST_CURVES, TREND_CONFIG, Curve, trend_figure

__all__ = [
    "ARRIVAL_CONFIG",
    "DAYS",
    "MAP_CONFIG",
    "MOST_CURVES",
    "TREND_CONFIG",
    "Curve",
    "arrival_figure",
    "map_figure",
    "trend_figure",
]
