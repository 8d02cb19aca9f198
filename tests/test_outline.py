"""The drawing of France, checked on the file itself."""

from itertools import pairwise

import pytest

from dp_ruptures import outline
from dp_ruptures.outline import Ring

SQUARE = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0), (0.0, 0.0)]
HOLE = [(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75), (0.25, 0.25)]


def area(ring: Ring) -> float:
    """Signed: below 0 when the ring turns clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def test_every_area_is_drawn_clockwise_or_plotly_floods_the_map() -> None:
    assert len(outline.rings()) == 104
    for rings in outline.rings().values():
        assert area(rings[0]) < 0


def test_no_area_covers_more_than_its_share_of_the_country() -> None:
    covered = {code: abs(sum(map(area, rings))) for code, rings in outline.rings().items()}
    assert max(covered.values()) < sum(covered.values()) / 20


def test_the_petite_couronne_is_drawn_twice_under_one_code() -> None:
    assert len(outline.rings()["75"]) >= 2


def test_the_insets_hold_their_département() -> None:
    stroke = outline.frames()
    assert stroke.longitudes.count(None) == 9
    assert {caption.text for caption in outline.captions()} >= {"Guadeloupe", "St-Martin", "Petite couronne"}


def test_hatching_stays_inside_and_out_of_the_holes() -> None:
    lines = list(outline.hatch([SQUARE, HOLE], 0.1))
    middles = [((x1 + x2) / 2, (y1 + y2) / 2) for (x1, y1), (x2, y2) in lines]
    assert len(lines) > 10
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in middles)
    assert not any(0.26 < x < 0.74 and 0.26 < y < 0.74 for x, y in middles)


def test_lines_are_parted_so_that_no_stroke_crosses_the_sea() -> None:
    stroke = outline.hatching(["2A", "974"])
    assert stroke.longitudes[2::3] == [None] * (len(stroke.longitudes) // 3)


@pytest.mark.parametrize(("code", "drawn_with"), [("23", ["23"]), ("971", ["971", "977", "978"])])
def test_a_contour_holds_what_is_published_together(code: str, drawn_with: list[str]) -> None:
    lines = outline.contour(code).longitudes.count(None)
    assert lines == sum(len(outline.rings()[area]) for area in drawn_with)


def test_an_unknown_code_has_no_contour() -> None:
    assert outline.contour("999").longitudes == []


def test_the_border_of_a_région_leaves_out_what_two_of_its_départements_share() -> None:
    together, apart = outline.border(("2A", "2B")), [outline.border((code,)) for code in ("2A", "2B")]
    assert len(together.longitudes) < sum(len(stroke.longitudes) for stroke in apart)
    edges = [edges_of(stroke) for stroke in (together, *apart)]
    assert edges[0] == edges[1] ^ edges[2]
    assert edges[1] & edges[2]


def edges_of(stroke: outline.Stroke) -> set[frozenset[tuple[float | None, float | None]]]:
    points = list(zip(stroke.longitudes, stroke.latitudes, strict=True))
    return {frozenset(pair) for pair in pairwise(points) if (None, None) not in pair}
