"""The states of releases as numbers: what each owner of each département held of each product.

A state is who stood with which declaration at a release. These figures are individual data: they stay
in memory while a release is computed, and go into no file and no log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from dp_ruptures.store import Row, Transaction

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
# Week (its Monday) and revision of the release that a state was drawn for.
StateKey = tuple[date, int]


@dataclass(frozen=True)
class Holding:
    """One state: units, and pharmacies that gave a quantity, per owner's place (row) and product (column)."""

    units: Integers
    pharmacies: Integers


@dataclass(frozen=True)
class Panel:
    """Several states over the same rows, one per owner and département, départements in order."""

    departments: tuple[str, ...]
    products: tuple[str, ...]
    owners: tuple[str, ...]
    department: Integers
    owner: Integers
    states: tuple[StateKey, ...]
    holdings: tuple[Holding, ...]

    def declared(self, number: int) -> Flags:
        """Where somebody declared in the state of that number: départements × products."""
        counts = np.zeros((len(self.departments), len(self.products)), np.int64)
        np.add.at(counts, self.department, self.holdings[number].pharmacies)
        return np.asarray(counts > 0)

    def shown(self, leaves: Integers) -> Holding:
        """The figures when every leaf (département, product) shows the state numbered there; −1 is none."""
        units = np.zeros((len(self.owner), len(self.products)), np.int64)
        pharmacies = np.zeros_like(units)
        chosen = leaves[self.department]
        for number, holding in enumerate(self.holdings):
            here = chosen == number
            units[here], pharmacies[here] = holding.units[here], holding.pharmacies[here]
        return Holding(units, pharmacies)


def load(
    transaction: Transaction, states: Sequence[StateKey], departments: Sequence[str], products: Sequence[str]
) -> Panel:
    """These states, over all their owners; départements and products in the order given."""
    asked = {"weeks": [week for week, _ in states], "revisions": [revision for _, revision in states]}
    blocks = transaction.query("release_states", **asked)
    ids, units = _lines(transaction.query("release_lines", **asked), products)
    owners = sorted({owner for block in blocks for owner in block["owners"]})
    number = {owner: i for i, owner in enumerate(owners)}
    place = {code: i for i, code in enumerate(departments)}
    members = _members(blocks, place, number, {state: i for i, state in enumerate(states)})
    # One row per owner and département, whatever the state.
    keys, row = np.unique(members[1] * len(owners) + members[2], return_inverse=True)
    entries = units[_rank(ids, members[3])]
    _leave_out(entries, members, transaction.query("release_excluded", **asked), states, products)
    return Panel(
        tuple(departments),
        tuple(products),
        tuple(owners),
        keys // max(len(owners), 1),
        keys % max(len(owners), 1),
        tuple(states),
        tuple(_hold(members[0] == i, row, entries, len(keys)) for i in range(len(states))),
    )


def _members(
    blocks: Sequence[Row], place: dict[str, int], number: dict[str, int], state: dict[StateKey, int]
) -> Integers:
    """State, département, owner and declaration of every member, as four rows of numbers."""
    columns = [
        (state[block["week"], block["revision"]], place[block["department_code"]], number[owner], declaration)
        for block in blocks
        for owner, declaration in zip(block["owners"], block["declarations"], strict=True)
    ]
    return np.array(columns, np.int64).reshape(-1, 4).T


def _lines(rows: Sequence[Row], products: Sequence[str]) -> tuple[Integers, Integers]:
    """The declarations in order, and their quantities per product; −1 where none is given."""
    by_product = {row["cip13"]: row for row in rows if row["cip13"] in products}
    numbers = [np.array(row["declarations"], np.int64) for row in by_product.values()]
    ids = np.unique(np.concatenate(numbers)) if numbers else np.empty(0, np.int64)
    # The last row is for declarations without any quantity.
    units = np.full((len(ids) + 1, len(products)), -1, np.int64)
    for (product, row), declared in zip(by_product.items(), numbers, strict=True):
        units[np.searchsorted(ids, declared), products.index(product)] = row["units"]
    return ids, units


def _rank(ids: Integers, wanted: Integers) -> Integers:
    """Where each declaration stands in `ids`; past the end when it gives no quantity."""
    rank = np.searchsorted(ids, wanted)
    found = np.append(ids, -1)[rank] == wanted
    return np.where(found, rank, len(ids))


def _leave_out(
    entries: Integers,
    members: Integers,
    rows: Sequence[Row],
    states: Sequence[StateKey],
    products: Sequence[str],
) -> None:
    """Take out of the members' entries the figures that each state leaves out: not declared in it."""
    for row in (row for row in rows if row["cip13"] in products):
        state = states.index((row["week"], row["revision"]))
        here = (members[0] == state) & (members[3] == row["declaration_id"])
        entries[here, products.index(row["cip13"])] = -1


def _hold(here: Flags, row: Integers, entries: Integers, size: int) -> Holding:
    units = np.zeros((size, entries.shape[1]), np.int64)
    pharmacies = np.zeros_like(units)
    np.add.at(units, row[here], np.maximum(entries[here], 0))
    np.add.at(pharmacies, row[here], (entries[here] >= 0).astype(np.int64))
    return Holding(units, pharmacies)
