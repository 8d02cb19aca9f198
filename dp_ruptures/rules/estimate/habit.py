"""The law of answering: each pharmacy has a habit, and having nothing left pushes it.

A pharmacy of habit x, standard normal over all of them, answers week t with the logit c_t + σ x + γ z_t, z_t
being the part of its products at zero. Whatever depends on x is averaged over nodes (Gauss-Hermite).
"""

from dataclasses import dataclass

import numpy as np

from dp_ruptures.rules.estimate.panel import Floats

# What a week shows of a pharmacy (`Panel.shown`), and the states among that.
SHOWN, STATES = 4, 3
NODES, _MASSES = np.polynomial.hermite_e.hermegauss(9)
MASSES = _MASSES / _MASSES.sum()
_FARTHEST = 20.0


@dataclass(frozen=True)
class Push:
    """γ, by how much having nothing left raises the logit of answering, its standard error, and σ."""

    strength: float
    error: float
    spread: float


def chances(levels: Floats, spread: float, strength: float, states: Floats) -> Floats:
    """Chance of answering: week × habit × state, from the level c_t of each week."""
    logits = levels[:, None, None] + spread * NODES[:, None] + strength * states
    # Nothing is impossible, however extreme a habit.
    return np.asarray(1 / (1 + np.exp(-logits.clip(-_FARTHEST, _FARTHEST))))


def mean_chance(chance: Floats) -> Floats:
    """The same over all habits: week × state."""
    return np.asarray((MASSES[:, None] * chance).sum(axis=1))


def shares(amounts: Floats) -> Floats:
    """Amounts as parts of their sum over the last axis."""
    return np.asarray(amounts / np.maximum(amounts.sum(axis=-1, keepdims=True), 1e-300))
