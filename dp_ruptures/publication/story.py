"""What a release says, in figures and in words: where it is worst, how sure, what changed.

Reads the frozen cells alone (rows of release_cell, as dicts). A withheld cell gives no
figure here, and nothing is ever added up: a sum of published parts is not a total.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dp_ruptures.french import number, percent, plural
from dp_ruptures.rules.estimate import FEWEST, LEAST_SHARE
from dp_ruptures.rules.week import Week

Cell = Mapping[str, Any]
DEPARTMENT, REGION, FRANCE = "departement", "region", "france"
PRODUCT, FAMILY, ALL = "produit", "famille", "ensemble"
PUBLISHED, WITHHELD, EMPTY = "publie", "secret", "sans_donnee"
FAMILIES = ("vaccins", "tests")
TITLES = {"vaccins": "Vaccins contre la grippe", "tests": "Tests antigéniques"}
UNIT = {"vaccins": "doses", "tests": "tests", "ensemble": "unités"}
DECLARED = {"vaccins": "déclarées", "tests": "déclarés", "ensemble": "déclarées"}
# A département moves when a quarter of its stock per pharmacy has gone; less is a week like others.
NOTABLE_MOVE = 0.25
_NAMED = 3
_COUNTED = {
    DEPARTMENT: ("département publié", "départements publiés"), REGION: ("région publiée", "régions publiées")
}  # fmt: skip
_NONE = {DEPARTMENT: "Aucun département", REGION: "Aucune région"}


@dataclass(frozen=True)
class Place:
    """A published area, its stock per declaring pharmacy, and how many of these there are."""

    code: str
    name: str
    per_pharmacy: float
    declarants: int


def of(cells: Iterable[Cell], area_level: str, item_level: str, item: str | None = None) -> list[Cell]:
    """The cells of one level of area and of item, in the order of the area codes."""
    found = [
        cell
        for cell in cells
        if cell["area_level"] == area_level
        and cell["item_level"] == item_level
        and item in (None, cell["item"])
    ]
    return sorted(found, key=lambda cell: (str(cell["area_code"]), str(cell["item"])))


def national(cells: Iterable[Cell], item_level: str, item: str) -> Cell | None:
    """France's cell of a family or of everything, when it is published."""
    found = of(cells, FRANCE, item_level, item)
    return found[0] if found and found[0]["status"] == PUBLISHED else None


def per_pharmacy(cell: Cell) -> float | None:
    """Units per declaring pharmacy; None where nothing is published."""
    if cell["status"] != PUBLISHED or not cell["declarants"]:
        return None
    return float(cell["units"]) / int(cell["declarants"])


def older(cell: Cell) -> Week | None:
    """The week a cell's figures are of, when it is not the release's own."""
    own = cell["data_of"] is None or Week(cell["data_of"]) == Week(cell["week"])
    return None if own else Week(cell["data_of"])


def is_comparable(cell: Cell) -> bool:
    """Whether a cell can be ranked: published, of its own week, on enough answers (as the Ordre's floor)."""
    answered, active = cell["declarants"], cell["active"]
    if cell["status"] != PUBLISHED or older(cell) or not answered:
        return False
    return bool(answered >= FEWEST and answered >= LEAST_SHARE * (active or 0))


def scarcest(
    cells: Sequence[Cell], family: str, count: int | None = 5, level: str = DEPARTMENT
) -> list[Place]:
    """The areas with the fewest units of `family` per declaring pharmacy, the worst first.

    Never one that is withheld, of an older week, or of too few answers (`is_comparable`); `count` None: all.
    """
    places = [
        Place(str(cell["area_code"]), str(cell["area_name"]), stock, int(cell["declarants"]))
        for cell in of(cells, level, FAMILY, family)
        if is_comparable(cell) and (stock := per_pharmacy(cell)) is not None
    ]
    return sorted(places, key=lambda place: (place.per_pharmacy, place.code))[:count]


def tally(cells: Iterable[Cell], family: str, level: str = DEPARTMENT) -> dict[str, int]:
    """How many areas are published, withheld and without data for one family.

    Not of everything together: a sum of tests and doses is published more often than either, and says less.
    """
    statuses = [cell["status"] for cell in of(cells, level, FAMILY, family)]
    return {status: statuses.count(status) for status in (PUBLISHED, WITHHELD, EMPTY)}


