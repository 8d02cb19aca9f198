"""Small multiples: a curve per product, drawn alike, so that the eye compares shapes.

Written as SVG: ten of plotly's figures cost more than the whole rest of the page, and nobody
points at a curve of that size; its figures are in its words and in the table beside.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from dp_ruptures.french import THIN, number
from dp_ruptures.rules.week import Week

_WIDTH, _HEIGHT = 250, 104
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 10, 84
_LINE = {False: "#0b4f94", True: "#7fb8ea"}
_INK = {False: "#3d4450", True: "#c9ced8"}
_RULE = {False: "#98a1ab", True: "#56616d"}

Point = tuple[float, float]


@dataclass(frozen=True)
class Small:
    """One product's curve: a figure per week, None where nobody gave one, drawn from 0 to `highest`."""

    label: str
    unit: str
    figures: Sequence[float | None]
    highest: float


def small_multiples_html(drawn: Sequence[Small], weeks: Sequence[Week], *, dark: bool, about: str) -> str:
    """A grid of small curves, as many in a row as the screen holds. `about`: measure, area and weeks.

    The weeks are those that are over: a few answers of an open one would draw a fall that is none.
    """
    cells = "".join(
        f'<li><p style="margin:0;font-size:.875rem;font-weight:600">{escape(one.label)} '
        f'<span style="font-weight:400">({escape(one.unit)})</span></p>'
        f"{_picture(one, weeks, about, dark=dark)}</li>"
        for one in drawn
    )
    return (
        '<ul style="list-style:none;margin:0;padding:0;display:grid;gap:1rem;align-items:end;'
        f'grid-template-columns:repeat(auto-fill,minmax(15.5rem,1fr))">{cells}</ul>'
    )


def _picture(one: Small, weeks: Sequence[Week], about: str, *, dark: bool) -> str:
    points = _points(one)
    lines = "".join(
        f'<polyline fill="none" stroke="{_LINE[dark]}" stroke-width="2" points="{_path(run)}"/>'
        for run in _runs(points)
    )
    marks = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="{_LINE[dark]}"/>'
                    for x, y in filter(None, points))  # fmt: skip
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" font-family="sans-serif" font-size="11" fill="{_INK[dark]}">'
        f"{_frame(one, weeks, dark=dark)}{lines}{marks}</svg>"
    )
    # As a picture: Streamlit takes every drawing out of the HTML it shows.
    data = b64encode(drawing.encode()).decode()
    return (
        f'<img alt="{escape(_words(one, weeks, about))}" src="data:image/svg+xml;base64,{data}" '
        'style="display:block;width:100%;max-width:20rem;height:auto">'
    )


def _frame(one: Small, weeks: Sequence[Week], *, dark: bool) -> str:
    """The scale, 0 and the highest, and the first and last weeks."""
    rules = "".join(
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}" '
        f'stroke="{_RULE[dark]}" stroke-width="{w}"/>'
        for y, w in ((_TOP, 0.5), (_BOTTOM, 1))
    )
    texts = (
        (_LEFT - 6, _TOP + 4, "end", _short(one.highest, one.unit)),
        (_LEFT - 6, _BOTTOM + 4, "end", "0"),
        (_LEFT, _HEIGHT - 6, "start", f"S{weeks[0].number:02d}"),
        (_WIDTH - _RIGHT, _HEIGHT - 6, "end", f"S{weeks[-1].number:02d}"),
    )
    return rules + "".join(
        f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>' for x, y, anchor, text in texts
    )


def _points(one: Small) -> list[Point | None]:
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(one.figures) - 1, 1)
    scale = (_BOTTOM - _TOP) / (one.highest or 1)
    return [
        None if figure is None else (_LEFT + rank * step, _BOTTOM - figure * scale)
        for rank, figure in enumerate(one.figures)
    ]


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """The points that follow each other: a week without a figure breaks the line."""
    run: list[Point] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def _path(run: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in run)


def _words(one: Small, weeks: Sequence[Week], about: str) -> str:
    last = one.figures[-1]
    end = "aucune donnée" if last is None else f"{number(last)} {one.unit}"
    return f"{one.label}, {about} : {end} en {weeks[-1].label}. Tous les chiffres sont dans le tableau."


def _short(figure: float, unit: str) -> str:
    """The top of a scale in the little room there is: `1,2 M`, `340 k`, `34 000`, `820`, `100 %`."""
    if unit == "%":
        return f"{number(figure)}{THIN}%"
    for size, letter in ((1_000_000, "M"), (100_000, "k")):
        if figure >= size:
            divided = figure / (1_000_000 if letter == "M" else 1_000)
            return f"{number(divided, 1 if divided < 10 else 0)}{THIN}{letter}"
    return number(figure)
