"""What the audit found, for a person and for a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# How each attack is named in the report.
ATTACKS = {
    "published": "publiée alors qu’elle est à masquer",
    "outsider": "un lecteur extérieur",
    "insider": "un déclarant qui connaît ses propres chiffres",
    "integer": "un lecteur qui sait que les quantités sont entières ou par lots",
}


@dataclass(frozen=True)
class Violation:
    """An attack that comes too close to a cell: it gets to `reached` where it should be kept at `needed`.

    `owner` is who attacks, for the optimiser; it never enters a report.
    """

    cell: str
    attack: str
    upward: bool = True
    needed: float = 0.0
    reached: float = 0.0
    owner: str | None = None

    def text(self) -> str:
        """One line for a person."""
        if self.attack == "published":
            return f"« {self.cell} » est {ATTACKS[self.attack]}."
        bound, side = ("au plus", "au moins") if self.upward else ("au moins", "au plus")
        return (
            f"« {self.cell} » : {ATTACKS[self.attack]} établit qu’elle vaut {bound} {self.reached:g},"
            f" la protection demande {side} {self.needed:g}."
        )

    def as_json(self) -> dict[str, Any]:
        """The violation without the attacker's name."""
        side = "upper" if self.upward else "lower"
        return {
            "cell": self.cell,
            "attack": self.attack,
            "side": side,
            "needed": self.needed,
            "reached": self.reached,
            "message": self.text(),
        }


@dataclass(frozen=True)
class AuditReport:
    """`intervals` are what an outside reader can establish of each unsafe cell; `checked` counts attacks."""

    violations: tuple[Violation, ...]
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    checked: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """True when every attack was kept at its distance."""
        return not self.violations

    def as_json(self) -> dict[str, Any]:
        """The object of the pattern format; without its duration, so that equal audits are equal files."""
        return {
            "ok": self.ok,
            "violations": [v.as_json() for v in self.violations],
            "intervals": {id_: list(interval) for id_, interval in self.intervals.items()},
            "checked": dict(self.checked),
        }

    def text(self) -> str:
        """The report as a person reads it."""
        verdict = "Le motif est sûr." if self.ok else "Le motif n’est pas sûr."
        lines = [verdict, "", *self._figures(), ""]
        lines += [f"- {v.text()}" for v in self.violations] or ["Aucune attaque n’aboutit."]
        if self.intervals:
            lines += ["", "Ce qu’un lecteur extérieur peut établir de chaque cellule à protéger :"]
            lines += [f"- {id_} : entre {low:g} et {high:g}" for id_, (low, high) in self.intervals.items()]
        return "\n".join(lines) + "\n"

    def _figures(self) -> list[str]:
        named = {
            "cells": "cellules à protéger",
            "hidden": "cellules masquées",
            "insiders": "couples (déclarant, cellule) examinés",
            "integer": "cellules attaquées en nombres entiers",
        }
        return [f"- {label} : {self.checked[key]}" for key, label in named.items() if key in self.checked]
