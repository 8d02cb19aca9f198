"""From rows to a table with every margin."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dp_ruptures.disclosure import Invalid, from_rows, primary, protect
from dp_ruptures.disclosure.checks import check
from dp_ruptures.disclosure.owners import holdings

PLACES = {"01": "R1", "02": "R1", "20": "R2", "R1": "France", "R2": "France"}
GOODS = {"p": "F", "q": "F", "r": "G", "F": "tout", "G": "tout"}
declared = st.lists(
    st.tuples(
        st.sampled_from("ABCDE"),
        st.tuples(st.sampled_from(["01", "02", "20"]), st.sampled_from("pqr")),
        st.integers(0, 40),
    ),
    min_size=1,
)


@settings(deadline=None)
@given(declared)
def test_every_margin_is_there_and_every_equation_holds(rows):
    instance = from_rows(rows, [PLACES, GOODS])
    assert len(instance.cells) == 6 * 6
    check(instance)
    assert instance.cell("France|tout").value == sum(value for *_, value in rows)
    for total, parts in instance.relations:
        assert instance.cells[total].value == sum(instance.cells[p].value for p, _ in parts)


@settings(deadline=None)
@given(declared)
def test_an_owner_counts_once_in_every_total(rows):
    instance = from_rows(rows, [PLACES, GOODS])
    held = holdings(instance)
    everywhere = held.summary(instance.position["France|tout"])
    assert everywhere.declarants == len({owner for owner, *_ in rows})
    assert everywhere.largest == max(sum(v for o, _, v in rows if o == name) for name in "ABCDE")


def test_two_pharmacies_of_one_owner_are_one_declarant():
    rows = [("A", ("01", "p"), 5), ("A", ("01", "p"), 5), ("B", ("01", "p"), 5)]
    assert "01|p" in primary(from_rows(rows, [PLACES, GOODS]))


def test_a_declared_zero_is_a_declaration():
    rows = [(owner, ("01", "p"), 0) for owner in "ABC"]
    instance = from_rows(rows, [PLACES, GOODS])
    assert primary(instance)["01|p"] == (1, 0)
    assert "02|p" not in primary(instance)


def test_a_region_of_one_departement_is_hidden_with_it():
    rows = [("A", ("20", "p"), 8)] + [(f"o{i}", ("01", "p"), 9) for i in range(9)]
    rows += [(f"o{i}", ("02", "p"), 9) for i in range(9, 18)]
    hidden = protect(from_rows(rows, [PLACES, GOODS])).hidden
    assert {"20|p", "R2|p"} <= hidden


@pytest.mark.parametrize("code", ["99", "R9"])
def test_a_code_out_of_the_hierarchy_is_refused(code):
    with pytest.raises(Invalid, match=f"« {code} »"):
        from_rows([("A", (code, "p"), 1)], [PLACES, GOODS])


def test_a_row_without_a_code_per_dimension_is_refused():
    with pytest.raises(Invalid, match="2 codes attendus"):
        from_rows([("A", ("01",), 1)], [PLACES, GOODS])


def test_a_circular_hierarchy_is_refused():
    with pytest.raises(Invalid, match="irculaire"):
        from_rows([("A", ("x",), 1)], [{"x": "y", "y": "x"}])
