"""The drawings of the portal: pure functions from plain figures to plotly figures."""

from dp_ruptures.figures.area import add_contours, add_interval, add_marks
from dp_ruptures.figures.arrivals import ARRIVAL_CONFIG, DAYS, arrival_figure
from dp_ruptures.figures.open_week import detach
from dp_ruptures.figures.small import Small, small_multiples_html
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
    "Small",
    "add_contours",
    "add_interval",
    "add_marks",
    "detach",
    "small_multiples_html",
    "trend_figure",
]
