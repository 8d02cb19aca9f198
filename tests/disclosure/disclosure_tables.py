"""Small tables for the tests, and an optimum computed the long way round."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from dp_ruptures.disclosure import Cell, Instance, Rules, from_rows
from dp_ruptures.disclosure.instance import Equation
from dp_ruptures.disclosure.primary import Protection


def crossed(rows: Sequence[tuple[str, str, str, int]], rules: Rules | None = None, **more) -> Instance:
    """A two-way table with margins "T" from rows (owner, row, column, value)."""
    trees = [{code: "T" for code in sorted({r[i] for r in rows})} for i in (1, 2)]
    return from_rows([(owner, (a, b), value) for owner, a, b, value in rows], trees, rules, **more)


def plain(values: Sequence[Sequence[int]], sensitive: dict[str, tuple], upper: int | None = None) -> Instance:
    """A two-way table with margins from its inner values; `sensitive` gives upper and lower protections."""
    height, width = len(values), len(values[0])
    inner = {f"{i}{j}": values[i][j] for i in range(height) for j in range(width)}
    rows = {f"{i}T": sum(values[i]) for i in range(height)}
    columns = {f"T{j}": sum(line[j] for line in values) for j in range(width)}
    figures = inner | rows | columns | {"TT": sum(rows.values())}
    equations = [Equation(f"{i}T", tuple(f"{i}{j}" for j in range(width))) for i in range(height)]
    equations += [Equation(f"T{j}", tuple(f"{i}{j}" for i in range(height))) for j in range(width)]
    equations += [Equation("TT", tuple(rows)), Equation("TT", tuple(columns))]
    cells = tuple(
        Cell(
            id_,
            value,
            upper=upper,
            sensitive=id_ in sensitive,
            asked=Protection(*sensitive[id_]) if id_ in sensitive else None,
        )
        for id_, value in figures.items()
    )
    return Instance(cells, tuple(equations))


def bounded(instance: Instance, upper: int) -> Instance:
    """The same table for attackers who know that no figure exceeds `upper`."""
    return replace(instance, cells=tuple(replace(c, upper=upper) for c in instance.cells))


def holdings_of(instance: Instance) -> dict[str, dict[str, int]]:
    """cell → owner → total, recomputed by walking down the equations."""
    parts = {e.total: e.parts for e in instance.equations}

    def add(id_: str) -> dict[str, int]:
        if id_ not in parts:
            found = [(c.owner, c.value) for c in instance.contributions if c.cell == id_]
        else:
            found = [pair for part in parts[id_] for pair in add(part).items()]
        return {owner: sum(v for o, v in found if o == owner) for owner, _ in found}

    return {cell.id: add(cell.id) for cell in instance.cells}


def asked_of(totals: Sequence[int]) -> tuple[int, int] | None:
    """The rules of the method, written a second time: min 3, dominance 85 %, p = 10 %, zero totals."""
    if not totals:
        return None
    first, second = sorted([*totals, 0], reverse=True)[:2]
    total = sum(totals)
    few = len(totals) < 3
    if not (few or total == 0 or first > 0.85 * total or total - first - second < 0.1 * first):
        return None
    wanted = [Fraction(first, 10) - (total - first - second), Fraction(100 * first, 85) - total]
    upper = max(1, ceil(max(wanted + ([Fraction(total, 10)] if few else []))))
    return upper, min(upper, total)


def attacks(instance: Instance) -> list[tuple[int, int, float, dict[int, float], set[int]]]:
    """(cell, sign, amount, own figures, figures known) for the outside reader and every declarant."""
    held = holdings_of(instance)
    place = {cell.id: i for i, cell in enumerate(instance.cells)}
    owners = sorted({c.owner for c in instance.contributions}) if instance.insiders else []
    found = []
    for cell in instance.cells:
        asked = cell.asked if cell.sensitive else asked_of(list(held[cell.id].values()))
        if asked is None:
            continue
        for sign, amount in ((1, asked[0]), (-1, asked[1])):
            found.append((place[cell.id], sign, amount, {}, set()))
            for owner in owners:
                mine = held[cell.id].get(owner)
                if mine is not None and len(held[cell.id]) == 1:
                    continue
                own = {place[id_]: totals[owner] for id_, totals in held.items() if owner in totals}
                sole = {place[id_] for id_, totals in held.items() if list(totals) == [owner]}
                reach = min(amount, cell.value - mine) if sign < 0 and mine is not None else amount
                found.append((place[cell.id], sign, reach, own, sole))
    return [attack for attack in found if attack[2] > 0]


def compact_optimum(instance: Instance) -> float | None:
    """The least cost by one integer program, a whole table of variables per attack; None if there is none."""
    cells, held = instance.cells, holdings_of(instance)
    size, every = len(cells), attacks(instance)
    cost = np.concatenate([[float(c.price) for c in cells], np.zeros(size * len(every))])
    lower, upper = np.full(len(cost), -np.inf), np.full(len(cost), np.inf)
    empty = [bool(instance.contributions) and not held[c.id] for c in cells]
    lower[:size] = 0
    upper[:size] = [float(not (c.fixed or nobody)) for c, nobody in zip(cells, empty, strict=True)]
    for target, *_ in every:
        lower[target] = 1
    rows, low, high = [], [], []

    def row(terms: dict[int, float], least: float, most: float) -> None:
        line = np.zeros(len(cost))
        for i, factor in terms.items():
            line[i] += factor
        rows.append(line)
        low.append(least)
        high.append(most)

    for number, (target, sign, amount, own, sole) in enumerate(every, 1):
        shift = number * size
        for total, parts in instance.relations:
            row({shift + total: -1.0} | {shift + p: float(f) for p, f in parts}, 0, 0)
        row({shift + target: float(sign)}, amount, np.inf)
        for i, cell in enumerate(cells):
            below = (
                0 if i in sole else float(cell.value - max(cell.lower, own.get(i, 0) if i != target else 0))
            )
            above = 0 if i in sole else float(cell.highest - cell.value)
            row({shift + i: 1, i: -above}, -np.inf, 0)
            row({shift + i: 1, i: below}, 0, np.inf)
    if (lower > upper).any():
        return None
    whole = np.concatenate([np.ones(size), np.zeros(len(cost) - size)])
    constraint = LinearConstraint(np.array(rows), low, high) if rows else ()
    found = milp(
        cost,
        constraints=constraint,
        bounds=Bounds(lower, upper),
        integrality=whole,
        options={"mip_rel_gap": 0},
    )
    return float(round(found.fun, 6)) if found.success else None
