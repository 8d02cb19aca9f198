"""The drawings of the portal: pure functions from plain figures to plotly figures."""

from dp_ruptures.figures.area import add_contours, add_interval
from dp_ruptures.figures.small import Small, small_multiples_html
from dp_ruptures.figures.stock_map import MAP_CONFIG, map_figure
from dp_ruptures.figures.trend import MOST_CURVES, TREND_CONFIG, Curve, trend_figure

__all__ = [
    "MAP_CONFIG",
    "MOST_CURVES",
    "TREND_CONFIG",
    "Curve",
    "Small",
    "add_contours",
    "add_interval",
    "map_figure",
    "small_multiples_html",
    "trend_figure",
]
