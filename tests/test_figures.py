"""What is drawn, read back from the figures."""

from datetime import date

from dp_ruptures import legend
from dp_ruptures.figures import MAP_CONFIG, MOST_CURVES, Curve, map_figure, trend_figure
from dp_ruptures.rules.measure import MEASURES
from dp_ruptures.rules.week import Week

STOCK, RUPTURE = MEASURES["stock"], MEASURES["rupture"]
WEEKS = [Week(date(2026, 8, 31)).shift(rank) for rank in range(12)]
SHOWN = legend.classify({"01": 0.0, "02": None, "971": 12.0}, STOCK, ("dose", "doses"), dark=False)


def names(**options: str) -> list[str]:
    figure = map_figure(SHOWN, {"01": "Ain"}, dark=False, **options)
    return [trace.name for trace in figure.data]


def test_the_first_trace_is_no_choropleth_or_plotly_calls_its_cdn() -> None:
    figure = map_figure(SHOWN, {}, dark=False)
    assert figure.data[0].type == "scattergeo"
    assert MAP_CONFIG["topojsonURL"] == "/assets/topo/"


def test_shapes_come_by_address_from_our_own_host() -> None:
    choropleths = [trace for trace in map_figure(SHOWN, {}, dark=False).data if trace.type == "choropleth"]
    assert len(choropleths) == 4
    assert {trace.geojson for trace in choropleths} == {"/assets/map/departements.geojson"}


def test_silence_is_hatched_over_its_grey() -> None:
    assert "hachures" in names()
    known = legend.classify({"01": 5.0}, STOCK, ("dose", "doses"), dark=False)
    assert "hachures" not in [trace.name for trace in map_figure(known, {}, dark=False).data]


def test_the_chosen_département_is_outlined() -> None:
    assert "choisi" not in names()
    assert names(chosen="01").count("choisi") == 1


def test_each_area_carries_its_words() -> None:
    figure = map_figure(SHOWN, {"01": "Ain", "977": "Saint-Barthélemy"}, dark=True)
    said = {
        code: text
        for trace in figure.data
        if trace.type == "choropleth"
        for code, text in zip(trace.locations, trace.text, strict=True)
    }
    assert said["01"] == "Ain"
    assert said["977"] == "Saint-Barthélemy"
    assert set(said) == {"01", "02", "971", "977", "978", "975"}


def test_the_view_is_fixed_on_the_drawing() -> None:
    geo = map_figure(SHOWN, {}, dark=False).layout.geo
    assert geo.projection.type == "mercator"
    assert tuple(geo.lonaxis.range) == (-6.85, 6.95)
    assert tuple(geo.lataxis.range) == (-6.0, 6.3)


def test_a_silent_week_is_a_gap_and_not_zero() -> None:
    curve = Curve("Tests", [5, None, 0, *[1] * 9])
    trace = trend_figure(WEEKS, [curve], STOCK, "tests", dark=False).data[0]
    assert trace.y[:3] == (5, None, 0)
    assert trace.connectgaps is False
    assert "aucune donnée" in trace.text[1]


def test_the_open_week_is_hollow_and_said_to_be_open() -> None:
    figure = trend_figure(WEEKS, [Curve("Tests", [1] * 12)], STOCK, "tests", dark=False, open_week=WEEKS[-1])
    assert figure.data[0].marker.symbol[-2:] == ("circle", "circle-open")
    assert figure.layout.xaxis.ticktext[-1] == "S47<br>en cours"
    assert "(en cours)" in figure.data[0].text[-1]


def test_dates_are_french_and_few_enough_for_a_phone() -> None:
    ticks = trend_figure(WEEKS, [Curve("Tests", [1] * 12)], STOCK, "tests", dark=False).layout.xaxis.ticktext
    assert ticks == ("S37<br>7 sept.", "S39<br>21 sept.", "S41<br>5 oct.", "S43<br>19 oct.",
                     "S45<br>2 nov.", "S47<br>16 nov.")  # fmt: skip


def test_shares_are_drawn_in_percent() -> None:
    figure = trend_figure(WEEKS[:1], [Curve("Tests", [0.25])], RUPTURE, "tests", dark=False)
    assert figure.data[0].y == (25,)
    assert figure.layout.yaxis.ticksuffix == "\u202f%"
    assert figure.layout.separators == ",\u202f"


def test_a_label_is_words_and_never_a_tag() -> None:
    trace = trend_figure(WEEKS[:1], [Curve("A <b> & 'B'", [1])], STOCK, "doses", dark=False).data[0]
    assert trace.name == "A &lt;b&gt; &amp; 'B'"
    assert trace.text[0].startswith("<b>A &lt;b&gt; &amp; 'B'</b><br>")


def test_curves_differ_by_more_than_colour() -> None:
    curves = [Curve(str(rank), [1] * 12) for rank in range(6)]
    traces = trend_figure(WEEKS, curves, STOCK, "unités", dark=True).data
    assert len(traces) == MOST_CURVES
    assert len({trace.line.dash for trace in traces}) == MOST_CURVES
    assert len({trace.marker.symbol[0] for trace in traces}) == MOST_CURVES
