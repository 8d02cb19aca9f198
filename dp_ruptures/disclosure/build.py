"""From plain rows to an instance: a hierarchy per dimension, and every margin of every pair."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from dp_ruptures.disclosure.checks import check
from dp_ruptures.disclosure.errors import Invalid
from dp_ruptures.disclosure.instance import Cell, Contribution, Equation, Instance, Mean
from dp_ruptures.disclosure.primary import Amount
from dp_ruptures.disclosure.rules import Rules

# A hierarchy says for each code what it belongs to; the top code belongs to nothing and is no key. Codes of
# different levels must differ: département 84 and région 84 need a prefix.
Hierarchy = Mapping[str, str]
SEPARATOR = "|"


def cell_id(*codes: str) -> str:
    """The identifier of a cell: its code in every dimension."""
    return SEPARATOR.join(codes)


def from_rows(
    rows: Iterable[tuple[str, Sequence[str], Amount]],
    hierarchies: Sequence[Hierarchy],
    rules: Rules | None = None,
    *,
    insiders: bool = True,
) -> Instance:
    """The checked instance of rows (owner, one leaf code per dimension, value), with all margins.

    Codes of the hierarchies without any row become empty cells: "no data". A row whose code is in no
    hierarchy is refused: left out, it would be a difference between the totals and the declarations.
    """
    contributions = tuple(Contribution(owner, cell_id(*codes), value) for owner, codes, value in rows)
    equations = tuple(_equations(hierarchies))
    instance = Instance(
        _cells(contributions, hierarchies), equations, contributions, rules or Rules(), insiders
    )
    check(instance)
    return instance


def children(hierarchy: Hierarchy) -> dict[str, list[str]]:
    """What each code of a hierarchy contains, in the order of the codes."""
    found: dict[str, list[str]] = {}
    for code in sorted(hierarchy):
        found.setdefault(hierarchy[code], []).append(code)
    return found


def _codes(hierarchy: Hierarchy) -> list[str]:
    return sorted({*hierarchy, *hierarchy.values()})


def _equations(hierarchies: Sequence[Hierarchy]) -> Iterable[Equation]:
    """Along every dimension, whatever the codes of the others."""
    for dimension, hierarchy in enumerate(hierarchies):
        others = [_codes(h) for h in hierarchies]
        for code, below in children(hierarchy).items():
            others[dimension] = [code]
            for codes in product(*others):
                parts = (codes[:dimension] + (part,) + codes[dimension + 1 :] for part in below)
                yield Equation(cell_id(*codes), tuple(cell_id(*part) for part in parts))


def _cells(contributions: Sequence[Contribution], hierarchies: Sequence[Hierarchy]) -> tuple[Cell, ...]:
    values: dict[str, Amount] = {cell_id(*codes): 0 for codes in product(*map(_codes, hierarchies))}
    above: dict[str, list[str]] = {}
    for contribution in contributions:
        leaf = contribution.cell
        if leaf not in above:
            above[leaf] = [cell_id(*codes) for codes in product(*_lines(leaf, hierarchies))]
        for cell in above[leaf]:
            values[cell] += contribution.value
    return tuple(Cell(id_, value) for id_, value in values.items())


def _lines(leaf: str, hierarchies: Sequence[Hierarchy]) -> list[list[str]]:
    codes = leaf.split(SEPARATOR)
    if len(codes) != len(hierarchies):
        raise Invalid(f"« {leaf} » : {len(hierarchies)} codes attendus, un par dimension.")
    return [_line(code, hierarchy) for code, hierarchy in zip(codes, hierarchies, strict=True)]


def _line(code: str, hierarchy: Hierarchy) -> list[str]:
    """The code and all that contains it."""
    if code not in hierarchy:
        raise Invalid(f"Le code « {code} » n’est dans aucune hiérarchie.")
    line = [code]
    while line[-1] in hierarchy:
        line.append(hierarchy[line[-1]])
        if len(line) > len(hierarchy) + 1:
            raise Invalid(f"Hiérarchie circulaire au code « {code} ».")
    return line


def with_mean(instance: Instance, total: str, declarants: int) -> Instance:
    """The instance with the mean of a cell and the count it divides by, protected together."""
    count, mean = Cell(f"{total}{SEPARATOR}nombre", declarants), _mean(instance, total, declarants)
    wider = replace(
        instance,
        cells=(*instance.cells, mean, count),
        means=(*instance.means, Mean(mean.id, total, count.id)),
    )
    check(wider)
    return wider


def _mean(instance: Instance, total: str, declarants: int) -> Cell:
    exact = Fraction(instance.cell(total).value, declarants)
    return Cell(f"{total}{SEPARATOR}moyenne", int(exact) if exact.denominator == 1 else exact)
