"""The map of the bulletin: one SVG in greys, every class told apart without colour."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from dp_ruptures import outline
from dp_ruptures.outline import Ring
from dp_ruptures.rules.measure import ZERO, Band

# From least to most: little is the news. The lightest keeps a contrast with paper through its outline.
GREYS = ("#4a4a4a", "#7d7d7d", "#ababab", "#d4d4d4", "#f4f4f4")
_EMPTY, _WITHHELD, _ZERO = "url(#vide)", "url(#secret)", "url(#zero)"
_PATTERNS = (
    '<pattern id="secret" width="0.12" height="0.12" patternUnits="userSpaceOnUse">'
    '<rect width="0.12" height="0.12" fill="#fff"/>'
    '<path d="M-0.03 0.03L0.03-0.03M0 0.12L0.12 0M0.09 0.15L0.15 0.09" stroke="#333" stroke-width="0.018"/>'
    "</pattern>"
    '<pattern id="vide" width="0.16" height="0.16" patternUnits="userSpaceOnUse">'
    '<rect width="0.16" height="0.16" fill="#fff"/><circle cx="0.08" cy="0.08" r="0.022" fill="#555"/>'
    "</pattern>"
    '<pattern id="zero" width="0.14" height="0.14" patternUnits="userSpaceOnUse">'
    '<rect width="0.14" height="0.14" fill="#000"/><path d="M0.07 0V0.14M0 0.07H0.14" stroke="#fff" '
    'stroke-width="0.012"/></pattern>'
)
# A caption hangs from its place, inside the frame.
_BELOW = 0.1


def paint(stock: float | None, status: str, made: Sequence[Band]) -> str:
    """How an area is filled: a grey, black and squared at 0, hatched when withheld, dotted without data.

    `made`: the classes of the map, from least to most; the stock lies in one of them.
    """
    if stock is None:
        return _WITHHELD if status == "secret" else _EMPTY
    if stock == 0:
        return _ZERO
    above = [band for band in made if band != ZERO]
    return GREYS[next(rank for rank, band in enumerate(above) if band.holds(stock))]


def france(fills: Mapping[str, str]) -> bytes:
    """France as an SVG, `fills` by département code; areas it does not name are dotted."""
    shapes = "".join(
        f'<path d="{_path(rings)}" fill="{fills.get(outline.SHARED.get(code, code), _EMPTY)}"/>'
        for code, rings in sorted(outline.rings().items())
    )
    words = "".join(
        f'<text x="{caption.longitude:.3f}" y="{-caption.latitude + _BELOW:.3f}">'
        f"{escape(caption.text)}</text>"
        for caption in outline.captions()
    )
    left, top, width, height = _extent()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.2f} {top:.2f} {width:.2f} {height:.2f}">'
        f"<defs>{_PATTERNS}</defs>"
        f'<g stroke="#222" stroke-width="0.02" stroke-linejoin="round" fill-rule="evenodd">{shapes}</g>'
        f'<path d="{_frames()}" fill="none" stroke="#777" stroke-width="0.02"/>'
        f'<g font-size="0.2" font-family="Libertinus Serif" text-anchor="middle">{words}</g></svg>'
    ).encode()


def swatch(fill: str) -> bytes:
    """One small rectangle of the legend."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0.6 0.36">'
        f'<defs>{_PATTERNS}</defs><rect x="0.01" y="0.01" width="0.58" height="0.34" '
        f'fill="{fill}" stroke="#222" stroke-width="0.02"/></svg>'
    ).encode()


def _path(rings: Sequence[Ring]) -> str:
    # North is up on a map and down in an SVG.
    return "".join("M" + "L".join(f"{x:.3f} {-y:.3f}" for x, y in ring) + "Z" for ring in rings)


def _frames() -> str:
    frames = outline.frames()
    lines: list[list[str]] = [[]]
    for x, y in zip(frames.longitudes, frames.latitudes, strict=True):
        if x is None or y is None:
            lines.append([])
        else:
            lines[-1].append(f"{x:.3f} {-y:.3f}")
    return "".join("M" + "L".join(line) for line in lines if line)


def _extent() -> tuple[float, float, float, float]:
    """Left, top, width, height of all there is to draw."""
    points = [point for rings in outline.rings().values() for ring in rings for point in ring]
    frames = outline.frames()
    xs = [x for x, _ in points] + [x for x in frames.longitudes if x is not None]
    ys = [-y for _, y in points] + [-y for y in frames.latitudes if y is not None]
    margin = 0.1
    left, top = min(xs) - margin, min(ys) - margin
    return left, top, max(xs) - left + margin, max(ys) - top + margin
