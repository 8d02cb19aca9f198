"""What stops a release until an analyst says why: a mask that hides more than the figures ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from dp_ruptures import french
from dp_ruptures.release.former import CellKey
from dp_ruptures.release.suppress import PUBLISHED, WITHHELD, Suppression
from dp_ruptures.release.table import Figure, Table
from dp_ruptures.store import Row

# A search stopped early proves little: beyond this share, what is hidden may be hidden for nothing.
MOST_GAP = 0.2
MOST_TIMES = 2
# A figure of France that fewer declared is thin by itself: that it is withheld surprises nobody.
FEWEST_DECLARANTS = 30
# Doubling a handful says nothing: so many cells more at least.
FEWEST_MORE = 50
# What a reader of the preview would not call the same mask: a tenth more, and so many cells.
MORE_THAN_SEEN, FEWEST_THAN_SEEN = 0.1, 10


@dataclass(frozen=True)
class Shown:
    """What the last release published, and which cells it withheld."""

    figures: dict[CellKey, int]
    withheld: frozenset[CellKey]


def shown(cells: Sequence[Row]) -> Shown:
    """From the rows of `release_cells`."""
    keys = {(row["area_level"], row["area_code"], row["item_level"], row["item"]): row for row in cells}
    return Shown(
        {key: row["units"] for key, row in keys.items() if row["status"] == PUBLISHED},
        frozenset(key for key, row in keys.items() if row["status"] == WITHHELD),
    )


def reasons(table: Table, mask: Suppression, last: Shown | None, *, regions_only: bool) -> list[str]:
    """Why this mask looks too wide, in French sentences; empty when it does not.

    Under a thin response départements are withheld by rule: their number is not compared.
    """
    count = sum(status == WITHHELD for status in mask.status.values())
    before = len(last.withheld) if last else count
    return [
        *_gap(mask.pattern.gap),
        *_france(table, mask, last.withheld if last else frozenset()),
        *([] if regions_only else _doubled(count, before)),
    ]


def is_clearly_more(now: int, seen: int) -> bool:
    """Whether `now` cells withheld are another mask than the one of `seen` cells that was looked at."""
    return now > seen + max(FEWEST_THAN_SEEN, MORE_THAN_SEEN * seen)


def _gap(gap: float) -> list[str]:
    if gap <= MOST_GAP:
        return []
    return [
        f"Le calcul s'est arrêté trop tôt : jusqu'à {french.percent(gap)} de ce qui est masqué "
        "pourrait l'être pour rien. Recommencez quand le serveur est moins chargé."
    ]


def _france(table: Table, mask: Suppression, before: frozenset[CellKey]) -> list[str]:
    """Not those that the last release withheld too: somebody has answered for them."""
    lost = [
        figure.item.label
        for key, figure in table.figures.items()
        if figure.place.level == "france" and key not in before and _is_lost(figure, mask)
    ]
    return [f"Chiffres de la France entière sous secret : {', '.join(lost)}."] if lost else []


def _is_lost(figure: Figure, mask: Suppression) -> bool:
    """Withheld for the sake of others, though enough pharmacies declared it."""
    withheld = mask.status[figure.key] == WITHHELD and figure.key not in mask.unsafe
    return withheld and figure.declarants >= FEWEST_DECLARANTS


def _doubled(now: int, before: int) -> list[str]:
    if now <= MOST_TIMES * before or now - before < FEWEST_MORE:
        return []
    return [
        f"{french.number(now)} cellules seraient sous secret, contre {french.number(before)} "
        "dans la dernière publication."
    ]
