"""The drawings of the portal: pure functions from plain figures to plotly figures."""

from dp_ruptures.figures.stock_map import MAP_CONFIG, map_figure
from dp_ruptures.figures.trend import MOST_CURVES, TREND_CONFIG, Curve, trend_figure

__all__ = ["MAP_CONFIG", "MOST_CURVES", "TREND_CONFIG", "Curve", "map_figure", "trend_figure"]
