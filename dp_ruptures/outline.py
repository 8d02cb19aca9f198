"""The drawing of France: rings of each département, inset frames, captions, hatching.

The browser fetches the same file by its address; here it is read once, for what
plotly cannot draw itself: frames, the chosen outline, hatched areas.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from dp_ruptures.settings import ROOT

_MAP = ROOT / "data" / "reference" / "map"
# Published with Guadeloupe, and the islands that have no community pharmacy at all.
SHARED = {"977": "971", "978": "971"}
WITHOUT_PHARMACY = frozenset({"975"})
# Long names do not fit the frame of a small island.
_SHORT_NAMES = {"975": "St-Pierre", "977": "St-Barth.", "978": "St-Martin", "IDF": "Petite couronne"}
# In degrees of the drawing, where one degree is 100 km.
_HATCH_STEP = 0.16

Point = tuple[float, float]
Ring = Sequence[Point]


@dataclass(frozen=True)
class Stroke:
    """Lines of a drawing; None parts one line from the next."""

    longitudes: list[float | None]
    latitudes: list[float | None]


@dataclass(frozen=True)
class Caption:
    """A word at a place of the drawing."""

    text: str
    longitude: float
    latitude: float


@cache
def rings() -> dict[str, list[Ring]]:
    """Exterior rings and holes of each area of the map, by département code."""
    features = json.loads((_MAP / "carte_com.geojson").read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["code"]: list(_rings(feature["geometry"])) for feature in features}


@cache
def frames() -> Stroke:
    """The rectangles around the overseas départements and the enlarged petite couronne."""
    return _stroke(frame["cadre_plan"] for frame in _frames())


@cache
def captions() -> list[Caption]:
    """The name of each inset, where it is written."""
    return [
        Caption(_SHORT_NAMES.get(frame["code"], frame["nom"]), *frame["legende_plan"]) for frame in _frames()
    ]


def contour(code: str) -> Stroke:
    """The outline of one département, and of the islands published with it; empty when it is not drawn."""
    return _stroke(ring for drawn in _drawn_with(code) for ring in rings().get(drawn, []))


@cache
def border(codes: tuple[str, ...]) -> Stroke:
    """The outline of several areas together: the edges of their rings that no two of them share."""
    edges: Counter[tuple[Point, Point]] = Counter()
    for code in codes:
        for drawn in _drawn_with(code):
            for ring in rings().get(drawn, []):
                edges.update((min(pair), max(pair)) for pair in pairwise(ring))
    return _stroke(_joined([edge for edge, count in edges.items() if count % 2]))


def _joined(edges: Iterable[tuple[Point, Point]]) -> Iterator[Ring]:
    """The edges end to end: one line as long as it goes, then the next."""
    ahead: dict[Point, list[Point]] = {}
    for start, end in edges:
        ahead.setdefault(start, []).append(end)
        ahead.setdefault(end, []).append(start)
    for start in list(ahead):
        while ahead[start]:
            line = [start]
            while ahead[line[-1]]:
                line.append(ahead[line[-1]].pop())
                ahead[line[-1]].remove(line[-2])
            yield line


def hatching(codes: Iterable[str], *, rising: bool = False) -> Stroke:
    """Slanted lines over every département of `codes`, falling to the right unless `rising`."""
    return _stroke(line for code in codes for line in _hatched(code, rising))


@cache
def _hatched(code: str, rising: bool) -> list[Ring]:
    if not rising:
        return list(hatch(rings()[code], _HATCH_STEP))
    # Rising to the right is falling in a mirror.
    return [_mirrored(line) for line in hatch([_mirrored(ring) for ring in rings()[code]], _HATCH_STEP)]


def _mirrored(ring: Ring) -> Ring:
    return [(-x, y) for x, y in ring]


def hatch(shape: Sequence[Ring], step: float) -> Iterator[Ring]:
    """Lines at 45° over `shape` (rings, holes included), `step` apart and rounded to 0.001.

    Turned so that the lines are level, a line is inside between its odd and even crossings.
    """
    turned = [[(x - y, x + y) for x, y in ring] for ring in shape]
    levels = [v for ring in turned for _, v in ring]
    first, last = math.ceil(min(levels) / step), math.floor(max(levels) / step)
    for level in (rank * step for rank in range(first, last + 1)):
        crossings = sorted(_crossings(turned, level))
        for start, end in zip(crossings[::2], crossings[1::2], strict=True):
            yield [_turned_back(start, level), _turned_back(end, level)]


def _crossings(shape: Sequence[Ring], level: float) -> Iterator[float]:
    for ring in shape:
        for (u1, v1), (u2, v2) in pairwise(ring):
            if (v1 <= level) != (v2 <= level):
                yield u1 + (u2 - u1) * (level - v1) / (v2 - v1)


def _turned_back(u: float, v: float) -> Point:
    return round((u + v) / 2, 3), round((v - u) / 2, 3)


def _stroke(lines: Iterable[Ring]) -> Stroke:
    longitudes: list[float | None] = []
    latitudes: list[float | None] = []
    for line in lines:
        longitudes += [*(x for x, _ in line), None]
        latitudes += [*(y for _, y in line), None]
    return Stroke(longitudes, latitudes)


def _drawn_with(code: str) -> list[str]:
    return [code, *(island for island, published in SHARED.items() if published == code)]


@cache
def _frames() -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = json.loads((_MAP / "cadres.json").read_text(encoding="utf-8"))
    return frames


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(x, y) for x, y in ring]
