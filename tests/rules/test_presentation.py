"""What the public medicines database says of a box."""

import pytest

from dp_ruptures.rules.presentation import is_flu_vaccine, is_open_shortage, is_stopped


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("VAXIGRIP suspension injectable. Vaccin grippal trivalent", True),
        ("FLUAD suspension injectable. Vaccin antigrippal", True),
        ("HUMEXLIB ETAT GRIPPAL PARACETAMOL, poudre", False),
        ("VACCIN RABIQUE PASTEUR", False),
    ],
)
def test_a_flu_vaccine_says_both_vaccin_and_grippal(name: str, answer: bool) -> None:
    assert is_flu_vaccine(name) is answer


@pytest.mark.parametrize(
    ("status", "state", "answer"),
    [
        ("Présentation active", "Déclaration de commercialisation", False),
        ("Présentation active", "Déclaration d'arrêt de commercialisation", True),
        ("Présentation active", "Déclaration de suspension de commercialisation", True),
        ("Présentation abrogée", "Déclaration de commercialisation", True),
        ("Présentation active", "", False),
    ],
)
def test_case_10_a_stopped_presentation_is_told_from_its_state(status: str, state: str, answer: bool) -> None:
    assert is_stopped(status, state) is answer


@pytest.mark.parametrize(
    ("code", "is_back", "answer"),
    [(1, False, True), (2, False, True), (1, True, False), (3, False, False), (4, False, False)],
)
def test_only_ruptures_and_tensions_without_an_end_are_open(code: int, is_back: bool, answer: bool) -> None:
    assert is_open_shortage(code, is_back) is answer
