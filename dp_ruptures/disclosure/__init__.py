"""Statistical disclosure control of linked magnitude tables: unsafe cells, exact suppression, audit.

`from_rows` builds an `Instance`; `primary` names its unsafe cells; `protect` hides the least that keeps every
attacker away; `audit` plays those attackers against any pattern. The method is told in docs/disclosure.md.
"""

from dp_ruptures.disclosure.build import from_rows, with_mean
from dp_ruptures.disclosure.errors import Invalid, Unprotectable
from dp_ruptures.disclosure.instance import Cell, Contribution, Equation, Instance, Mean
from dp_ruptures.disclosure.optimiser.protect import protect
from dp_ruptures.disclosure.optimiser.requirement import Requirement, Scenario
from dp_ruptures.disclosure.owners import holdings
from dp_ruptures.disclosure.pattern import Pattern
from dp_ruptures.disclosure.referee.audit import audit
from dp_ruptures.disclosure.report import AuditReport, Violation
from dp_ruptures.disclosure.rules import Rules
from dp_ruptures.disclosure.sensitive import primary

__all__ = [
    "AuditReport",
    "Cell",
    "Contribution",
    "Equation",
    "Instance",
    "Invalid",
    "Mean",
    "Pattern",
    "Requirement",
    "Rules",
    "Scenario",
    "Unprotectable",
    "Violation",
    "audit",
    "from_rows",
    "holdings",
    "primary",
    "protect",
    "with_mean",
]
