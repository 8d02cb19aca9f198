"""What a release says in words."""

from dp_ruptures.publication import story
from tests.publication.cells import table


def test_the_worst_place_has_the_fewest_units_per_declaring_pharmacy() -> None:
    cells = table(**{"2A_vaccins": {"units": 20, "declarants": 40}, "971_vaccins": {"units": 5}})
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
    cells = table(**{"2A_ensemble": {"status": "secret"}, "971_ensemble": {"status": "sans_donnee"}})
    assert story.tally(cells) == {"publie": 1, "secret": 1, "sans_donnee": 1}
    assert "1\u00a0département publié, 1 sous secret, 1 sans donnée" in " ".join(story.sentences(cells))


def test_a_withheld_total_gives_neither_a_share_nor_a_move() -> None:
    hidden = {"status": "secret"}
    told = " ".join(story.sentences(table(FR_ensemble=hidden, FR_vaccins=hidden, FR_tests=hidden), table()))
    assert "%" not in told


def test_what_changed_names_the_deepest_falls() -> None:
    cells = table(**{"2A_vaccins": {"units": 40}, "01_vaccins": {"units": 74}, "FR_vaccins": {"units": 80}})
    told = [sentence for sentence in story.sentences(cells, table()) if "doses" in sentence][-1]
    assert "baisse de 20\u202f%" in told
    assert "Corse-du-Sud (\u221260\u202f%), Ain (\u221226\u202f%)" in told
    assert "Guadeloupe" not in told


def test_a_former_zero_has_no_move() -> None:
    before = table(**{"01_vaccins": {"units": 0}, "FR_vaccins": {"units": 0}})
    assert story.fallen(table(), before, "vaccins") == []
    assert not [
        told for told in story.sentences(table(), before) if told.startswith("Depuis") and "doses" in told
    ]


def test_nothing_published_is_said() -> None:
    hidden = {
        f"{area}_{item}": {"status": "secret"}
        for area in ("01", "2A", "971")
        for item in ("ensemble", "vaccins")
    }
    assert "Aucun département ne peut être publié" in " ".join(story.sentences(table(**hidden)))
