"""How large each pharmacy is, in the only measure that exists for it: what it has declared.

No register gives the size of a pharmacy. Who declared before has its own past figures, relative to each
week's mean; who never did is given the size that those who answer ever more rarely tend to.
"""

from dataclasses import dataclass

import numpy as np

from dp_ruptures.rules.estimate.panel import Floats, Panel, ratio, sum_by
from dp_ruptures.rules.estimate.response import habit

# One week's worth of doubt: a single past figure counts half.
_PRIOR_WEEKS = 1.0
# Pharmacies needed for a class of answering to show its size, and classes for a line.
_FEWEST, _CLASSES = 20, 3
_SMALLEST = 0.02


@dataclass(frozen=True)
class Sizes:
    """`size` of each pharmacy, 1 being the mean respondent; `unseen` of one that never answered.

    `traced`: whether the unseen size follows from the others', or is only assumed to be 1; `doubt`: its
    relative variance, as far as the others lie from their line.
    """

    size: Floats
    unseen: float
    traced: bool
    doubt: float


def sizes(panel: Panel, strength: float) -> Sizes:
    """Sizes from the weeks before; `strength` is the push of a rupture, taken off what it lets us see."""
    tilt = np.exp(-strength * panel.emptiness) * panel.known
    levels = ratio((tilt * panel.figures).sum(axis=0), tilt.sum(axis=0))
    seen = tilt * panel.figures / np.where(levels > 0, levels, np.inf)
    typical = _by_answers(panel, seen.sum(axis=1), tilt.sum(axis=1))
    expected, doubt = (np.ones(panel.weeks + 1), 0.0) if typical is None else typical
    before = expected[panel.answers_before]
    own = (seen[:, :-1].sum(axis=1) + _PRIOR_WEEKS * before) / (tilt[:, :-1].sum(axis=1) + _PRIOR_WEEKS)
    return Sizes(np.maximum(own, _SMALLEST), float(expected[0]), typical is not None, doubt)


def _by_answers(panel: Panel, seen: Floats, weight: Floats) -> tuple[Floats, float] | None:
    """The size by number of answers: a line in the propensity, drawn out to those who never answered.

    With the variance of its logarithm there. None when too few classes are filled.
    """
    answers = np.asarray(panel.known.sum(axis=1), np.int64)
    most = panel.weeks + 1
    counts = np.bincount(answers, minlength=most)
    mean = ratio(sum_by(answers, seen, most), sum_by(answers, weight, most))
    filled = (counts >= _FEWEST) & (mean > 0)
    if filled.sum() < _CLASSES:
        return None
    line = np.stack([np.ones(most), habit(counts, panel.weeks)], axis=1)
    trust = np.sqrt(counts[filled].astype(np.float64))
    design, target = line[filled] * trust[:, None], np.log(mean[filled]) * trust
    slope = np.linalg.lstsq(design, target, rcond=None)[0]
    spread = float(((target - design @ slope) ** 2).sum()) / max(int(filled.sum()) - 2, 1)
    reach = float(line[0] @ np.linalg.pinv(design.T @ design) @ line[0])
    return np.asarray(np.exp(line @ slope)), spread * reach
