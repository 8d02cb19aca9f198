"""The audit of a release: every published figure again, by another query and other arithmetic.

Shares nothing with the release but the store: the latest declarations are found by
another road, the rules are restated here on fractions.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Protocol

from dp_ruptures.disclosure.rules import Rules
from dp_ruptures.errors import Refused
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Transaction


class AuditedLeaf(Protocol):
    """What the audit looks at in a leaf."""

    @property
    def area_code(self) -> str: ...
    @property
    def item(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def units(self) -> int | None: ...
    @property
    def declarants(self) -> int | None: ...


def audit(
    transaction: Transaction, week: Week, leaves: Iterable[AuditedLeaf], rules: Rules
) -> dict[str, Any]:
    """A report of every cell checked, as published.

    Raises Refused when one figure is wrong or gives somebody away.
    """
    rows = transaction.query("release_audit", week=week.monday, sunday=week.sunday)
    truth = {(row["department_code"], row["cip13"]): row for row in rows}
    checked, faults = [], []
    for leaf in leaves:
        checked.append([leaf.area_code, leaf.item, leaf.status, leaf.units, leaf.declarants])
        fault = _fault(leaf, truth.get((leaf.area_code, leaf.item)), rules)
        if fault:
            faults.append([leaf.area_code, leaf.item, fault])
    if faults:
        raise Refused(
            f"L'audit de la semaine {week.label} a échoué sur {len(faults)} cellule(s) : rien n'est publié. "
            "Prévenez la direction des technologies en santé."
        )
    return {"week": week.iso, "cells": len(checked), "checked": checked, "violations": []}


def _fault(leaf: AuditedLeaf, truth: Row | None, rules: Rules) -> str | None:
    if leaf.status != "publie":
        shown = leaf.units is not None or leaf.declarants is not None
        wrong = (leaf.status == "sans_donnee") != (truth is None)
        return "figure shown" if shown else "wrong status" if wrong else None
    if truth is None or (leaf.units, leaf.declarants) != (truth["units"], truth["declarants"]):
        return "wrong figure"
    return None if _keeps_secret(truth, rules) else "unsafe"


def _keeps_secret(truth: Row, rules: Rules) -> bool:
    units, largest, second = int(truth["units"]), int(truth["largest"]), int(truth["second"])
    if truth["owners"] < rules.min_count or units == 0:
        return False
    share = Fraction(largest, units)
    others = Fraction(units - largest - second, largest)
    return share <= Fraction(rules.dominance_percent, 100) and others >= Fraction(rules.p_percent, 100)
