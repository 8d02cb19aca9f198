"""Marks added to a drawing: the contour of a région on the map, the interval around a curve."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dp_ruptures import outline
from dp_ruptures.rules.week import Week

_INK = {False: "#14212e", True: "#ffffff"}
_BAND = {False: "rgba(11,79,148,0.16)", True: "rgba(127,184,234,0.22)"}
_EDGE = {False: "#5b7fa8", True: "#7fa5c9"}


def add_contours(figure: go.Figure, codes: Sequence[str], *, dark: bool) -> go.Figure:
    """The same map with each of these areas outlined, thin: together they are a région."""
    for code in codes:
        stroke = outline.contour(code)
        figure.add_scattergeo(
            lon=stroke.longitudes,
            lat=stroke.latitudes,
            mode="lines",
            line={"color": _INK[dark], "width": 1.4},
            hoverinfo="skip",
            name="région choisie",
        )
    return figure


def add_interval(
    figure: go.Figure,
    weeks: Sequence[Week],
    lows: Sequence[float | None],
    highs: Sequence[float | None],
    *,
    dark: bool,
) -> go.Figure:
    """The same curve over its 95 % interval: a band with edges, so that grey print keeps it."""
    days = [week.monday for week in weeks]
    for bounds, fill in ((lows, None), (highs, "tonexty")):
        figure.add_scatter(
            x=days,
            y=list(bounds),
            mode="lines",
            line={"color": _EDGE[dark], "width": 1, "dash": "dot"},
            fill=fill,
            fillcolor=_BAND[dark],
            connectgaps=False,
            hoverinfo="skip",
            showlegend=False,
            name="intervalle à 95 %",
        )
    return figure


def add_marks(figure: go.Figure, marks: Mapping[Week, str], *, dark: bool) -> go.Figure:
    """The same curve with a word over some weeks, and a dotted line down from it."""
    for week, word in marks.items():
        figure.add_vline(week.monday.isoformat(), line={"color": _INK[dark], "width": 1, "dash": "dot"})
        figure.add_annotation(
            x=week.monday.isoformat(), y=1, yref="paper", yanchor="bottom", text=word, showarrow=False,
            font={"color": _INK[dark], "size": 12},
        )  # fmt: skip
    return figure
