"""Draws how the answers of a week come in, day after day, beside those of the weeks before."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dp_ruptures.figures.hover import hover_label
from dp_ruptures.french import THIN, plural
from dp_ruptures.rules.week import Week

ARRIVAL_CONFIG: dict[str, Any] = {"displayModeBar": False, "doubleClick": False}
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
# The week looked at, then the weeks before, further and further back; told apart by dash and mark too.
_LINES = (
    ("solid", "circle", 3.0),
    ("dash", "square", 1.8),
    ("dot", "diamond", 1.8),
    ("dashdot", "triangle-up", 1.8),
)
_COLOURS = {
    False: ("#0b4f94", "#b2560d", "#5b3b8c", "#2f6b4f"),
    True: ("#7fb8ea", "#eaa863", "#bda4e6", "#7fc7a1"),
}
_DUE = {False: "#5a6472", True: "#aab4c0"}


def arrival_figure(
    come: Sequence[tuple[Week, Sequence[int | None]]], due_day: int, *, dark: bool
) -> go.Figure:
    """Cumulative answers at the end of each day, the week looked at first; a bar where « à temps » ends.

    `due_day`: 1 is Monday. None is a day ahead.
    """
    figure = go.Figure()
    for (week, counts), (dash, symbol, width), colour in zip(come, _LINES, _COLOURS[dark], strict=False):
        figure.add_scatter(
            x=[day[:3] + "." for day in DAYS],
            y=list(counts),
            name=week.label,
            mode="lines+markers",
            cliponaxis=False,
            line={"color": colour, "dash": dash, "width": width},
            marker={"size": 8, "symbol": symbol},
            text=[_said(week, day, count) for day, count in zip(DAYS, counts, strict=True)],
            hovertemplate="%{text}<extra></extra>",
        )
    figure.add_vline(x=due_day - 1, line={"color": _DUE[dark], "width": 1, "dash": "dot"})
    figure.update_layout(_layout(len(come)), hoverlabel=hover_label(dark=dark))
    return figure


def _said(week: Week, day: str, count: int | None) -> str:
    return f"<b>{week.label}</b>, fin du {day}<br>{plural(count or 0, 'officine')}"


def _layout(curves: int) -> dict[str, Any]:
    return {
        "margin": {"l": 8, "r": 16, "t": 12, "b": 8},
        "separators": f",{THIN}",
        "dragmode": False,
        "showlegend": curves > 1,
        "legend": {"orientation": "h", "y": -0.16, "x": 0, "yanchor": "top", "itemclick": False},
        "xaxis": {"showgrid": False, "fixedrange": True, "title": None, "tickangle": 0, "automargin": True},
        "yaxis": {
            "rangemode": "tozero",
            "tickformat": ",.0f",
            "fixedrange": True,
            "automargin": True,
            "title": None,
        },
    }
