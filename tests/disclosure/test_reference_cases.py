"""Facts that the literature and the reference tools state about small tables."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from dp_ruptures.disclosure import Cell, Equation, Instance, Pattern, Rules, audit, primary, protect
from dp_ruptures.disclosure.primary import Protection, Summary
from dp_ruptures.disclosure.reading import instance_from
from tests.disclosure.disclosure_tables import plain

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "disclosure"
INSEE = {"min_count": 3, "dominance": 0.85, "p_percent": 0, "insiders": False}


def test_the_handbooks_block_gives_the_attacker_the_interval_3_to_6():
    # Columns add up to 7, 3, 6 and rows to 9, 7; the block of the first two columns is hidden: the first row
    # leaves 6 for two blanks, and the second column lets at most 3 of them go to the other.
    table = plain([[5, 1, 3], [2, 2, 3]], {"00": (1, 1)})
    assert [table.cell(id_).value for id_ in ("T0", "T1", "T2", "0T", "1T")] == [7, 3, 6, 9, 7]
    report = audit(table, Pattern(("00", "01", "10", "11"), ()))
    assert report.intervals["00"] == (3.0, 6.0)


def insee_example() -> Instance:
    """Three activities by two sizes: (total, declarants, largest) of each cell."""
    figures = {
        "1": [(100, 10, 20), (50, 5, 15), (150, 15, 20)],
        "2": [(30, 2, 20), (20, 5, 10), (50, 7, 20)],
        "6": [(60, 8, 16), (40, 6, 38), (100, 14, 38)],
        "T": [(190, 20, 20), (110, 16, 38), (300, 36, 38)],
    }
    sizes = ["s", "m", "T"]
    cells = [
        {"id": a + size, "value": v, "count": n, "max": most}
        for a, line in figures.items()
        for size, (v, n, most) in zip(sizes, line, strict=True)
    ]
    equations = [{"total": a + "T", "parts": [a + "s", a + "m"]} for a in figures]
    equations += [{"total": "T" + size, "parts": [a + size for a in "126"]} for size in sizes]
    return instance_from({"cells": cells, "equations": equations, "rules": INSEE})


def test_insees_example_has_one_rare_and_one_dominated_cell_and_two_secondaries():
    instance = insee_example()
    assert set(primary(instance)) == {"2s", "6m"}
    assert set(protect(instance).secondary) == {"2m", "6s"}


# sector → country → contributions of the companies; a published example of GaussSuppression, in tenths.
COMPANIES = {
    ("Agriculture", "Portugal"): [759, 245],
    ("Agriculture", "Spain"): [966, 432],
    ("Entertainment", "Iceland"): [168],
    ("Entertainment", "Portugal"): [71, 23],
    ("Entertainment", "Spain"): [774, 115, 164],
    ("Industry", "Spain"): [84],
    ("Industry", "Iceland"): [96, 88, 19],
}


@pytest.mark.parametrize(
    ("cell", "unsafe"),
    [
        (("Agriculture", "Portugal"), True),
        (("Agriculture", "Spain"), True),
        (("Entertainment", "Iceland"), True),
        (("Entertainment", "Portugal"), True),
        (("Entertainment", "Spain"), False),
        (("Industry", "Spain"), True),
        (("Industry", "Iceland"), False),
    ],
)
def test_the_p_percent_flags_of_gausssuppressions_table(cell, unsafe):
    figures = sorted(COMPANIES[cell], reverse=True)
    known = Summary(len(figures), sum(figures), figures[0], sum(figures[1:2]))
    instance = Instance((Cell("c", sum(figures), summary=known),), rules=Rules(0, 100, 10, False))
    assert ("c" in primary(instance)) == unsafe


def test_the_p_percent_protections_of_gausssuppressions_table():
    # Agriculture in Portugal: a published interval of 92.81 to 107.99 around 100.4, 7.59 on either side.
    figures = sorted(COMPANIES["Agriculture", "Portugal"], reverse=True)
    known = Summary(2, 1004, figures[0], figures[1])
    asked = primary(Instance((Cell("c", 1004, summary=known),), rules=Rules(0, 100, 10, False)))["c"]
    assert asked == (76, 76)


def gauss_table(folder: Path, name: str) -> tuple[Instance, list[dict[str, str]]]:
    with (folder / name).open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    places, sectors = ["Iceland", "Portugal", "Spain"], ["Agriculture", "Entertainment", "Industry"]
    cells = []
    for row in rows:
        value = Fraction(row["value"])
        unsafe = row["primary"] == "TRUE"
        asked = Protection(0, 0) if unsafe else None
        cells.append(
            Cell(f"{row['geo']}|{row['sector4']}", value, sensitive=unsafe, asked=asked, upper=10**6)
        )
    equations = []
    for place in ["Total", *places]:
        private, public = (f"{place}|{kind}" for kind in ("private", "public"))
        equations.append(Equation(private, tuple(f"{place}|{s}" for s in sectors)))
        equations.append(Equation(public, (f"{place}|Governmental",)))
        equations.append(Equation(f"{place}|Total", (private, public)))
    for sector in ["Total", "private", "public", *sectors, "Governmental"]:
        equations.append(Equation(f"Total|{sector}", tuple(f"{p}|{sector}" for p in places)))
    return Instance(tuple(cells), tuple(equations)), rows


@pytest.mark.skipif(not SHARED.exists(), reason="the reference tables are not part of the project")
@pytest.mark.parametrize("name", ["t10_p30_intervals.csv", "p10_company_protectionIntervals.csv"])
def test_the_attackers_intervals_are_those_of_gausssuppression(name):
    instance, rows = gauss_table(SHARED, name)
    hidden = tuple(f"{r['geo']}|{r['sector4']}" for r in rows if r["suppressed"] == "TRUE")
    found = audit(instance, Pattern(hidden, ())).intervals
    expected = {
        f"{r['geo']}|{r['sector4']}": (float(r["lo"]), float(r["up"])) for r in rows if r["lo"] != "NA"
    }
    assert len(expected) > 10
    assert {id_: found[id_] for id_ in expected} == {id_: pytest.approx(e) for id_, e in expected.items()}


def turnover(folder: Path) -> Instance:
    """Activity (three levels) by size, with Insee's rules and ± 10 % asked, one unit at least."""
    with (folder / "turnover_act_size.csv").open(encoding="utf-8") as lines:
        rows = {(r["ACTIVITY"], r["SIZE"]): r for r in csv.DictReader(lines)}
    below: dict[str, set[str]] = {}
    with (folder / "activity_corr_table.csv").open(encoding="utf-8") as lines:
        for r in csv.DictReader(lines):
            for total, part in (("Total", r["A10"]), (r["A10"], r["A21"]), (r["A21"], r["A88"])):
                below.setdefault(total, set()).update({part} - {total})
    cells = [turnover_cell(key, row) for key, row in rows.items()]
    equations = [
        Equation(f"{a}|{size}", parts)
        for a, kids in below.items()
        for size in ("Total", "tr1", "tr2", "tr3")
        if (parts := tuple(f"{k}|{size}" for k in sorted(kids) if (k, size) in rows)) and (a, size) in rows
    ]
    equations += [
        Equation(f"{a}|Total", tuple(f"{a}|{s}" for s in ("tr1", "tr2", "tr3") if (a, s) in rows))
        for a in {a for a, _ in rows}
    ]
    return Instance(tuple(cells), tuple(equations), rules=Rules(3, 85, 0), insiders=False)


def turnover_cell(key: tuple[str, str], row: dict[str, str]) -> Cell:
    value, count, most = Fraction(row["TOT"]), int(row["N_OBS"]), Fraction(row["MAX"])
    unsafe = 0 < count < 3 or 100 * most > 85 * value
    asked = Protection(max(value / 10, Fraction(1 if value == 0 else 0)), value / 10)
    return Cell("|".join(key), value, upper=10**9, sensitive=unsafe, asked=asked if unsafe else None)


@pytest.mark.skipif(not SHARED.exists(), reason="the reference tables are not part of the project")
def test_the_turnover_table_has_77_unsafe_cells_and_an_optimum_like_tau_argus():
    pattern = protect(turnover(SHARED))
    assert len(pattern.primary) == 52 + 25
    assert pattern.gap < 1e-6
    assert len(pattern.secondary) == 64
