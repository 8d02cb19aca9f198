"""Instances from JSON: what is understood, and what is refused in one clear sentence."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dp_ruptures.disclosure import Invalid, Rules, primary
from dp_ruptures.disclosure.primary import Protection, Summary
from dp_ruptures.disclosure.reading import instance_from, load
from dp_ruptures.disclosure.writing import instance_as_json
from tests.disclosure.disclosure_tables import crossed


def told(**changes) -> dict:
    """a + b = T, declared by four owners."""
    found = {
        "cells": [{"id": "a", "value": 10}, {"id": "b", "value": 20}, {"id": "T", "value": 30}],
        "equations": [{"total": "T", "parts": ["a", "b"]}],
        "contributions": [["A", "a", 10], ["B", "b", 5], ["C", "b", 7], ["D", "b", 8]],
        "rules": {"min_count": 3, "dominance": 0.85, "p_percent": 10, "zero_unsafe": True, "insiders": True},
    }
    return found | changes


def cells(**of_a) -> list[dict]:
    return [{"id": "a", "value": 10} | of_a, {"id": "b", "value": 20}, {"id": "T", "value": 30}]


def test_the_format_of_the_contract_is_understood():
    instance = instance_from(told())
    assert instance.rules == Rules(3, 85, 10, True)
    assert instance.insiders
    assert set(primary(instance)) == {"a"}


def test_bounds_and_cost_have_the_defaults_of_the_contract():
    cell = instance_from(told()).cell("a")
    assert (cell.lower, cell.highest, cell.price) == (0, 10_000_000, 11)


def test_rules_left_out_have_the_values_of_the_contract():
    assert instance_from(told(rules={})).rules == Rules()
    assert instance_from(told(rules={"insiders": False})).insiders is False


def test_a_cell_may_say_how_many_declared_instead_of_who():
    instance = instance_from(told(contributions=[], cells=cells(count=5, max=9, second=1)))
    assert instance.cell("a").summary == Summary(5, 10, 9, 1)
    assert set(primary(instance)) == {"a"}


def test_a_cell_may_be_declared_sensitive_with_its_protection():
    instance = instance_from(told(contributions=[], cells=cells(sensitive=True, lpl=2, upl=4)))
    assert primary(instance) == {"a": Protection(4, 2)}


def test_decimals_are_exact():
    figures = [{"id": "a", "value": 0.1}, {"id": "b", "value": 0.2}, {"id": "T", "value": 0.3}]
    instance = instance_from(told(cells=figures, contributions=[["A", "a", 0.1], ["B", "b", 0.2]]))
    assert instance.cell("T").value == Fraction(3, 10) == instance.cell("a").value + instance.cell("b").value


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cells": []}, "aucune cellule"),
        ({"cells": cells(value=11)}, "n’est pas additif : « T » vaut 30, ses parties donnent 31"),
        ({"cells": cells(value=-10)}, "Valeur négative : la cellule « a » vaut -10"),
        ({"cells": cells(id="b")}, "en double : « b »"),
        ({"cells": cells(upper=9)}, "« a » vaut 10, hors de ses bornes"),
        ({"cells": cells(lower=11)}, "« a » vaut 10, hors de ses bornes"),
        ({"cells": cells(value="dix")}, "Nombre attendu pour « value » de a"),
        ({"cells": cells(value=True)}, "Nombre attendu"),
        ({"cells": cells(cost=-1)}, "Coût négatif"),
        ({"cells": cells(pack=3)}, "non multiple de 3"),
        ({"cells": cells(count=2, max=11)}, "vaut moins que ses plus grandes contributions"),
        ({"cells": cells(sensitive=True, upl=-1)}, "Protection négative"),
        ({"cells": [{"value": 3}]}, "Il manque 'id'"),
        ({"cells": 3}, "n’a pas la forme attendue"),
        ({"equations": [{"total": "T", "parts": ["a", "z"]}]}, "Cellule inconnue : « z » (équation 1)"),
        ({"equations": [{"total": "T", "parts": []}]}, "n’a aucune partie"),
        ({"equations": [{"total": "T", "parts": "ab"}]}, "doivent être une liste"),
        ({"contributions": [["A", "z", 1]]}, "Cellule inconnue : « z » (contribution 1)"),
        ({"contributions": [["A", "a", -1]]}, "la contribution 1 vaut -1"),
        ({"contributions": [["A", "T", 1]]}, "porte sur le total « T »"),
        ({"contributions": [["A", "a", 9]]}, "« a » vaut 10, les contributions donnent 9"),
        ({"contributions": [["A", "a"]]}, "n’a pas la forme attendue"),
        ({"rules": {"min_count": -1}}, "Règle hors de son domaine"),
        ({"rules": {"dominance": 0.855}}, "Nombre entier attendu pour dominance"),
        ({"rules": {"dominance": "85"}}, "Nombre attendu pour dominance"),
    ],
)
def test_a_faulty_instance_is_refused_in_one_sentence(changes, message):
    with pytest.raises(Invalid) as refusal:
        instance_from(told(**changes))
    assert message in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_cell_cannot_contain_itself():
    loop = [{"total": "a", "parts": ["b"]}, {"total": "b", "parts": ["a"]}]
    same = [{"id": "a", "value": 1}, {"id": "b", "value": 1}]
    with pytest.raises(Invalid, match="circulaires"):
        instance_from({"cells": same, "equations": loop, "contributions": [["A", "a", 1]]})


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "n’est pas un fichier JSON"), ("[]", "objet JSON"), ('{"cells": NaN}', "NaN n’est pas un nombre")],
)
def test_a_file_that_is_not_an_instance_is_refused(tmp_path, text, message):
    (tmp_path / "t.json").write_text(text)
    with pytest.raises(Invalid, match=message):
        load(tmp_path / "t.json")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(Invalid, match="illisible"):
        load(tmp_path / "absent.json")


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from("xy"), st.sampled_from("pq"), st.integers(0, 50)),
        min_size=1,
    )
)
def test_an_instance_written_and_read_again_is_the_same(rows):
    instance = crossed(rows)
    again = instance_from(json.loads(json.dumps(instance_as_json(instance))))
    assert instance_as_json(again) == instance_as_json(instance)
    assert primary(again) == primary(instance)
