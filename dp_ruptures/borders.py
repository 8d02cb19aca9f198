"""Which départements touch, how far apart, and where an arrow between them is drawn.

Neighbours were computed once from the drawing (tools/borders.py) and committed; the overseas
départements have none. Distances run straight between the centres of the areas.
"""

import csv
import json
import math
from functools import cache
from itertools import pairwise

from dp_ruptures import outline
from dp_ruptures.outline import Point, Ring
from dp_ruptures.rules.transport import Link
from dp_ruptures.settings import ROOT

FILE = ROOT / "data" / "reference" / "neighbours.csv"
_FRAMES = ROOT / "data" / "reference" / "map" / "cadres.json"
_ENLARGED = "IDF"


@cache
def links() -> tuple[Link, ...]:
    """Every pair of départements with a common border."""
    with FILE.open(encoding="utf-8", newline="") as text:
        lines = list(csv.DictReader(text, delimiter=";"))
    return tuple(Link(line["code"], line["voisin"], int(line["km"])) for line in lines)


@cache
def centres() -> dict[str, Point]:
    """The centre of the largest part of each area of the drawing, at its own scale and place."""
    return {code: _centre([ring for ring in rings if not _is_enlarged(ring)]) for code, rings in _drawn()}


@cache
def enlarged_centres() -> dict[str, Point]:
    """The centre of the areas that the petite couronne's inset draws once more."""
    inside = {code: [ring for ring in rings if _is_enlarged(ring)] for code, rings in _drawn()}
    return {code: _centre(rings) for code, rings in inside.items() if rings}


def ends(one: str, other: str) -> tuple[Point, Point]:
    """Where an arrow starts and ends: in the inset when both areas are there."""
    zoomed = enlarged_centres()
    places = zoomed if one in zoomed and other in zoomed else centres()
    return places[one], places[other]


def distance(one: Point, other: Point) -> float:
    """Kilometres between two points of the drawing, where a degree of longitude is 100 km."""
    return math.hypot(one[0] - other[0], _northing(one) - _northing(other)) * 100


def _northing(point: Point) -> float:
    # The drawing's latitudes went through the inverse of Mercator (data/reference/map/03_encarts.py).
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(point[1]) / 2)))


def _drawn() -> list[tuple[str, list[Ring]]]:
    return list(outline.rings().items())


def _centre(rings: list[Ring]) -> Point:
    largest = max(rings, key=lambda ring: abs(_moments(ring)[0]))
    area, x, y = _moments(largest)
    return round(x / (3 * area), 3), round(y / (3 * area), 3)


def _moments(ring: Ring) -> tuple[float, float, float]:
    """Twice the area and six times its first moments (shoelace formula)."""
    terms = [(x1 * y2 - x2 * y1, x1 + x2, y1 + y2) for (x1, y1), (x2, y2) in pairwise(ring)]
    return (
        sum(cross for cross, _, _ in terms),
        sum(cross * x for cross, x, _ in terms),
        sum(cross * y for cross, _, y in terms),
    )


def _is_enlarged(ring: Ring) -> bool:
    (left, bottom), (right, top) = _inset()
    x, y = ring[0]
    return left <= x <= right and bottom <= y <= top


@cache
def _inset() -> tuple[Point, Point]:
    frames = json.loads(_FRAMES.read_text(encoding="utf-8"))
    corners = next(frame["cadre_plan"] for frame in frames if frame["code"] == _ENLARGED)
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return (min(xs), min(ys)), (max(xs), max(ys))
