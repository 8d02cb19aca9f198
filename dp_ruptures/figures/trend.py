"""Draws figures week after week."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from dp_ruptures.figures.hover import hover_label
from dp_ruptures.french import THIN, short_day
from dp_ruptures.legend import spoken
from dp_ruptures.rules.measure import Measure
from dp_ruptures.rules.week import Week

TREND_CONFIG: dict[str, Any] = {"displayModeBar": False, "doubleClick": False}
# Told apart by dash and marker as well as by colour.
_CURVES = (
    ("solid", "circle"),
    ("dash", "square"),
    ("dot", "diamond"),
    ("dashdot", "triangle-up"),
    ("longdash", "x"),
)
_CURVE_COLOURS = {
    False: ("#0b4f94", "#b2560d", "#5b3b8c", "#2f6b4f", "#8f1d47"),
    True: ("#7fb8ea", "#eaa863", "#bda4e6", "#7fc7a1", "#f29bb9"),
}
_MOST_TICKS = 6
MOST_CURVES = len(_CURVES)


@dataclass(frozen=True)
class Curve:
    """One line of a trend: a figure per week, None where nobody gave one; `said`: each in words."""

    label: str
    figures: Sequence[float | None]
    said: Sequence[str] = ()


def trend_figure(
    weeks: Sequence[Week],
    curves: Sequence[Curve],
    measure: Measure,
    unit: str,
    *,
    dark: bool,
    open_week: Week | None = None,
) -> go.Figure:
    """Figures week after week, oldest first; a gap where nobody spoke, a hollow mark for the open week."""
    traces, layout = trend_parts(weeks, curves, measure, unit, dark=dark, open_week=open_week)
    return go.Figure(traces, layout)


def trend_parts(
    weeks: Sequence[Week],
    curves: Sequence[Curve],
    measure: Measure,
    unit: str,
    *,
    dark: bool,
    open_week: Week | None = None,
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Traces and layout of `trend_figure`, before plotly checks them."""
    traces = [
        _trace(weeks, curve, rank, open_week, dark=dark)
        | {
            "y": [_plotted(figure, measure) for figure in curve.figures],
            "text": _said(weeks, curve, measure, unit, open_week),
        }
        for rank, curve in enumerate(curves[:MOST_CURVES])
    ]
    layout = _trend_layout(weeks, measure, len(curves), open_week) | {"hoverlabel": hover_label(dark=dark)}
    return traces, layout


def _trace(
    weeks: Sequence[Week], curve: Curve, rank: int, open_week: Week | None, *, dark: bool
) -> dict[str, Any]:
    dash, symbol = _CURVES[rank]
    hollow = [week == open_week for week in weeks]
    return {
        "type": "scatter",
        "x": [week.monday for week in weeks],
        "name": _literal(curve.label),
        "mode": "lines+markers",
        "connectgaps": False,
        "cliponaxis": False,  # A zero lies on the axis: its mark must be whole.
        "line": {"color": _CURVE_COLOURS[dark][rank], "dash": dash, "width": 2.5},
        "marker": {"size": 9, "symbol": [symbol + "-open" * is_open for is_open in hollow]},
        "hovertemplate": "%{text}<extra></extra>",
    }


def _plotted(figure: float | None, measure: Measure) -> float | None:
    # Plotly's own percent format forgets the space that French puts before the sign.
    return figure * 100 if figure is not None and measure.is_share else figure


def _literal(label: str) -> str:
    # Plotly reads tags in names; it knows no &quot;, and quotes are harmless there.
    return escape(label, quote=False)


def _said(
    weeks: Sequence[Week], curve: Curve, measure: Measure, unit: str, open_week: Week | None
) -> list[str]:
    told = curve.said or [spoken(figure, measure, unit) for figure in curve.figures]
    return [
        f"<b>{_literal(curve.label)}</b><br>{words}<br>"
        f"semaine {week.label}{' (en cours)' if week == open_week else ''}"
        for week, words in zip(weeks, told, strict=True)
    ]


def _trend_layout(
    weeks: Sequence[Week], measure: Measure, curves: int, open_week: Week | None
) -> dict[str, Any]:
    step = max(1, -(-len(weeks) // _MOST_TICKS))
    # Counted from the last week, so that the one that matters is always named.
    ticked = list(weeks)[::-1][::step][::-1]
    return {
        "margin": {"l": 8, "r": 16, "t": 12, "b": 8},
        "separators": f",{THIN}",
        "dragmode": False,
        "showlegend": curves > 1,
        "legend": {"orientation": "h", "y": -0.22, "x": 0, "yanchor": "top", "itemclick": False},
        "xaxis": {
            "tickmode": "array",
            "tickvals": [week.monday for week in ticked],
            "ticktext": [_tick(week, open_week) for week in ticked],
            "tickangle": 0,
            "showgrid": False,
            "fixedrange": True,
            "title": None,
        },
        "yaxis": {
            "rangemode": "tozero",
            "tickformat": ",.0f",
            "ticksuffix": f"{THIN}%" if measure.is_share else "",
            "fixedrange": True,
            "automargin": True,
            "title": None,
        },
    }


def _tick(week: Week, open_week: Week | None) -> str:
    said = "en cours" if week == open_week else short_day(week.monday)
    return f"S{week.number:02d}<br>{said}"
