"""Which cells stay empty, what that costs, and the proof that it is the least."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dp_ruptures.disclosure.errors import Invalid
from dp_ruptures.disclosure.instance import Instance
from dp_ruptures.disclosure.report import AuditReport


@dataclass(frozen=True)
class Pattern:
    """`primary` cells are unsafe by themselves, `secondary` hide them; `bound` is the proven least cost."""

    primary: tuple[str, ...]
    secondary: tuple[str, ...]
    cost: float = 0.0
    bound: float = 0.0
    seconds: float = 0.0
    audit: AuditReport | None = None

    @property
    def hidden(self) -> frozenset[str]:
        """Every cell that stays empty."""
        return frozenset(self.primary) | frozenset(self.secondary)

    @property
    def gap(self) -> float:
        """How far the cost may be from the least, as a share of the cost; 0 is a proof of optimality."""
        return max(0.0, (self.cost - self.bound) / self.cost) if self.cost else 0.0

    def as_json(self) -> dict[str, Any]:
        """The object of the pattern format."""
        return {
            "primary": list(self.primary),
            "secondary": list(self.secondary),
            "cost": self.cost,
            "bound": self.bound,
            "gap": self.gap,
            "seconds": round(self.seconds, 3),
            "audit": self.audit.as_json() if self.audit else None,
        }


def pattern_from(found: Mapping[str, Any], instance: Instance) -> Pattern:
    """The pattern that a JSON object describes; only what it hides is believed, the rest is audited again."""
    pattern = Pattern(_ids(found, "primary"), _ids(found, "secondary"))
    for id_ in (*pattern.primary, *pattern.secondary):
        if id_ not in instance.position:
            raise Invalid(f"Cellule inconnue dans le motif : « {id_} ».")
    return pattern


def _ids(found: Mapping[str, Any], key: str) -> tuple[str, ...]:
    if not isinstance(found.get(key), list):
        raise Invalid(f"Le motif doit donner la liste « {key} ».")
    return tuple(str(id_) for id_ in found[key])
