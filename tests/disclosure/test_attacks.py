"""Each attack of the audit, by patterns that it must refuse."""

import random
from dataclasses import replace

import pytest

from dp_ruptures.disclosure import (
    Cell,
    Contribution,
    Equation,
    Instance,
    Pattern,
    Rules,
    audit,
    from_rows,
    protect,
    with_mean,
)
from dp_ruptures.disclosure.primary import Protection
from dp_ruptures.disclosure.referee.audit import Referee
from tests.disclosure.disclosure_tables import crossed, plain

ONLY_COUNTS = Rules(dominance_percent=100, p_percent=0)


def rows_of(table: dict[tuple[str, str], list[int]]) -> list[tuple[str, str, str, int]]:
    """Every figure comes from an owner of its own."""
    return [(f"{a}{b}{n}", a, b, v) for (a, b), figures in table.items() for n, v in enumerate(figures)]


def attacks_of(instance: Instance, hidden: set[str]) -> set[tuple[str, str]]:
    return {(v.cell, v.attack) for v in audit(instance, Pattern(tuple(hidden), ())).violations}


def random_week(seed: int) -> Instance:
    draw = random.Random(seed)
    tree = {"d1": "A", "d2": "A", "d3": "B", "d4": "C", "d5": "C", "A": "F", "B": "F", "C": "F"}
    goods = {"p": "X", "q": "X", "r": "X"}
    rows = [
        (f"o{place}{owner}", (place, thing), draw.choice([0, 0, 0, 1, 4, 20]))
        for place in ("d1", "d2", "d3", "d4", "d5")
        for owner in range(draw.choice([4, 6, 9]))
        for thing in goods
    ]
    return from_rows(rows, [tree, goods])


@pytest.mark.parametrize("seed", range(6))
def test_showing_any_secondary_of_an_optimal_pattern_fails(seed):
    instance = random_week(seed)
    pattern = protect(instance)
    assert pattern.secondary
    for shown in pattern.secondary:
        less = Pattern(pattern.primary, tuple(set(pattern.secondary) - {shown}))
        assert not audit(instance, less).ok, shown


def test_showing_an_unsafe_cell_fails():
    instance = random_week(0)
    pattern = protect(instance)
    less = audit(instance, Pattern(pattern.primary[1:], pattern.secondary))
    assert (pattern.primary[0], "published") in {(v.cell, v.attack) for v in less.violations}


def test_publishing_one_label_of_a_region_of_one_departement_fails():
    instance = random_week(1)
    pattern = protect(instance)
    twins = [id_ for id_ in pattern.hidden if id_.startswith("d3|")]
    assert twins
    for id_ in twins:
        assert id_.replace("d3", "B") in pattern.hidden
        shown = pattern.hidden - {id_.replace("d3", "B")}
        assert not audit(instance, Pattern(tuple(shown), ())).ok


def test_publishing_the_mean_and_the_count_of_a_hidden_cell_fails():
    table = {("a", "x"): [9, 1], ("a", "y"): [5, 5, 5], ("b", "x"): [6, 6, 6], ("b", "y"): [7, 7, 7]}
    instance = with_mean(crossed(rows_of(table), ONLY_COUNTS, insiders=False), "a|x", 2)
    block = {"a|x", "a|y", "b|x", "b|y"}
    assert attacks_of(instance, block) == {("a|x", "outsider")}
    assert attacks_of(instance, block | {"a|x|moyenne"}) == set()


def test_the_optimum_hides_the_mean_with_its_cell():
    table = {("a", "x"): [9, 1], ("a", "y"): [5, 5, 5], ("b", "x"): [6, 6, 6], ("b", "y"): [7, 7, 7]}
    instance = with_mean(crossed(rows_of(table), ONLY_COUNTS), "a|x", 2)
    assert "a|x|moyenne" in protect(instance).hidden


def test_two_sole_declarants_as_the_only_hidden_pair_fail():
    line = [Cell("a", 10), Cell("b", 20), Cell("c", 90), Cell("T", 120)]
    given = [("A", "a", 10), ("B", "b", 20)] + [(f"C{i}", "c", 30) for i in range(3)]
    instance = read_with(line, given)
    assert attacks_of(instance, {"a", "b"}) == {("a", "insider"), ("b", "insider")}
    assert attacks_of(replace(instance, insiders=False), {"a", "b"}) == set()
    assert attacks_of(instance, {"a", "b", "c"}) == set()


def read_with(line: list[Cell], given: list[tuple[str, str, int]]) -> Instance:
    equation = Equation("T", tuple(c.id for c in line if c.id != "T"))
    return Instance(tuple(line), (equation,), tuple(Contribution(*g) for g in given))


