"""What earlier releases still hide, as cells and sums of the new release's instance.

Of an earlier release only the unknown is taken: in each sum, what it published is one known amount.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from dp_ruptures import disclosure
from dp_ruptures.disclosure.primary import Protection
from dp_ruptures.release.former import CellKey, Former, Memory, Secret, is_leaf, name_of, tag_of
from dp_ruptures.release.naming import Names
from dp_ruptures.release.states import StateKey
from dp_ruptures.release.survey import Survey
from dp_ruptures.release.table import sums_of

# The figures that a sum binds: its unknown parts, and its total when that is unknown too.
Unknown = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True)
class Past:
    """Cells by name, and the sums that bind them; `known` figures follow from what is published."""

    cells: dict[str, disclosure.Cell]
    equations: tuple[disclosure.Equation, ...]
    known: frozenset[str]


@dataclass(frozen=True)
class _Bond:
    """One sum of an earlier release: its unknown parts, and its total when that is unknown too."""

    name: str
    parts: dict[str, Secret]
    total: dict[str, Secret]

    @property
    def unknown(self) -> set[str]:
        return {*self.parts, *self.total}

    @property
    def binds(self) -> Unknown:
        return frozenset(self.parts), frozenset(self.total)


def tie(free: Set[str], said: Set[Unknown], memory: Memory, names: Names, survey: Survey) -> Past:
    """The earlier sums that bind, step by step, one of the `free` cells of the new release.

    `said`: what its own sums bind; the same again, of an earlier release, says nothing.
    """
    bonds, known = _settled([b for former in memory.releases for b in _bonds(former, names, survey)])
    new = {bond.binds: bond for bond in bonds if bond.binds not in said}
    cells: dict[str, disclosure.Cell] = {}
    equations = []
    for bond in _linked(set(free) - known, list(new.values())):
        equations.append(_equation(bond, cells))
        for name, secret in (bond.parts | bond.total).items():
            asked = _most(Protection(secret.above, secret.below), cells.get(name))
            cells[name] = disclosure.Cell(name, secret.units, sensitive=True, asked=asked, cost=1)
    return Past(cells, tuple(equations), frozenset(known))


def hidden_leaves(memory: Memory) -> dict[str, tuple[CellKey, StateKey]]:
    """The leaves that earlier releases withhold, by name, and the states they show."""
    found = (
        (key, former.states.get((key[1], key[3])))
        for former in memory.releases
        for key in former.secrets
        if is_leaf(key)
    )
    return {name_of(key, state): (key, state) for key, state in found if state}


def _bonds(former: Former, names: Names, survey: Survey) -> Iterator[_Bond]:
    named, tag = names.former[former.key], tag_of(former)
    secrets = {key: secret for key, secret in former.secrets.items() if named[key] not in names.published}
    for total, parts in sums_of(survey):
        unknown = {named[part]: secrets[part] for part in parts if part in secrets}
        above = {named[total]: secrets[total]} if total in secrets else {}
        # A sum of one declared part is that part.
        if (unknown or above) and not unknown.keys() & above.keys():
            yield _Bond("|".join((tag, "rest", *total, *parts[0])), unknown, above)


def _most(asked: Protection, other: disclosure.Cell | None) -> Protection:
    """Two releases that hide one figure may ask for it differently: its owners changed."""
    if other is None or other.asked is None:
        return asked
    return Protection(max(asked.upper, other.asked.upper), max(asked.lower, other.asked.lower))


def _settled(bonds: list[_Bond]) -> tuple[list[_Bond], set[str]]:
    """The sums without the figures that follow from them: the one unknown of a sum is known."""
    known: set[str] = set()
    while True:
        sole = {name for bond in bonds if len(bond.unknown) == 1 for name in bond.unknown}
        if not sole:
            return bonds, known
        known |= sole
        bonds = [left for bond in bonds if (left := _less(bond, sole)).unknown]


def _less(bond: _Bond, known: set[str]) -> _Bond:
    parts = {name: secret for name, secret in bond.parts.items() if name not in known}
    return _Bond(bond.name, parts, {name: s for name, s in bond.total.items() if name not in known})


def _linked(free: set[str], bonds: list[_Bond]) -> list[_Bond]:
    """The sums that a free cell is in, those that share an unknown with them, and so on."""
    reached, rest = set(free), bonds
    linked: list[_Bond] = []
    while True:
        near = [bond for bond in rest if bond.unknown & reached]
        if not near:
            return linked
        linked += near
        rest = [bond for bond in rest if not bond.unknown & reached]
        reached.update(*(bond.unknown for bond in near))


def _equation(bond: _Bond, cells: dict[str, disclosure.Cell]) -> disclosure.Equation:
    """Published total: the unknown parts make a known amount. Hidden total: a known amount comes on top."""
    inside = sum(secret.units for secret in bond.parts.values())
    if not bond.total:
        cells[bond.name] = _fixed(bond.name, inside)
        return disclosure.Equation(bond.name, tuple(bond.parts))
    ((total, secret),) = bond.total.items()
    parts = tuple(bond.parts)
    if secret.units > inside:
        cells[bond.name] = _fixed(bond.name, secret.units - inside)
        parts = (*parts, bond.name)
    return disclosure.Equation(total, parts)


def _fixed(name: str, units: int) -> disclosure.Cell:
    return disclosure.Cell(name, units, fixed=True, sensitive=False)
