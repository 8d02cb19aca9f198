"""What a release says in words."""

from typing import Any

import pytest

from dp_ruptures.publication import headlines, story
from tests.publication.cells import an_older_monday, table


def test_the_worst_place_has_the_fewest_units_per_declaring_pharmacy() -> None:
    cells = table(**{"2A_vaccins": {"units": 20, "declarants": 40}, "971_vaccins": {"units": 5}})
    assert story.scarcest(cells, "vaccins")[0].declarants == 40
    assert [(place.code, place.per_pharmacy) for place in story.scarcest(cells, "vaccins")] == [
        ("2A", 0.5),
        ("971", 0.5),
        ("01", 10),
    ]


def test_a_withheld_place_is_never_named() -> None:
    cells = table(**{"2A_vaccins": {"status": "secret"}, "2A_tests": {"status": "sans_donnee"}})
    assert "2A" not in {place.code for place in story.scarcest(cells, "vaccins")}
    assert "Corse" not in " ".join(story.sentences(cells, table()))


def test_states_are_counted_apart() -> None:
    cells = table(**{"2A_tests": {"status": "secret"}, "971_tests": {"status": "sans_donnee"}})
    assert story.tally(cells, "tests") == {"publie": 1, "secret": 1, "sans_donnee": 1}
    assert story.tally(cells, "vaccins")["publie"] == 3
    said = " ".join(story.sentences(cells))
    assert "Tests antigéniques : 1\u00a0département publié, 1 sous secret, 1 sans donnée." in said


def test_a_withheld_total_gives_neither_a_share_nor_a_move() -> None:
    hidden = {"status": "secret"}
    told = " ".join(story.sentences(table(FR_ensemble=hidden, FR_vaccins=hidden, FR_tests=hidden), table()))
    assert "%" not in told


def test_what_changed_is_said_per_pharmacy_with_both_counts_and_the_deepest_falls() -> None:
    fewer = {"units": 80, "declarants": 8}
    cells = table(**{"2A_vaccins": {"units": 40}, "01_vaccins": {"units": 74}, "FR_vaccins": fewer})
    told = [sentence for sentence in story.sentences(cells, table()) if "la semaine précédente" in sentence][
        0
    ]
    assert told.startswith("Doses par officine déclarante, France : 10,0, contre 10,0 la semaine précédente")
    assert "(0\u202f% ; 8 officines, contre 10)" in told
    assert "Corse-du-Sud (\u221260\u202f%), Ain (\u221226\u202f%)" in told
    assert "Guadeloupe" not in told


@pytest.mark.parametrize(
    "figures",
    [
        {"units": 4, "data_of": an_older_monday()},
        {"units": 4, "declarants": 4},
        {"units": 4, "declarants": 9, "active": 200},
        {"units": 0, "declarants": 0},
    ],
    ids=["of an older week", "of four pharmacies", "of under 5 % of them", "of nobody"],
)
def test_what_is_old_or_of_too_few_is_never_ranked_nor_said_to_fall(figures: dict[str, Any]) -> None:
    cells = table(**{"2A_vaccins": figures})
    assert [place.code for place in story.scarcest(cells, "vaccins")] == ["01", "971"]
    assert story.fallen(cells, table(), "vaccins") == []
    assert (
        story.fallen(table(**{"2A_vaccins": {"units": 1}}), table(**{"2A_vaccins": figures}), "vaccins") == []
    )


def test_figures_that_cannot_be_ranked_are_said_to_be_so() -> None:
    held = {"data_of": an_older_monday()}
    told = story.sentences(table(**{f"{area}_vaccins": held for area in ("01", "2A", "971")}))
    assert told[0].startswith("Vaccins contre la grippe : les chiffres publiés sont trop anciens")


def test_the_total_of_france_has_its_estimate_beside_it_and_none_when_withheld() -> None:
    known = {"estimated_units": 300, "estimate_low": 210, "estimate_high": 450}
    said = headlines.headlines(table(FR_vaccins=known, FR_tests={"status": "secret"}))
    assert said[0]["note"].endswith("Estimation avec les officines muettes : 300 (210 à 450)")
    assert "stimation" not in said[1]["note"]


def test_a_former_zero_has_no_move() -> None:
    before = table(**{"01_vaccins": {"units": 0}, "FR_vaccins": {"units": 0}})
    assert story.fallen(table(), before, "vaccins") == []
    assert not [told for told in story.sentences(table(), before) if told.startswith("Doses par officine")]


def test_nothing_published_is_said() -> None:
    hidden = {
        f"{area}_{item}": {"status": "secret"}
        for area in ("01", "2A", "971")
        for item in ("tests", "vaccins")
    }
    assert "Aucun département ne peut être publié" in " ".join(story.sentences(table(**hidden)))


def test_a_thin_week_says_so_first_and_speaks_of_régions() -> None:
    few = {"regions_only": True, "respondents": 99, "active": 1000}
    thin = headlines.only_regions(few)
    cells = table(
        **{f"{area}_{item}": {"status": "secret"} for area in ("01", "2A") for item in ("tests", "vaccins")}
    )
    told = story.sentences(cells, table(), thin)
    assert told[0].startswith(
        "Moins de 10\u202f% des officines ont répondu cette semaine (99 sur 1\u202f000)"
    )
    assert "le moins de doses par officine déclarante : Auvergne-Rhône-Alpes" in told[1]
    assert [said["label"] for said in headlines.headlines(cells, thin)][-1] == "Régions publiées"
    assert headlines.only_regions(few | {"regions_only": False}) is None
    other = headlines.only_regions(few | {"respondents": 500})
    assert other is not None
    assert "Moins de" not in other