def test_zeros_as_the_only_camouflage_fail():
    asked = {"00": (2, 2)}
    assert attacks_of(plain([[5, 0], [0, 8]], asked), {"00", "01", "10", "11"}) == {("00", "outsider")}
    assert attacks_of(plain([[5, 3], [3, 8]], asked), {"00", "01", "10", "11"}) == set()


def test_two_blanks_in_every_row_and_column_can_still_disclose_a_zero():
    # Its row sums to zero over the blanks: nothing can be above zero, whatever the pattern looks like.
    values = [[0, 0, 7], [5, 6, 7], [9, 9, 9]]
    report = audit(plain(values, {"00": (1, 0)}), Pattern(("00", "01", "10", "11"), ()))
    assert not report.ok
    assert report.intervals["00"] == (0.0, 0.0)


def test_whole_packs_narrow_what_a_reader_believes():
    # By packs of 10 nothing lies between 10 and 20: 10 is known although decimals would hide it.
    asked = Protection(3, 3)
    cells = tuple(
        Cell(id_, value, upper=19, pack=pack, sensitive=id_ == "a", asked=asked if id_ == "a" else None)
        for id_, value, pack in (("a", 10, 10), ("b", 8, 1), ("c", 18, 1))
    )
    instance = Instance(cells, (Equation("c", ("a", "b")),))
    assert attacks_of(instance, {"a", "b"}) == {("a", "integer")}
    assert attacks_of(replace(instance, cells=tuple(replace(c, pack=0) for c in cells)), {"a", "b"}) == set()


def test_hiding_more_answers_the_reader_who_counts_in_packs():
    asked = Protection(3, 3)
    figures = (("a", 10, 10), ("b", 8, 1), ("c", 12, 4), ("d", 40, 10), ("T", 70, 1))
    cells = tuple(
        Cell(i, v, upper=90, pack=p, sensitive=i == "a", asked=asked if i == "a" else None)
        for i, v, p in figures
    )
    capped = tuple(replace(c, upper=14) if c.id == "b" else c for c in cells)
    instance = Instance(capped, (Equation("T", ("a", "b", "c", "d")),))
    assert attacks_of(instance, {"a", "b"}) == {("a", "integer")}
    pattern = protect(instance)
    assert pattern.audit.ok
    assert pattern.cost >= 11 + 9 + 13


def test_a_cell_nobody_answered_hides_nothing():
    table = {("a", "x"): [9, 1], ("a", "y"): [5, 5, 5], ("b", "x"): [6, 6, 6]}
    instance = crossed(rows_of(table), ONLY_COUNTS, insiders=False)
    assert ("a|x", "outsider") in attacks_of(instance, {"a|x", "a|y", "b|x", "b|y"})


def test_last_weeks_figures_are_bounds_of_this_weeks_attacker():
    table = plain([[5, 4], [3, 6]], {"00": (2, 2)})
    known = tuple(replace(c, lower=4, upper=6) if c.id == "01" else c for c in table.cells)
    block = {"00", "01", "10", "11"}
    assert attacks_of(table, block) == set()
    assert attacks_of(replace(table, cells=known), block) == {("00", "outsider")}


def test_a_report_names_the_cells_and_never_the_declarant():
    line = [Cell("a", 10), Cell("b", 20), Cell("T", 30)]
    report = audit(read_with(line, [("FINESS1", "a", 10), ("FINESS2", "b", 20)]), Pattern(("a", "b"), ()))
    assert not report.ok
    assert "« a »" in report.text()
    assert "FINESS" not in report.text() + str(report.as_json())


def test_whoever_is_held_back_by_what_another_knows_is_asked_again_alone():
    """Where nothing is published nobody learns anything; asked together, two had been held to one's limit."""
    rows = [("o5", "r0", "c0", 20), ("o4", "r0", "c1", 20), ("o3", "r0", "c1", 2)]
    rows += [("o5", "r1", "c0", 3), ("o2", "r1", "c0", 2), ("o1", "r1", "c1", 9)]
    table = crossed(rows)
    assert Referee(table).violations(frozenset(cell.id for cell in table.cells)) == []


def test_attacks_met_elsewhere_change_neither_the_cost_nor_the_safety():
    instance = random_week(1)
    owners = sorted({one.owner for one in instance.contributions})
    met = [
        (cell.id, upward, owner) for cell in instance.cells for upward in (True, False) for owner in owners
    ]
    met = random.Random(1).sample(met, 40)
    met += [("no such cell", True, owners[0]), (instance.cells[0].id, False, "nobody"), ("d1|p", True, None)]
    told, untold = protect(instance, expected=met), protect(instance)
    assert told.cost == untold.cost
    assert told.gap == untold.gap == 0
    assert audit(instance, told).ok
    # In whichever order they were met.
    assert protect(instance, expected=reversed(met)).hidden == told.hidden
