"""The words and tables beside the map and the curves of the exploring page."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from dp_ruptures import alert_view, areas, curve_tables, days_words, explore_tables
from dp_ruptures.areas import Area
from dp_ruptures.curves_view import ordered
from dp_ruptures.difference_view import classes
from dp_ruptures.estimates import AreaEstimate
from dp_ruptures.exploration import Look, bare, running_out
from dp_ruptures.filters import BEFORE, LAST_SEASON, Selection
from dp_ruptures.measures import Figure, Reading
from dp_ruptures.rules.measure import MEASURES, Tally
from dp_ruptures.rules.spreadsheet import csv_bytes
from dp_ruptures.rules.week import Week
from dp_ruptures.stocks import Department, Item

WEEK = Week(date(2026, 11, 16))
ITEM = Item("famille", "vaccins", "Vaccins", ("dose", "doses"), ("v1",))
PLACES = [
    Department("01", "Ain", "84", "Auvergne-Rhône-Alpes"),
    Department("03", "Allier", "84", "Auvergne-Rhône-Alpes"),
    Department("971", "Guadeloupe", "01", "Guadeloupe"),
]
KNOWN = areas.areas(PLACES)
FRANCE, AIN = KNOWN["france"], KNOWN["01"]
TALLIES = {
    "01": Tally(units=1200, declarants=4, at_zero=1, not_stocked=2, respondents=6, active=24),
    "03": Tally(units=300, declarants=2, at_zero=2, not_stocked=0, respondents=2, active=6),
    "971": Tally(respondents=0, active=10),
}
BEFORE_TALLIES = {**TALLIES, "01": replace(TALLIES["01"], units=2400)}
ESTIMATES = {
    "01": AreaEstimate(
        units=4000,
        low=3600,
        high=4400,
        answered=6,
        active=24,
        days=5.0,
        runs_out=True,
        wait=14.4,
        days_low=3.2,
        days_high=8.1,
        is_certain=True,
    ),  # fmt: skip
    "03": AreaEstimate(
        units=900,
        low=800,
        high=1000,
        answered=2,
        active=6,
        days=13.9,
        runs_out=True,
        wait=28.0,
        days_low=9.0,
        days_high=30.0,
        is_certain=False,
    ),  # fmt: skip
    "971": AreaEstimate(units=None, low=None, high=None, answered=0, active=10, days=None, runs_out=None),
}


def chosen(measure: str = "stock", area: Area = FRANCE, against: str = "non") -> Selection:
    return Selection(ITEM, MEASURES[measure], area, against)


def seen(measure: str = "stock", *, compared: bool = False) -> Look:
    reading = Reading(TALLIES, ESTIMATES)
    if not compared:
        return Look(chosen(measure), WEEK, reading)
    before = Reading(BEFORE_TALLIES, {"01": replace(ESTIMATES["01"], units=4300, low=3900, high=4700)})
    return Look(chosen(measure, against=BEFORE), WEEK, reading, WEEK.shift(-1), before)


def readable(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def luminance(colour: str) -> float:
    parts = [byte / 255 for byte in bytes.fromhex(colour[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def test_the_drill_goes_from_france_to_the_region_to_its_departements() -> None:
    assert [area.name for area in areas.below(KNOWN, FRANCE)] == ["Auvergne-Rhône-Alpes", "Guadeloupe"]
    assert [area.code for area in areas.below(KNOWN, KNOWN["R84"])] == ["01", "03"]
    assert areas.below(KNOWN, AIN) == []
    assert (KNOWN["R84"].key, AIN.key, FRANCE.key) == ("region:84", "01", "france")


def test_the_pointer_says_figure_unit_declarants_answers_and_week() -> None:
    said = explore_tables.hover_texts(KNOWN, seen())
    assert readable(said["01"]) == (
        "<b>Ain (01)</b><br>Stock déclaré : 1 200 doses<br>"
        "4 officines ont donné une quantité, 2 ne le référencent pas<br>"
        "6 réponses sur 24 officines actives (25 %)<br>semaine 2026-S47"
    )
    assert said["978"].startswith("<b>Saint-Martin</b>, publié avec :<br><b>Guadeloupe (971)")
    assert "aucune donnée" in said["977"]
    assert "aucune officine" in said["975"]


def test_an_estimate_is_said_with_its_interval_and_withheld_in_words() -> None:
    said = explore_tables.hover_texts(KNOWN, seen("estimation"))
    assert "Stock estimé : 4 000 doses<br>entre 3 600 et 4 400 doses (intervalle à 95 %)" in readable(
        said["01"]
    )
    assert "Stock estimé : non estimé" in said["971"]
    assert explore_tables.said(Figure(1.0), chosen("jours")) == "1\u00a0jour"


def test_a_difference_within_the_margin_says_so() -> None:
    said = readable(explore_tables.hover_texts(KNOWN, seen("estimation", compared=True))["01"])
    assert "2026-S46 : 4 300 doses, soit −7 % (dans la marge d'erreur)" in said
    counted = readable(explore_tables.hover_texts(KNOWN, seen(compared=True))["01"])
    assert "2026-S46 : 2 400 doses, soit −50 %" in counted
    assert "marge" not in counted


@pytest.mark.parametrize(
    ("measure", "before", "after", "said"),
    [("stock", 100, 112, "+12 %"), ("stock", 0, 5, "+5 doses"), ("stock", 0, 0, "inchangé"),
     ("rupture", 0.2, 0.166, "−3,4 points"), ("stock", None, 5, None), ("jours", 9, 4, "−5 jours"),
     ("jours", 1, 0, "−1 jour"), ("jours", 4, 4.3, "inchangé"), ("jours", 9, 7.4, "−2 jours"),
     ("jours", 20, 13.4, "−7 jours")],
)  # fmt: skip
def test_a_change_is_said_in_its_own_unit(
    measure: str, before: float | None, after: float, said: str | None
) -> None:
    found = explore_tables.moved(Figure(before), Figure(after), chosen(measure))
    assert (readable(found) if found else None) == said


def test_the_map_s_table_says_no_data_where_the_map_is_hatched() -> None:
    ain, _, guadeloupe = explore_tables.map_table(KNOWN, seen(compared=True))
    assert readable(ain["Stock déclaré"]) == "1 200 doses"
    assert (ain["Région"], readable(ain["En 2026-S46"])) == ("Auvergne-Rhône-Alpes", "2 400 doses")
    assert ain["Évolution"] == "forte baisse (50 % ou plus)"
    assert (guadeloupe["Stock déclaré"], guadeloupe["Écart"]) == ("aucune donnée", "—")
    assert guadeloupe["Évolution"] == "sans comparaison"


def test_the_file_leaves_no_data_empty_and_computes_nothing() -> None:
    rows = explore_tables.map_file(KNOWN, seen(compared=True))
    assert (rows[0]["valeur"], rows[0]["valeur_comparee"], rows[0]["ecart"]) == (1200, 2400, -1200)
    assert rows[2]["valeur"] is rows[2]["ecart"] is None
    malicious = replace(seen(), chosen=replace(chosen(), item=replace(ITEM, label="=1+1")))
    assert ";'=1+1;" in csv_bytes(explore_tables.map_file(KNOWN, malicious)).decode("utf-8-sig")


def test_the_table_and_the_file_hold_the_area_chosen() -> None:
    look = replace(seen(), chosen=chosen(area=KNOWN["R84"]))
    assert [row["Code"] for row in explore_tables.map_table(KNOWN, look)] == ["01", "03"]
    assert [
        row["code"] for row in explore_tables.map_file(KNOWN, replace(look, chosen=chosen(area=AIN)))
    ] == ["01"]


def test_the_curve_s_table_has_the_interval_and_last_season() -> None:
    drawn = [Figure(None), Figure(4000, 3600, 4400)]
    weeks, tallies = [WEEK.shift(-1), WEEK], [Tally(), TALLIES["01"]]
    selection = chosen("estimation", AIN, LAST_SEASON)
    curve = curve_tables.Curve(selection, weeks, tallies, drawn, [Figure(100), Figure(None)])
    rows = curve_tables.curve_table(curve)
    assert [readable(row["Stock estimé"]) for row in rows] == ["non estimé", "4 000 doses"]
    assert [readable(row["Saison dernière"]) for row in rows] == ["100 doses", "non estimé"]
    assert rows[0]["Intervalle à 95 %"] == "—"
    file = curve_tables.curve_file(replace(curve, former=None))
    assert (file[1]["bas_95"], file[1]["haut_95"], file[0]["valeur"]) == (3600, 4400, None)


def test_the_certain_come_first_and_the_longest_without_stock_with_their_wait() -> None:
    look = seen("jours")
    short, known = running_out(look, KNOWN.values())
    assert ([area.code for area, _ in short], known) == (["01", "03"], 2)
    short = short[::-1]
    assert readable(alert_view._lacks(short[0][1], look)) == "13 j (9 à 30), attente 28 j (probable)"
    # One short line whatever the measure: the units are in the table.
    assert alert_view._lacks(short[0][1], seen("estimation")) == alert_view._lacks(short[0][1], look)
    said = readable(alert_view.sentence(short, known, 20.6))
    assert said.endswith(
        "sur 2 estimés, dont 1 à coup sûr : les officines sont livrées tous les 21 jours en moyenne."
    )
    assert alert_view.sentence(short[:1], known, None).endswith("estimés, aucun à coup sûr.")
    without = [(area, replace(figure, is_certain=None)) for area, figure in short]
    assert alert_view.sentence(without, known, None).endswith("estimés.")
    ain, _, guadeloupe = explore_tables.map_table(KNOWN, look)
    column = "Attente d'une livraison, jours"
    assert (ain[column], guadeloupe[column]) == ("14,4", "—")
    assert [row["attente_livraison_jours"] for row in explore_tables.map_file(KNOWN, look)] == [
        14.4,
        28,
        None,
    ]


def test_an_area_too_small_to_estimate_is_named_when_all_who_answered_are_at_zero() -> None:
    empty = Tally(units=0, declarants=3, at_zero=3, respondents=3, active=9)
    look = replace(seen("jours"), reading=Reading({**TALLIES, "971": empty}, ESTIMATES))
    assert [area.code for area in bare(look, KNOWN.values())] == ["971"]
    some = replace(empty, at_zero=2, units=4)
    assert bare(replace(look, reading=Reading({**TALLIES, "971": some}, ESTIMATES)), KNOWN.values()) == []


def test_days_are_said_with_how_sure_they_are_and_whole_days_never_narrow_them() -> None:
    look = seen("jours")
    assert readable(explore_tables.said(look.figure(AIN), look.chosen)) == "5 jours (3 à 9)"
    lasting = Figure(90.0, 45.0, 90.0, days=90.0, between=(45.0, 90.0))
    assert readable(explore_tables.said(lasting, look.chosen)) == "90 jours ou plus (45 à 90 ou plus)"
    assert "entre 45 et 90 jours ou plus" in readable(explore_tables.interval(lasting, look.chosen) or "")
    assert explore_tables.said(Figure(None), look.chosen) == "non estimé"
    said = readable(explore_tables.hover_texts(KNOWN, look)["01"])
    assert "Jours de stock : 5 jours (3 à 9)<br><b>à court avant la prochaine livraison</b> (sûr)" in said
    ain, allier, guadeloupe = explore_tables.map_table(KNOWN, look)
    column = "Avant la prochaine livraison"
    assert [row[column] for row in (ain, allier, guadeloupe)] == [
        "à court (sûr)",
        "à court (probable)",
        "on ne sait pas",
    ]
    lasts = replace(look.figure(AIN), runs_out=False)
    assert [days_words.certainty(replace(lasts, is_certain=sure)) for sure in (True, False, None)] == [
        " (sûr)",
        " (à surveiller)",
        "",
    ]
    file = explore_tables.map_file(KNOWN, look)
    assert [(row["valeur"], row["bas_95"], row["haut_95"], row["certitude"]) for row in file] == [
        (5.0, 3.2, 8.1, "sûr"),
        (13.9, 9.0, 30.0, "probable"),
        (None, None, None, None),
    ]
    assert readable(allier["Jours de stock"]) == "13 jours"
    assert allier["Intervalle à 95 %"].startswith("entre 9 et 30 jours")


@pytest.mark.parametrize(("days", "said"), [(2.9, "2 jours"), (0.0, "0 jour"), (90.0, "90 jours ou plus")])
def test_days_are_rounded_down_as_the_classes_of_the_map_are(days: float, said: str) -> None:
    assert readable(explore_tables.said(Figure(days), chosen("jours"))) == said


def test_the_products_looked_at_come_first_then_those_counted_alike() -> None:
    box = Item("produit", "t1", "Test", ("test", "tests"), ("t1",))
    one, two = (Item("produit", code, code, ("dose", "doses"), (code,)) for code in ("v1", "v2"))
    assert ordered([box, two, one], ITEM) == [one, two, box]


@pytest.mark.parametrize("dark", [False, True])
def test_what_became_scarcer_is_the_most_visible_also_in_grey(dark: bool) -> None:
    steps = {"01": -2, "03": -1, "07": 0, "15": 1, "26": 2, "971": None}
    shown = classes(steps, MEASURES["stock"], dark=dark)
    assert [entry.codes for entry in shown[:5]] == [("01",), ("03",), ("07",), ("15",), ("26",)]
    assert shown[0].label.startswith("forte baisse")
    assert shown[5].hatched
    assert shown[5].codes == ("971", "977", "978")
    lights = [luminance(entry.colour) for entry in shown[:5]]
    # From what stands out most: much scarcer, much better supplied, a little of each, no move.
    standing_out = [lights[rank] for rank in (0, 4, 1, 3, 2)]
    assert standing_out == sorted(standing_out, reverse=dark)
    # Grey print tells any two apart, and both ends from no move as the rule of contrast asks (3 to 1).
    assert min(contrast(one, other) for one, other in pairwise(standing_out)) > 1.4
    assert min(contrast(lights[2], end) for end in (lights[0], lights[4])) > 3
    assert classes(steps, MEASURES["rupture"], dark=dark)[0].codes == ("26",)
