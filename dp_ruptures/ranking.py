"""Where it is worst, ranked by what compares: a stock per pharmacy, and between two weeks what changed.

A total ranks areas by their size, and a week beside another asks what moved, not where it stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dp_ruptures import explore_tables, french
from dp_ruptures.areas import FRANCE, Area
from dp_ruptures.exploration import Look
from dp_ruptures.measures import Figure, Reading
from dp_ruptures.rules import difference
from dp_ruptures.rules.measure import AT_ZERO, DAYS, ESTIMATE, RESPONSE, UNITS, Tally

MOST = 6
# Of fewer counts a share or a mean says nothing: one pharmacy of two is not « half of the département ».
FEWEST_COUNTS = 5
_WORST = {
    UNITS: "Où il en reste le moins par officine",
    ESTIMATE: "Où il en reste le moins par officine",
    DAYS: "Où il reste le moins de jours",
    AT_ZERO: "Où la part d'officines à zéro est la plus haute",
    RESPONSE: "Où l'on répond le moins",
}
_PER = {
    UNITS: "Stock déclaré, divisé par les officines qui ont donné une quantité ; le total ferait un "
    "classement par taille.",
    ESTIMATE: "Stock estimé, divisé par les officines actives ; le total ferait un classement par taille.",
}


@dataclass(frozen=True)
class Place:
    """One area of a ranking, and its figure in words."""

    area: Area
    said: str


def title(seen: Look) -> str:
    """What is ranked: the level of a week, or the change since the week it is compared with."""
    if not (seen.before and seen.against):
        return _WORST[seen.chosen.measure.key]
    worst = "hausses" if seen.chosen.measure.key == AT_ZERO else "baisses"
    per = " par officine" if seen.chosen.measure.key in _PER else ""
    return f"Plus fortes {worst}{per} depuis {seen.against.label}"


def inside(seen: Look) -> tuple[str, str]:
    """What the areas of the ranking are, singular and plural."""
    return ("région", "régions") if seen.chosen.area.code == FRANCE else ("département", "départements")


def explained(seen: Look) -> str | None:
    """How a stock is made comparable; None for a measure that compares as it is."""
    return _PER.get(seen.chosen.measure.key)


def worst(seen: Look, listed: Iterable[Area]) -> list[Place]:
    """The worst areas, the worst first; those without a comparable figure are left out.

    Also left out: a share in rupture of zero, and between two weeks what got better or about stayed.
    """
    if seen.before:
        return _worsened(seen, seen.before, listed)
    known = [
        (area, figure) for area in listed if (figure := _comparable(seen, seen.reading, area)) is not None
    ]
    if seen.chosen.measure.key == AT_ZERO:
        known = sorted((entry for entry in known if entry[1]), key=lambda entry: -entry[1])
    else:
        known = sorted(known, key=lambda entry: entry[1])
    return [Place(area, _level(seen, area, figure)) for area, figure in known[:MOST]]


def none_found(seen: Look, listed: Sequence[Area]) -> str | None:
    """What an empty ranking of changes means; None without a comparison."""
    if not seen.before:
        return None
    known = sum(_pair(seen, seen.before, area) is not None for area in listed)
    if not known:
        return "Comparaison impossible : trop peu d'officines ont donné une quantité l'une des deux semaines."
    one, several = inside(seen)
    compared = french.plural(known, f"{one} comparable", f"{several} comparables")
    among = "" if known == len(listed) else f", parmi {compared}"
    return f"{_nothing_past(seen)}{among}."


def _nothing_past(seen: Look) -> str:
    measure = seen.chosen.measure
    if measure.is_share:
        word = "hausse" if measure.key == AT_ZERO else "baisse"
        return f"Aucune {word} de {difference.SHARE_STEPS[0] * 100:.0f} points ou plus"
    least = difference.DAY_STEPS[0], difference.RELATIVE_STEPS[0]
    few = french.percent(least[1]) if difference.is_relative(measure) else f"{least[0]:.0f} jours"
    return f"Aucune baisse de {few} ou plus"


def too_few(seen: Look, listed: Iterable[Area]) -> list[Area]:
    """The areas where 1 to FEWEST_COUNTS - 1 pharmacies gave a quantity in a week read: not ranked."""
    if seen.chosen.measure.key not in {AT_ZERO, UNITS}:
        return []
    readings = [seen.reading, *([seen.before] if seen.before else [])]
    return [
        area
        for area in listed
        if any(0 < (reading.tally(area).declarants or 0) < FEWEST_COUNTS for reading in readings)
    ]


def _worsened(seen: Look, before: Reading, listed: Iterable[Area]) -> list[Place]:
    measure = seen.chosen.measure
    moves = []
    for area in listed:
        pair = _pair(seen, before, area)
        step = difference.step(*pair, measure) if pair else None
        if pair is None or step is None or difference.scarcity(step, measure) <= 0:
            continue
        former, figure = pair
        size = (difference.relative if difference.is_relative(measure) else difference.gap)(former, figure)
        said = explore_tables.moved(Figure(former), Figure(figure), seen.chosen) or ""
        moves.append((-abs(size or 0.0), Place(area, said)))
    return [place for _, place in sorted(moves, key=lambda move: move[0])[:MOST]]


def _pair(seen: Look, before: Reading, area: Area) -> tuple[float, float] | None:
    """The comparable figures of an area then and now; None unless there are both."""
    former, figure = _comparable(seen, before, area), _comparable(seen, seen.reading, area)
    return None if former is None or figure is None else (former, figure)


def _comparable(seen: Look, reading: Reading, area: Area) -> float | None:
    """The figure of an area that its size does not make; None when nobody, or too few, gave one."""
    measure, tally = seen.chosen.measure, reading.tally(area)
    value = reading.figure(measure, area).value
    if measure.key in {AT_ZERO, UNITS} and (tally.declarants or 0) < FEWEST_COUNTS:
        return None
    by = _pharmacies(tally, measure.key)
    return value if by is None or value is None else value / by if by else None


def _pharmacies(tally: Tally, measure: str) -> int | None:
    """How many pharmacies a stock is of; None for what is no stock."""
    return {UNITS: tally.declarants or 0, ESTIMATE: tally.active or 0}.get(measure)


def _level(seen: Look, area: Area, figure: float) -> str:
    if seen.chosen.measure.key in _PER:
        return french.amount(figure, seen.chosen.unit[1], 1)
    # The figure as it is read, with all that is known of it.
    said = explore_tables.said(seen.figure(area), seen.chosen)
    return said + explore_tables.out_of(seen.reading.tally(area), seen.chosen)
