"""Why a declared figure deserves an analyst's look, and how much it would change a total.

The reasons are the questions that the pharmacist was asked (`rules/warning.py`), and one more:

- `ten`, `pack`: close to 10 times last week's figure or a tenth of it, or to a pack size and its inverse;
- `move`: far from how the other pharmacies' stocks of the product moved;
- `unusual`: 10,000 units or more;
- `flat`: the same figure for three weeks while the others moved;
- `repeated`: much the same as last week's figure, which the Ordre left out.

A figure is not queued when it comes back to what it was before a surprising week: that week is the one to
look at. One left out is compared with nothing else: it was no figure.

The gap is what the figure adds to a total beyond what last week's would have become among the peers:
|units − previous × e^median|. The queue is in its order: what would mislead most comes first, and what no
total would feel, under 10 units, is not in it.
"""

import math
from dataclasses import dataclass

from dp_ruptures.rules.declaration import Product
from dp_ruptures.rules.warning import FLOOR, PACK, SMALL, Before, Move, about

TEN, REPEATED = "ten", "repeated"
_NEAR_TEN = 0.1


@dataclass(frozen=True)
class Past:
    """What the pharmacy declared of the product in the two weeks before: units, None when no quantity.

    `left_out`: last week's figure counts in no sum; `kept`: an analyst looked at last week's and kept it.
    """

    previous: int | None = None
    earlier: int | None = None
    left_out: bool = False
    kept: bool = False


@dataclass(frozen=True)
class Finding:
    """Why one figure is queued: a code, a French sentence, and the units it may be wrong by."""

    code: str
    sentence: str
    gap: int


def finding(units: int, product: Product, past: Past, peers: Move) -> Finding | None:
    """Why a figure above 0 deserves a look, or None."""
    if past.left_out:
        return _repeated(units, past, peers)
    if _comes_back(units, past, peers):
        return None
    flat = past.previous is not None and past.previous == past.earlier
    # One kept last week was recounted: asking again each week would teach nothing.
    before = Before(past.previous, weeks=2 if flat else 1, flat_asked=past.kept)
    question, gap = about(units, product, before, peers), _gap(units, past.previous, peers)
    if question is None or gap < SMALL:
        return None
    return Finding(_code(question.code, units, past.previous), question.message, gap)


def _repeated(units: int, past: Past, peers: Move) -> Finding | None:
    if not past.previous or units < SMALL or abs(math.log(units / past.previous) - peers.median) > FLOOR:
        return None
    return Finding(REPEATED, "Reprend à peu près le chiffre écarté la semaine dernière.", units)


def _comes_back(units: int, past: Past, peers: Move) -> bool:
    """Whether last week's figure is the odd one of the three."""
    if not past.previous or not past.earlier:
        return False
    went, since = math.log(past.previous / past.earlier), math.log(units / past.earlier)
    return abs(went) > FLOOR and abs(since - peers.median) <= FLOOR


def _code(code: str, units: int, previous: int | None) -> str:
    if code != PACK or not previous:
        return code
    ratio = max(units / previous, previous / units)
    return TEN if abs(ratio / 10 - 1) <= _NEAR_TEN else PACK


def _gap(units: int, previous: int | None, peers: Move) -> int:
    return round(abs(units - (previous or 0) * math.exp(peers.median)))
