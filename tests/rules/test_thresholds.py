"""Thresholds harden at will, loosen only before anything is published, and never past the house's."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dp_ruptures.rules.thresholds import BOUNDS, HOUSE, Thresholds, changes, problems

HARDER = Thresholds(5, 70, 20, 2, 10)
ANY = some.builds(
    Thresholds, **{name: some.integers(bounds.least, bounds.most) for name, bounds in BOUNDS.items()}
)


def test_every_threshold_has_its_bounds() -> None:
    assert set(BOUNDS) == set(asdict(HOUSE))


@pytest.mark.parametrize("published", [False, True])
def test_hardening_is_always_allowed(published: bool) -> None:
    assert problems(HOUSE, HARDER, published=published) == []


@pytest.mark.parametrize("name", list(BOUNDS))
def test_no_threshold_softens_once_the_series_is_published(name: str) -> None:
    softer = replace(HARDER, **{name: getattr(HOUSE, name)})
    assert problems(HARDER, softer, published=False) == []
    (sentence,) = problems(HARDER, softer, published=True)
    assert BOUNDS[name].label in sentence
    assert "déjà publiée" in sentence


@pytest.mark.parametrize(
    "wanted",
    [{"min_count": 2}, {"dominance_percent": 86}, {"regions_only_percent": 9}, {"most_times": 4},
     {"most_points": 16}, {"min_count": 11}, {"dominance_percent": 0}],
)  # fmt: skip
def test_nothing_passes_the_house_s_values_nor_hides_everything(wanted: dict[str, int]) -> None:
    (sentence,) = problems(HOUSE, replace(HOUSE, **wanted), published=False)
    assert "se règle de" in sentence


@given(present=ANY, wanted=ANY)
def test_a_published_series_only_hardens(present: Thresholds, wanted: Thresholds) -> None:
    softer = [
        name for name, bounds in BOUNDS.items()
        if bounds.hardness(getattr(wanted, name)) < bounds.hardness(getattr(present, name))
    ]  # fmt: skip
    assert len(problems(present, wanted, published=True)) == len(softer)


def test_the_changes_name_what_differs_only() -> None:
    (change,) = changes(HOUSE, replace(HOUSE, min_count=5))
    assert (change.before, change.after) == ("3\u00a0déclarants", "5\u00a0déclarants")
