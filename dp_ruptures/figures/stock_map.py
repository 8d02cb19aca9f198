"""Draws the map of one week.

Nothing is fetched outside the host: the shapes come from our own address, the first trace is
no choropleth and the world outline is an empty file of ours (pitfalls.md, j).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dp_ruptures import outline
from dp_ruptures.figures.hover import hover_label
from dp_ruptures.french import THIN
from dp_ruptures.legend import MapClass, hatch_colour
from dp_ruptures.outline import Stroke

SHAPES = "/assets/map/departements.geojson"
MAP_CONFIG: dict[str, Any] = {
    "topojsonURL": "/assets/topo/",
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
}
_LON, _LAT = [-6.85, 6.95], [-6.0, 6.3]
_CLEAR = "rgba(0,0,0,0)"
# Borders, frames and captions: dark enough for 4.5 on each theme's ground, never mistaken for a class.
_INK = {False: "#3d4450", True: "#c9ced8"}
# Grey and not the ground's colour: the palest class must keep its shape.
_BORDER = {False: "#98a1ab", True: "#56616d"}
_HALO = {False: "#ffffff", True: "#0e151c"}

_MAP_LAYOUT: dict[str, Any] = {
    "geo": {
        "visible": False,
        "projection": {"type": "mercator"},
        "lonaxis": {"range": _LON},
        "lataxis": {"range": _LAT},
        "bgcolor": _CLEAR,
    },
    "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
    "paper_bgcolor": _CLEAR,
    "plot_bgcolor": _CLEAR,
    "showlegend": False,
    # Dragging would push the country out of its frame, with no way back by keyboard.
    "dragmode": False,
    "separators": f",{THIN}",
}


def map_figure(
    shown: Sequence[MapClass],
    hover: Mapping[str, str],
    *,
    dark: bool,
    chosen: str | Sequence[str] | None = None,
    groups: Sequence[Sequence[str]] = (),
) -> go.Figure:
    """The map of one week: a trace per class, hatching over silence, `chosen` outlined.

    `hover` says each area's text by code of the drawing; the legend is drawn beside (`legend_html`).
    `chosen` and each of `groups`, whose border is drawn, may be the départements of a région.
    """
    figure = go.Figure(_line(outline.frames(), _INK[dark], 1, "encarts"))
    for entry in shown:
        figure.add_trace(_class_trace(entry, hover, dark=dark))
    silent = [code for entry in shown if entry.hatched for code in entry.codes]
    if silent:
        figure.add_trace(_line(outline.hatching(silent), hatch_colour(dark=dark), 1, "hachures"))
    withheld = [code for entry in shown if entry.withheld for code in entry.codes]
    if withheld:
        lines = outline.hatching(withheld, rising=True)
        figure.add_trace(_line(lines, hatch_colour(dark=dark), 1, "secret"))
    for group in groups:
        figure.add_trace(_line(outline.border(tuple(group)), _INK[dark], 1.4, "région"))
    if chosen:
        contour = outline.border((chosen,) if isinstance(chosen, str) else tuple(chosen))
        figure.add_trace(_line(contour, _HALO[dark], 6, "halo"))
        figure.add_trace(_line(contour, _HALO[not dark], 2.5, "choisi"))
    figure.add_trace(_captions(dark=dark))
    figure.update_layout(_MAP_LAYOUT, hoverlabel=hover_label(dark=dark))
    return figure


def _class_trace(entry: MapClass, hover: Mapping[str, str], *, dark: bool) -> go.Choropleth:
    return go.Choropleth(
        geojson=SHAPES,
        featureidkey="properties.code",
        locations=list(entry.codes),
        z=[1] * len(entry.codes),
        zmin=0,
        zmax=1,
        colorscale=[[0, entry.colour], [1, entry.colour]],
        showscale=False,
        name=entry.label,
        text=[hover.get(code, "") for code in entry.codes],
        hovertemplate="%{text}<extra></extra>",
        marker={"line": {"color": _BORDER[dark], "width": 0.6}},
        # Streamlit's selection would fade every other département.
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _line(stroke: Stroke, colour: str, width: float, name: str) -> go.Scattergeo:
    return go.Scattergeo(
        lon=stroke.longitudes,
        lat=stroke.latitudes,
        mode="lines",
        line={"color": colour, "width": width},
        hoverinfo="skip",
        name=name,
    )


def _captions(*, dark: bool) -> go.Scattergeo:
    written = outline.captions()
    return go.Scattergeo(
        lon=[caption.longitude for caption in written],
        lat=[caption.latitude for caption in written],
        text=[caption.text for caption in written],
        mode="text",
        textposition="bottom center",
        textfont={"size": 9, "color": _INK[dark]},
        hoverinfo="skip",
        name="légendes des encarts",
    )
