"""The recount of a release: every published figure again, by another query and other arithmetic.

Shares nothing with the release but the store. The disclosure library's audit plays the attackers;
this one finds a figure that is not what the held declarations add up to, or a leaf against the rules.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from dp_ruptures.disclosure.rules import Rules
from dp_ruptures.errors import Refused
from dp_ruptures.release.former import CellKey, is_leaf
from dp_ruptures.release.table import Figure, Table, leaves_below
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Transaction


def audit(
    transaction: Transaction,
    table: Table,
    status: Mapping[CellKey, str],
    rules: Rules,
    *,
    week: Week,
    revision: int,
) -> dict[str, Any]:
    """A report of every cell recounted, as published.

    Raises Refused when one figure is wrong or gives somebody away.
    """
    rows = transaction.query("release_audit", week=week.monday, revision=revision)
    truth: dict[CellKey, Row] = {
        ("departement", row["department_code"], "produit", row["cip13"]): row for row in rows
    }
    faults = [
        [*key, fault]
        for key, figure in table.figures.items()
        if (fault := _fault(figure, status[key], truth, table, rules))
    ]
    if faults:
        raise Refused(
            f"L'audit de la semaine {week.label} a échoué sur {len(faults)} cellule(s) : rien n'est publié. "
            "Prévenez la direction des technologies en santé."
        )
    shown = [[*key, status[key], figure.units if status[key] == "publie" else None]
             for key, figure in table.figures.items()]  # fmt: skip
    return {"week": week.iso, "revision": revision, "cells": len(shown), "checked": shown, "violations": []}


def _fault(
    figure: Figure, status: str, truth: Mapping[CellKey, Row], table: Table, rules: Rules
) -> str | None:
    parts = [truth[key] for key in leaves_below(table.survey, figure.place, figure.item) if key in truth]
    if status == "sans_donnee":
        return "wrong status" if parts else None
    if status != "publie":
        return None
    if not parts or figure.units != sum(part["units"] for part in parts):
        return "wrong figure"
    if not is_leaf(figure.key):
        return None
    if figure.declarants != parts[0]["declarants"]:
        return "wrong count"
    return None if _keeps_secret(parts[0], rules) else "unsafe"


def _keeps_secret(truth: Row, rules: Rules) -> bool:
    units, largest, second = int(truth["units"]), int(truth["largest"]), int(truth["second"])
    if truth["owners"] < rules.min_count or units == 0:
        return False
    share = Fraction(largest, units)
    others = Fraction(units - largest - second, largest)
    return share <= Fraction(rules.dominance_percent, 100) and others >= Fraction(rules.p_percent, 100)
