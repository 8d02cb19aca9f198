"""Draws moves between départements over the map: an arrow each, wider for more boxes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dp_ruptures import borders
from dp_ruptures.figures.stock_map import map_figure
from dp_ruptures.legend import MapClass
from dp_ruptures.outline import Point

# Width in pixels and barbs in degrees of an arrow: under a third of the largest move, two thirds, the rest.
_SIZES = ((1.5, 0.09), (2.5, 0.12), (4.0, 0.16))
_POINTS = 6
_ARROW = {False: "#0b3d75", True: "#9fd0ff"}
_HALO = {False: "#ffffff", True: "#0e151c"}
# Arrows keep off the centres, where several meet.
_OFF = 0.14


@dataclass(frozen=True)
class Flow:
    """One arrow: from where to where, how many boxes, and what it says under the pointer."""

    start: str
    end: str
    boxes: int
    text: str


def flow_map(
    shown: Sequence[MapClass], hover: Mapping[str, str], flows: Sequence[Flow], *, dark: bool
) -> go.Figure:
    """The map of `shown` with an arrow per flow; those between areas of the inset are drawn there."""
    figure = map_figure(shown, hover, dark=dark)
    largest = max((flow.boxes for flow in flows), default=0)
    for rank, size in enumerate(_SIZES):
        drawn = [flow for flow in flows if min(3 * flow.boxes // (largest + 1), 2) == rank]
        if drawn:
            figure.add_trace(_arrows(drawn, (size[0] + 2.5, size[1]), _HALO[dark], "halo des flèches"))
            figure.add_trace(_arrows(drawn, size, _ARROW[dark], f"flèches {rank + 1}"))
    return figure


def _arrows(flows: Sequence[Flow], size: tuple[float, float], colour: str, name: str) -> go.Scattergeo:
    width, head = size
    longitudes: list[float | None] = []
    latitudes: list[float | None] = []
    for flow in flows:
        stroke = _arrow(*borders.ends(flow.start, flow.end), head)
        longitudes += [*(x for x, _ in stroke), None]
        latitudes += [*(y for _, y in stroke), None]
    return go.Scattergeo(
        lon=longitudes,
        lat=latitudes,
        mode="lines",
        line={"color": colour, "width": width},
        text=[text for flow in flows for text in (*[flow.text] * _POINTS, "")],
        hovertemplate="%{text}<extra></extra>",
        name=name,
    )


def _arrow(start: Point, end: Point, head: float) -> list[Point]:
    """One stroke: to the point, and back and forth to both barbs. Plotly turns no marker on a map."""
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1)
    along = ((x2 - x1) / length, (y2 - y1) / length)
    tail, point = _on(start, along, _OFF * length), _on(end, along, -_OFF * length)
    barbs = [_on(_on(point, along, -head), (-side * along[1], side * along[0]), head / 2) for side in (1, -1)]
    return [tail, point, barbs[0], point, barbs[1], point]


def _on(place: Point, direction: Point, far: float) -> Point:
    return round(place[0] + direction[0] * far, 3), round(place[1] + direction[1] * far, 3)
