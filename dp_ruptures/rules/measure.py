"""What a map or a curve shows: a measure of one area and week, and the classes that colour it.

A figure over nobody is None, never 0: « not declared » and « nothing left » are two facts.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

UNITS, AT_ZERO, RESPONSE = "stock", "rupture", "reponse"
# Estimated for the pharmacies that did not answer too, with an interval; the three others are counted.
ESTIMATE, DAYS = "estimation", "jours"
ESTIMATED = frozenset({ESTIMATE, DAYS})
CLASSES = 5
# Days of stock mean the same in every week and of every product.
_DAY_BOUNDS = (3.0, 7.0, 14.0, 21.0)


@dataclass(frozen=True)
class Measure:
    """A figure of the analyst: `key` in addresses, `title` on screen; a share lies between 0 and 1.

    `unit`, singular and plural, where the figure does not count the units of the product.
    """

    key: str
    title: str
    is_share: bool
    explanation: str
    unit: tuple[str, str] | None = None


MEASURES = {
    measure.key: measure
    for measure in (
        Measure(
            UNITS, "Stock déclaré", False, "Somme des unités déclarées ; les officines muettes manquent."
        ),
        Measure(
            ESTIMATE,
            "Stock estimé",
            False,
            "Stock de toutes les officines, muettes comprises, avec son intervalle à 95 % ; rien quand trop "
            "peu d'officines ont répondu.",
        ),
        Measure(
            DAYS,
            "Jours de stock",
            False,
            "Stock estimé divisé par ce qui est délivré en un jour, lu dans les baisses d'une semaine à "
            "l'autre ; pour un produit, dès la cinquième semaine, avec son "
            "intervalle à 95 %. Rien quand trop peu d'officines ont répondu.",
            ("jour", "jours"),
        ),
        Measure(
            AT_ZERO, "Part en rupture", True, "Officines à zéro parmi celles qui ont déclaré une quantité."
        ),
        Measure(RESPONSE, "Taux de réponse", True, "Officines qui ont répondu parmi les officines actives."),
    )
}


@dataclass(frozen=True)
class Tally:
    """The counts of one area, item and week; units and declarants are None where nobody spoke of the item."""

    units: int | None = None
    declarants: int | None = None
    at_zero: int | None = None
    not_stocked: int | None = None
    respondents: int | None = None
    active: int | None = None


@dataclass(frozen=True)
class Band:
    """One class of a map: `low` included, `high` excluded; None where it has no end."""

    low: float | None
    high: float | None

    def holds(self, figure: float) -> bool:
        return (self.low is None or figure >= self.low) and (self.high is None or figure < self.high)


ZERO = Band(0, math.nextafter(0, 1))


def figure_of(measure: str, tally: Tally) -> float | None:
    """The figure of one area; None when nobody is there to say it. Raises KeyError on another measure."""
    if measure == RESPONSE:
        return share(tally.respondents, tally.active)
    if measure == AT_ZERO:
        return share(tally.at_zero, tally.declarants)
    if measure == UNITS:
        return tally.units if tally.declarants else None
    raise KeyError(measure)


def share(part: int | None, whole: int | None) -> float | None:
    """`part` of `whole`; None when there is no whole."""
    return part / whole if part is not None and whole else None


def total(tallies: Iterable[Tally]) -> Tally:
    """The counts of several areas together; None only where every area has None."""
    listed = list(tallies)
    return Tally(**{name: _sum(getattr(tally, name) for tally in listed) for name in Tally.__annotations__})


def bands(figures: Iterable[float], *, is_share: bool) -> list[Band]:
    """At most five classes of about equal numbers, with round bounds; none is empty, every figure is in one.

    Zero stands alone as a first class: a département with nothing left is not one with little.
    Figures are 0 or more.
    """
    listed = sorted(figures)
    above = [figure for figure in listed if figure > 0]
    has_zero = len(above) < len(listed)
    edges = [ZERO.high if has_zero else None, *_cuts(above, CLASSES - has_zero, is_share=is_share), None]
    spread = [Band(low, high) for low, high in pairwise(edges)] if above else []
    return [ZERO, *spread] if has_zero else spread


def scale(figures: Iterable[float], measure: Measure) -> list[Band]:
    """Classes that stay the same while the weeks go by, so that a colour keeps its meaning.

    `figures`: those of the week that sets them; of days of stock, the classes are always the same. Zero is
    a class of its own even where that week has none. Empty without a figure.
    """
    listed = list(figures)
    if measure.key == DAYS and listed:
        return [Band(low, high) for low, high in pairwise((None, *_DAY_BOUNDS, None))]
    return bands([0, *listed], is_share=measure.is_share) if listed else []


def _cuts(ordered: list[float], count: int, *, is_share: bool) -> list[float]:
    """Round bounds between the quantiles, each with a figure on both sides."""
    if not ordered:
        return []
    cuts: list[float] = []
    floor = ordered[0]
    for rank in range(1, count):
        cut = _round(ordered[rank * len(ordered) // count], is_share=is_share)
        if cut > floor and cut <= ordered[-1] and any(floor <= figure < cut for figure in ordered):
            cuts.append(cut)
            floor = min(figure for figure in ordered if figure >= cut)
    return cuts


def _round(figure: float, *, is_share: bool) -> float:
    """Two significant digits; whole percents for a share, whole units otherwise."""
    if is_share:
        return round(figure, 2)
    digits = 1 - math.floor(math.log10(figure))
    return round(figure, min(digits, 0))


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
