"""Small curves, a région's contour, an interval: read back from what is drawn."""

import re
from base64 import b64decode
from datetime import date

from dp_ruptures import figures, legend
from dp_ruptures.rules.measure import MEASURES
from dp_ruptures.rules.week import Week

WEEKS = [Week(date(2026, 10, 26)).shift(rank) for rank in range(4)]


def drawn(*values: float | None, label: str = "Fluad") -> tuple[str, str]:
    """The grid's HTML, and the picture in it."""
    one = figures.Small(label, "doses", values, 2000)
    html = figures.small_multiples_html([one], WEEKS, dark=False, about="Stock déclaré, France entière")
    found = re.search(r"base64,([^\"]+)", html)
    assert found
    return html, b64decode(found[1]).decode()


def test_a_silent_week_breaks_the_line_and_zero_does_not() -> None:
    _, picture = drawn(1000, None, 0, 2000)
    assert picture.count("<polyline") == 2
    assert picture.count("<circle") == 3


def test_the_highest_of_the_scale_touches_its_rule() -> None:
    _, picture = drawn(0, 0, 0, 2000)
    assert 'cy="10.0"' in picture
    assert ">2\u202f000<" in picture
    assert ">S44<" in picture
    assert ">S47<" in picture


def test_a_picture_is_said_in_words_and_a_name_is_never_a_tag() -> None:
    html, _ = drawn(1000, 0, 0, 1200, label="<b>Fluad</b>")
    assert "<b>" not in html
    assert "Stock déclaré, France entière : 1\u202f200 doses en 2026-S47" in html
    assert "aucune donnée en 2026-S47" in drawn(1, 1, 1, None)[0]


def test_a_region_is_outlined_over_the_map() -> None:
    shown = legend.classify({"01": 5.0, "03": 6.0}, MEASURES["stock"], ("dose", "doses"), dark=False)
    figure = figures.add_contours(figures.map_figure(shown, {}, dark=False), ["01", "03"], dark=False)
    assert [trace.name for trace in figure.data].count("région choisie") == 2
    assert figure.data[0].type == "scattergeo"


def test_the_interval_is_a_band_with_edges() -> None:
    curve = figures.Curve("Vaccins", [5, None, 5, 6])
    figure = figures.trend_figure(WEEKS, [curve], MEASURES["estimation"], "doses", dark=False)
    figures.add_interval(figure, WEEKS, [4, None, 4, 5], [6, None, 6, 7], dark=False)
    low, high = figure.data[1:]
    assert (low.fill, high.fill, high.line.dash) == (None, "tonexty", "dot")
    assert high.y == (6, None, 6, 7)
