"""Where it is worst, ranked by what compares."""

from dataclasses import replace

from dp_ruptures import explore_tables, ranking
from dp_ruptures.areas import Area
from dp_ruptures.exploration import Look
from dp_ruptures.filters import BEFORE
from dp_ruptures.measures import Reading
from dp_ruptures.rules.measure import Tally
from tests.test_explore_tables import ESTIMATES, KNOWN, TALLIES, WEEK, chosen, readable, seen

DEPARTMENTS = [area for area in KNOWN.values() if area.is_department]


def ranked(look: Look, listed: list[Area]) -> list[tuple[str, str]]:
    return [(place.area.code, readable(place.said)) for place in ranking.worst(look, listed)]


def test_the_worst_areas_come_first_and_those_without_a_figure_not_at_all() -> None:
    look = seen("jours")
    told = [
        (code, readable(explore_tables.said(look.figure(KNOWN[code]), look.chosen))) for code in ("01", "03")
    ]
    assert ranked(look, DEPARTMENTS) == told


def test_a_stock_is_ranked_per_pharmacy_and_not_by_the_size_of_its_area() -> None:
    large = Tally(units=900, declarants=60, at_zero=0, respondents=60, active=200)
    tallies = {"01": large, "03": Tally(units=300, declarants=6, at_zero=0, respondents=6, active=6)}
    look = Look(chosen(), WEEK, Reading(tallies, ESTIMATES))
    assert ranked(look, DEPARTMENTS) == [("01", "15,0 doses"), ("03", "50,0 doses")]
    assert ranking.title(look) == "Où il en reste le moins par officine"
    # 4 000 doses of 24 active pharmacies; 900 of 6.
    assert ranked(seen("estimation"), DEPARTMENTS) == [("03", "150,0 doses"), ("01", "166,7 doses")]


def test_beside_another_week_what_fell_most_comes_first_and_what_did_not_is_left_out() -> None:
    week = {
        "01": Tally(units=80, declarants=8),
        "03": Tally(units=30, declarants=6),
        "971": Tally(units=99, declarants=9),
    }
    before = {
        "01": Tally(units=160, declarants=8),
        "03": Tally(units=300, declarants=6),
        "971": Tally(units=55, declarants=5),
    }
    look = Look(chosen(against=BEFORE), WEEK, Reading(week), WEEK.shift(-1), Reading(before))
    assert ranked(look, DEPARTMENTS) == [("03", "−90 %"), ("01", "−50 %")]
    assert readable(ranking.title(look)) == "Plus fortes baisses par officine depuis 2026-S46"
    # As many doses per pharmacy, from fewer pharmacies: an answer less is not a fall.
    fewer = replace(look, reading=Reading({"01": Tally(units=100, declarants=5)}))
    assert ranked(fewer, DEPARTMENTS) == []
    assert readable(str(ranking.none_found(fewer, [KNOWN["01"]]))) == "Aucune baisse de 10 % ou plus."
    among = readable(str(ranking.none_found(fewer, DEPARTMENTS)))
    assert among == "Aucune baisse de 10 % ou plus, parmi 1 région comparable."
    worse = {"01": replace(week["01"], at_zero=6), "03": replace(week["03"], at_zero=1)}
    share = Look(chosen("rupture", against=BEFORE), WEEK, Reading(worse), WEEK.shift(-1),
                 Reading({code: replace(tally, at_zero=1) for code, tally in week.items()}))  # fmt: skip
    assert ranked(share, DEPARTMENTS) == [("01", "+62,5 points")]
    assert readable(str(ranking.none_found(share, [KNOWN["01"]]))) == "Aucune hausse de 5 points ou plus."


def test_nothing_is_said_to_have_held_where_too_few_answered_to_compare() -> None:
    before = Reading({"01": Tally(units=500, declarants=20)})
    week = Reading({"01": Tally(units=5, declarants=2)})
    look = Look(chosen(against=BEFORE), WEEK, week, WEEK.shift(-1), before)
    assert str(ranking.none_found(look, DEPARTMENTS)).startswith("Comparaison impossible")
    assert [area.code for area in ranking.too_few(look, DEPARTMENTS)] == ["01"]


def test_a_share_says_of_how_many_and_of_too_few_it_is_not_ranked() -> None:
    look = replace(seen("rupture"), reading=Reading({**TALLIES, "01": replace(TALLIES["01"], declarants=7)}))
    assert ranked(look, DEPARTMENTS) == [("01", "14,3 % (1 sur 7)")]
    assert [area.code for area in ranking.too_few(look, DEPARTMENTS)] == ["03"]
    assert ranking.too_few(seen("jours"), DEPARTMENTS) == []
    said = readable(explore_tables.hover_texts(KNOWN, look)["03"])
    assert "Part en rupture : 100,0 % (2 sur 2)" in said
