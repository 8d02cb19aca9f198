"""The optimiser, asked once of one instance: what a preview has found, publishing need not look for again.

Kept in this process alone, by the hash of the whole instance: figures, owners, sums, bounds and rules. What
comes out is the same whether it is found here or looked for again; it is audited again in any case.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dp_ruptures import disclosure
from dp_ruptures.disclosure.errors import Attack, Invalid, Unprotectable
from dp_ruptures.errors import Refused
from dp_ruptures.release.idle import without_idle

FAILED = (
    "L'audit de la publication a échoué ({fault}) : rien n'est publié. "
    "Prévenez la direction des technologies en santé."
)
# Not the library's own words: these may name a cell with its value.
_UNUSABLE = "les déclarations retenues ne forment pas un tableau dont les totaux tombent juste"
_LOST = "le calcul n'est pas arrivé à un masque sûr"
# A week's attempts and another's; names of cells, no figure of any.
_MOST = 64
_KEPT: OrderedDict[str, disclosure.Pattern | Unprotectable] = OrderedDict()


@dataclass(frozen=True)
class Effort:
    """The seconds left to look for the least to withhold, and the attacks that earlier attempts met."""

    seconds: float | None
    met: frozenset[Attack] = frozenset()


def solved(instance: disclosure.Instance, effort: Effort) -> disclosure.Pattern:
    """The pattern of least cost. Raises Unprotectable when there is none, Refused when the search is lost.

    A pattern that may not be the least is not kept: with more time, another may come out.
    """
    key = _fingerprint(instance)
    if key not in _KEPT:
        found = _solved(instance, effort)
        if isinstance(found, disclosure.Pattern) and found.gap:
            return found
        _KEPT[key] = found
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    kept = _KEPT[key]
    if isinstance(kept, Unprotectable):
        # A new one: an exception raised holds on to what it went through.
        raise _copy(kept)
    return kept


def forget() -> None:
    """Nothing is kept any more, as after a restart."""
    _KEPT.clear()


def _solved(instance: disclosure.Instance, effort: Effort) -> disclosure.Pattern | Unprotectable:
    try:
        found = disclosure.protect(instance, time_limit=effort.seconds, intervals=False, expected=effort.met)
        return replace(without_idle(instance, found), audit=None)
    except Unprotectable as stuck:
        return _copy(stuck)
    except Invalid as error:
        raise Refused(FAILED.format(fault=_UNUSABLE)) from error
    except RuntimeError as error:
        raise Refused(FAILED.format(fault=_LOST)) from error


def _copy(stuck: Unprotectable) -> Unprotectable:
    return Unprotectable(str(stuck), stuck.cell, stuck.cells, stuck.attacks, stuck.programs)


def _fingerprint(instance: disclosure.Instance) -> str:
    digest = hashlib.sha256()
    for part in _told(instance):
        digest.update(part.encode())
    return digest.hexdigest()


def _told(instance: disclosure.Instance) -> Iterator[str]:
    yield f"{instance.rules} {instance.insiders} {instance.means}\n"
    yield from (f"{cell}\n" for cell in instance.cells)
    yield from (f"{sum_.total}={sum_.parts}\n" for sum_ in instance.equations)
    yield from (f"{one.owner!r} {one.cell!r} {one.value}\n" for one in instance.contributions)