def fallen(cells: Sequence[Cell], before: Sequence[Cell], family: str) -> list[tuple[Place, float]]:
    """Départements whose stock per declaring pharmacy fell by a quarter or more, the deepest first.

    Returns each place with its move, a share of the former stock (−0.4: 40 % less). Both weeks must be
    comparable: a cell withheld, held at an older figure, or of too few answers, has no move.
    """
    former = {
        cell["area_code"]: stock
        for cell in of(before, DEPARTMENT, FAMILY, family)
        if is_comparable(cell) and (stock := per_pharmacy(cell))
    }
    moves = [
        (place, place.per_pharmacy / former[place.code] - 1)
        for place in scarcest(cells, family, None)
        if place.code in former
    ]
    falling = [(place, move) for place, move in moves if move <= -NOTABLE_MOVE]
    return sorted(falling, key=lambda fall: (fall[1], fall[0].code))


def sentences(cells: Sequence[Cell], before: Sequence[Cell] = (), thin: str | None = None) -> list[str]:
    """The week's answer, one sentence each: worst places, how sure, what changed since `before`.

    `thin`: what `headlines.only_regions` says; it comes first, and régions stand for départements.
    """
    level = REGION if thin else DEPARTMENT
    told = [thin] if thin else []
    told += [sentence for family in FAMILIES if (sentence := _worst(cells, family, level))]
    told.append(_how_sure(cells, level))
    if before:
        told += [sentence for family in FAMILIES if (sentence := _change(cells, before, family))]
    return told


def _worst(cells: Sequence[Cell], family: str, level: str) -> str | None:
    places = scarcest(cells, family, None, level)
    if not places:
        return _not_ranked(cells, family, level)
    named = ", ".join(
        f"{place.name} ({number(place.per_pharmacy, 1)} ; {plural(place.declarants, 'officine')})"
        for place in places[:_NAMED]
    )
    # Those with a figure of the week, from five pharmacies at least: the page says so under its ranking.
    among = f", parmi {number(len(places))} comparables" if len(places) > _NAMED else ""
    return f"{TITLES[family]} : le moins de {UNIT[family]} par officine déclarante : {named}{among}."


def _not_ranked(cells: Sequence[Cell], family: str, level: str) -> str | None:
    if not tally(cells, family, level)[PUBLISHED]:
        return None
    return (
        f"{TITLES[family]} : les chiffres publiés sont trop anciens, ou de trop peu d'officines, "
        "pour dire où il en manque le plus."
    )


def _how_sure(cells: Sequence[Cell], level: str) -> str:
    france = national(cells, ALL, "ensemble")
    answered = ""
    if france and france["active"]:
        share = france["declarants"] / france["active"]
        answered = (
            f"{plural(france['declarants'], 'officine comptée', 'officines comptées')} "
            f"sur {number(france['active'])} ({percent(share)}), d'après leur dernière déclaration. "
        )
    counts = {family: tally(cells, family, level) for family in FAMILIES}
    one, many = _COUNTED[level]
    if not any(count[PUBLISHED] for count in counts.values()):
        return f"{answered}{_NONE[level]} ne peut être publié{'e' * (level == REGION)} cette semaine."
    return answered + " ".join(
        f"{TITLES[family]} : {plural(count[PUBLISHED], one, many)}, "
        f"{number(count[WITHHELD])} sous secret, {number(count[EMPTY])} sans donnée."
        for family, count in counts.items()
    )


def _change(cells: Sequence[Cell], before: Sequence[Cell], family: str) -> str | None:
    """Per declaring pharmacy: a fall in answers must not read as a fall in stock."""
    now, then = (national(week, FAMILY, family) for week in (cells, before))
    stock, former = (per_pharmacy(cell) if cell else None for cell in (now, then))
    if now is None or then is None or stock is None or not former:
        return None
    falls = fallen(cells, before, family)
    places = ", ".join(f"{place.name} ({percent(move)})" for place, move in falls[:_NAMED])
    tail = f" Plus fortes baisses : {places}." if places else ""
    return (
        f"{UNIT[family].capitalize()} par officine déclarante, France : {number(stock, 1)}, contre "
        f"{number(former, 1)} la semaine précédente ({_signed(stock / former - 1)} ; "
        f"{number(now['declarants'])} officines, contre {number(then['declarants'])}).{tail}"
    )


def _signed(share: float) -> str:
    return ("+" if share > 0 else "") + percent(share)
