"""Draws moves between départements over the map: an arrow each, wider for more boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dp_ruptures import borders
from dp_ruptures.figures.stock_map import map_figure
from dp_ruptures.legend import MapClass
from dp_ruptures.outline import Point

# Width and head of an arrow: under a third of the largest move, under two thirds, the rest.
_SIZES = ((1.5, 8), (3.0, 11), (5.0, 15))
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
            figure.add_trace(_arrows(drawn, (size[0] + 2.5, size[1] + 4), _HALO[dark], "halo des flèches"))
            figure.add_trace(_arrows(drawn, size, _ARROW[dark], f"flèches {rank + 1}"))
    return figure


def _arrows(flows: Sequence[Flow], size: tuple[float, int], colour: str, name: str) -> go.Scattergeo:
    width, head = size
    longitudes: list[float | None] = []
    latitudes: list[float | None] = []
    for flow in flows:
        (x1, y1), (x2, y2) = _shortened(*borders.ends(flow.start, flow.end))
        longitudes += [x1, x2, None]
        latitudes += [y1, y2, None]
    texts = [text for flow in flows for text in ("", flow.text, "")]
    return go.Scattergeo(
        lon=longitudes,
        lat=latitudes,
        mode="lines+markers",
        line={"color": colour, "width": width},
        marker={
            "symbol": "arrow", "angleref": "previous", "color": colour, "opacity": 1,
            "size": [0, head, 0] * len(flows),
        },
        text=texts,
        hovertemplate="%{text}<extra></extra>",
        name=name,
    )  # fmt: skip


def _shortened(start: Point, end: Point) -> tuple[Point, Point]:
    (x1, y1), (x2, y2) = start, end
    dx, dy = (x2 - x1) * _OFF, (y2 - y1) * _OFF
    return (round(x1 + dx, 3), round(y1 + dy, 3)), (round(x2 - dx, 3), round(y2 - dy, 3))
