"""The classes of a map, in words and colours."""

import pytest

from dp_ruptures import legend
from dp_ruptures.rules.measure import MEASURES, ZERO, Band

STOCK, RUPTURE = MEASURES["stock"], MEASURES["rupture"]
DOSE = ("dose", "doses")


def readable(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("band", "text"),
    [
        (Band(None, 1200), "moins de 1 200 doses"),
        (Band(1200, 3500), "1 200 à 3 499 doses"),
        (Band(9000, None), "9 000 doses et plus"),
        (Band(1, 2), "1 dose"),
        (Band(7, 8), "7 doses"),
        (ZERO, "0 dose"),
        (Band(ZERO.high, 4), "1 à 3 doses"),
        (Band(None, None), "toutes valeurs, en doses"),
    ],
)
def test_a_class_of_units_says_both_bounds_and_the_unit(band: Band, text: str) -> None:
    assert readable(legend.label_of(band, STOCK, DOSE)) == text


@pytest.mark.parametrize(
    ("band", "text"),
    [
        (Band(None, 0.1), "moins de 10 %"),
        (Band(0.1, 0.25), "10 % à moins de 25 %"),
        (Band(0.25, None), "25 % et plus"),
        (Band(1.0, None), "100 %"),
        (ZERO, "0 %"),
        (Band(ZERO.high, 0.08), "plus de 0 % à moins de 8 %"),
        (Band(ZERO.high, None), "plus de 0 %"),
        (Band(None, None), "plus de 0 %"),
    ],
)
def test_a_class_of_shares_says_both_bounds(band: Band, text: str) -> None:
    assert readable(legend.label_of(band, RUPTURE, DOSE)) == text


def test_no_data_is_hatched_and_never_drawn_as_zero() -> None:
    shown = legend.classify({"01": 0.0, "02": None, "03": 12.0}, STOCK, DOSE, dark=False)
    assert [(entry.codes, entry.hatched) for entry in shown] == [
        (("01",), False),
        (("03",), False),
        (("02",), True),
        (("975",), False),
    ]
    assert len({entry.colour for entry in shown[:3]}) == 3


def test_without_silence_the_legend_has_no_entry_for_it() -> None:
    shown = legend.classify({"01": 5.0}, STOCK, DOSE, dark=False)
    assert not any(entry.hatched for entry in shown)


def test_the_small_islands_are_drawn_with_guadeloupe_and_counted_once() -> None:
    entry = legend.classify({"971": 5.0}, STOCK, DOSE, dark=True)[0]
    assert entry.codes == ("971", "977", "978")
    assert entry.departments == 1


@pytest.mark.parametrize("dark", [False, True])
def test_classes_go_one_way_in_lightness(dark: bool) -> None:
    figures = {str(rank): float(rank * 100) for rank in range(50)}
    shown = legend.classify(figures, STOCK, DOSE, dark=dark)[:-1]
    lights = [sum(bytes.fromhex(entry.colour[1:])) for entry in shown]
    assert lights == sorted(lights, reverse=dark)


@pytest.mark.parametrize("dark", [False, True])
def test_the_scarcest_stock_stands_out_and_many_answers_do(dark: bool) -> None:
    stocks = legend.classify({"01": 0.0, "02": 3.0, "03": 90.0, "04": 900.0}, STOCK, DOSE, dark=dark)
    shares = legend.classify({"01": 0.1, "02": 0.9}, MEASURES["reponse"], DOSE, dark=dark)
    ground = 3 * 255 if not dark else 0
    contrast = [abs(ground - sum(bytes.fromhex(entry.colour[1:]))) for entry in stocks[:-1]]
    assert contrast == sorted(contrast, reverse=True)
    assert len(set(contrast)) == len(contrast)
    answers = [abs(ground - sum(bytes.fromhex(entry.colour[1:]))) for entry in shares[:-1]]
    assert answers == sorted(answers)


def test_the_legend_reads_without_its_colours() -> None:
    shown = legend.classify({"01": 0.0, "02": None, "03": 12.0}, STOCK, DOSE, dark=False)
    html = readable(legend.legend_html(shown, "Stock <déclaré>", dark=False))
    assert "Stock &lt;déclaré&gt;" in html
    assert "0 dose · 1 département<" in html
    assert "aucune donnée · 1 département<" in html
    assert "repeating-linear-gradient" in html
    assert "sans officine (Saint-Pierre-et-Miquelon)" in html


@pytest.mark.parametrize(("figure", "text"), [(None, "aucune donnée"), (0.125, "12,5 %"), (0.0, "0,0 %")])
def test_a_share_is_spoken(figure: float | None, text: str) -> None:
    assert readable(legend.spoken(figure, RUPTURE, "doses")) == text


def test_a_stock_is_spoken_with_its_unit() -> None:
    assert readable(legend.spoken(1234, STOCK, "doses")) == "1 234 doses"
