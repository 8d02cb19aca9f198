"""What earlier releases showed, and what they are still hiding: the memory of whoever compares weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dp_ruptures.release.hold import NONE
from dp_ruptures.release.states import Integers, StateKey
from dp_ruptures.release.survey import Survey
from dp_ruptures.rules.hold import WINDOW_WEEKS
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Transaction

Leaf = tuple[str, str]
# (level, code) of the territory and of the product.
CellKey = tuple[str, str, str, str]


@dataclass(frozen=True)
class Secret:
    """A figure withheld, and how far an attacker must stay from it."""

    units: int
    above: int
    below: int


@dataclass(frozen=True)
class Former:
    """One earlier release: the state and the date of each leaf, what it withholds and what it gave."""

    key: StateKey
    states: dict[Leaf, StateKey | None]
    data_of: dict[Leaf, date | None]
    secrets: dict[CellKey, Secret]
    published: frozenset[CellKey]


@dataclass(frozen=True)
class Memory:
    """The releases compared with the next one, in the order of publication."""

    releases: tuple[Former, ...]

    def last_of(self, week: Week) -> Former | None:
        """What a held leaf goes on showing: the release that an erratum corrects, else the latest."""
        own = [former for former in self.releases if former.key[0] == week.monday]
        return own[-1] if own else (self.releases[-1] if self.releases else None)


def remember(transaction: Transaction, week: Week) -> Memory:
    """The releases within four weeks of `week`, its own included."""
    bounds = {"since": week.shift(-WINDOW_WEEKS).monday, "until": week.shift(WINDOW_WEEKS).monday}
    keys = [(row["week"], row["revision"]) for row in transaction.query("release_references", **bounds)]
    return Memory(tuple(_former(transaction, key) for key in keys))


def _former(transaction: Transaction, key: StateKey) -> Former:
    named = {"week": key[0], "revision": key[1]}
    held = transaction.query("release_held_of", **named)
    leaves = [(row["department_code"], row["cip13"]) for row in held]
    states = [
        (row["state_week"], row["state_revision"]) if row["state_week"] is not None else None for row in held
    ]
    secrets = {
        (row["area_level"], row["area_code"], row["item_level"], row["item"]): Secret(
            row["units"], row["asked_above"], row["asked_below"]
        )
        for row in transaction.query("release_secrets", **named)
    }
    return Former(
        key,
        dict(zip(leaves, states, strict=True)),
        {leaf: row["data_of"] for leaf, row in zip(leaves, held, strict=True)},
        secrets,
        frozenset(
            (row["area_level"], row["area_code"], row["item_level"], row["item"])
            for row in transaction.query("release_published_cells", **named)
        ),
    )


def is_leaf(key: CellKey) -> bool:
    """Département × product."""
    return key[0] == "departement" and key[2] == "produit"


def name_of(key: CellKey, state: StateKey | None, release: str = "now") -> str:
    """A leaf is named by the state it shows, in whichever release; any other cell by its release.

    What `naming` calls a figure has the first of these names that comes.
    """
    if state is None:
        return "|".join((release, *key))
    return f"{state[0]}-{state[1]}|{key[1]}|{key[3]}"


def key_of(name: str) -> CellKey:
    """The cell that a name stands for, in whichever release."""
    _, *key = name.split("|")
    if len(key) == 2:
        return "departement", key[0], "produit", key[1]
    level, code, kind, item = key[:4]
    return level, code, kind, item


def tag_of(former: Former) -> str:
    """How names tell of which release a cell is."""
    return f"{former.key[0]}-{former.key[1]}"


def states_of(memory: Memory, now: StateKey) -> list[StateKey]:
    """Every state that some leaf stands on, and the new one."""
    stood_on = {state for former in memory.releases for state in former.states.values() if state}
    return sorted({*stood_on, now})


def numbered(former: Former, survey: Survey, states: Sequence[StateKey]) -> Integers:
    """The number of the state that each leaf of the survey showed."""
    number = {state: i for i, state in enumerate(states)}
    return np.array(
        [
            [_number(former.states.get((place.code, item.code)), number) for item in survey.products]
            for place in survey.departments
        ],
        np.int64,
    )


def _number(state: StateKey | None, number: dict[StateKey, int]) -> int:
    return NONE if state is None else number[state]
