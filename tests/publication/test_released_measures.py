"""Released figures in words: an estimate has its interval, and no figure shows where it is withheld."""

import pytest

from dp_ruptures import released_figures
from dp_ruptures.publication import story
from dp_ruptures.released_measures import (
    DAYS,
    ESTIMATE,
    MEASURES,
    bare_days,
    class_label,
    days,
    figure,
    spoken,
)
from dp_ruptures.rules.measure import ZERO, Band
from tests.publication.cells import table

KNOWN = {"estimated_units": 300, "estimate_low": 210, "estimate_high": 450, "days_of_supply": 14.9}


@pytest.mark.parametrize(
    ("band", "said"),
    [
        (ZERO, "0\u00a0dose"),
        # 0,4 dose a pharmacy lies there.
        (Band(ZERO.high, 3), "moins de 3\u00a0doses"),
        (Band(ZERO.high, None), "plus de 0 dose"),
        (Band(3, 5), "3 à moins de 5\u00a0doses"),
        (Band(9, None), "9 doses et plus"),
    ],
)
def test_a_class_of_a_mean_holds_what_it_says(band: Band, said: str) -> None:
    assert class_label(band, ("dose", "doses")) == said


@pytest.mark.parametrize(
    ("lasts", "said", "bare"),
    [
        (0.0, "0\u00a0jour", "0"),
        (14.9, "14\u00a0jours", "14"),
        (89.9, "89\u00a0jours", "89"),
        (90.0, "90\u00a0jours ou plus", "90 ou plus"),
    ],
)
def test_days_are_rounded_down_and_end_at_ninety_or_more(lasts: float, said: str, bare: str) -> None:
    assert (days(lasts), bare_days(lasts)) == (said, bare)


def test_an_estimate_is_never_said_without_its_interval_nor_where_it_is_withheld() -> None:
    cells = table(**{"01_vaccins": KNOWN, "2A_vaccins": {"status": "secret"}})
    ain, corsica = story.of(cells, story.DEPARTMENT, story.FAMILY, "vaccins")[:2]
    said = spoken(ain, MEASURES[ESTIMATE], "doses")
    assert said == "300\u00a0doses (estimation ; de 210 à 450)"
    # Should a withheld cell carry figures, none is shown.
    leaking = corsica | KNOWN
    assert [figure(leaking, measure) for measure in MEASURES.values()] == [None] * len(MEASURES)
    assert spoken(leaking, MEASURES[ESTIMATE], "doses").startswith("secret")


def test_a_published_figure_without_a_pace_says_so_and_not_zero() -> None:
    ain = story.of(table(), story.DEPARTMENT, story.FAMILY, "vaccins")[0]
    assert spoken(ain, MEASURES[DAYS], "doses") == "jours non calculés"


def test_a_withheld_département_says_what_its_région_has() -> None:
    cells = table(**{"01_vaccins": {"status": "secret"}})
    subject = next(one for one in released_figures.subjects(cells) if one.code == "vaccins")
    above = released_figures.regions_above(cells, subject)
    rows = story.of(cells, story.DEPARTMENT, story.FAMILY, "vaccins")
    texts = released_figures.hover(rows, released_figures.PER_OFFICINE, subject, above)
    assert "région Auvergne-Rhône-Alpes : 10,0\u00a0doses" in texts["01"]
    assert "région" not in texts["2A"]


def test_doses_and_tests_are_never_offered_as_one_thing() -> None:
    assert {one.level for one in released_figures.subjects(table())} == {"famille", "produit"}


def test_a_map_of_régions_counts_régions_and_paints_their_départements() -> None:
    rows = story.of(table(), story.REGION, story.FAMILY, "vaccins")
    made = released_figures.classes(rows, released_figures.PER_OFFICINE, ("dose", "doses"), dark=False)
    painted = released_figures.by_region(made)[0]
    assert painted.departments == 1
    assert {"01", "69", "74"} <= set(painted.codes)
