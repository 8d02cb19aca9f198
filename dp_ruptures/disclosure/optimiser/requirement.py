"""What the pattern must achieve: keep one attacker away from one side of one figure."""

from dataclasses import dataclass

import numpy as np

from dp_ruptures.disclosure.instance import Instance
from dp_ruptures.disclosure.optimiser.table import Booleans, Floats, Integers, Table, own_figures
from dp_ruptures.disclosure.owners import holdings
from dp_ruptures.disclosure.report import Violation


@dataclass(frozen=True, eq=False)
class Scenario:
    """An attacker's own knowledge: how far below the truth some variables can lie, and which are known."""

    variables: Integers
    below: Floats
    known: Booleans


@dataclass(frozen=True, eq=False)
class Requirement:
    """A deviation of `amount` in direction `sign` must stay possible at `variable`, under `scenario`."""

    variable: int
    sign: int
    amount: float
    scenario: Scenario | None = None

    @property
    def least(self) -> float:
        """The deviation that is enough: short by half the rounding that the audit allows."""
        return self.amount - 5e-7 * max(1.0, 1e-3 * self.amount)

    def met_at(self, reached: float) -> bool:
        """True when a deviation that far is enough."""
        return reached >= self.least


def requirement(space: Table, instance: Instance, violation: Violation) -> Requirement:
    """What would have stopped this attack."""
    variable, sign = space.variable[violation.cell], 1 if violation.upward else -1
    amount = sign * (violation.needed - float(instance.cell(violation.cell).value))
    if violation.owner is None:
        return Requirement(variable, sign, amount)
    known = Scenario(*own_figures(space, instance, holdings(instance), violation.owner))
    return Requirement(variable, sign, amount, known)


def respects(deviation: Floats, wanted: Requirement) -> bool:
    """True when the deviation goes as far as wanted and the attacker cannot rule it out."""
    if not wanted.met_at(wanted.sign * float(deviation[wanted.variable])):
        return False
    known = wanted.scenario
    if known is None:
        return True
    others = known.variables != wanted.variable
    moved = deviation[known.variables]
    fits = np.where(known.known, np.abs(moved) <= 1e-7, -moved <= known.below + 1e-7)
    return bool((fits | ~others).all())
