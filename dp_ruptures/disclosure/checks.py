"""Refuses an instance that does not describe a table, before anything is computed from it."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from dp_ruptures.disclosure.errors import Invalid
from dp_ruptures.disclosure.instance import Cell, Instance
from dp_ruptures.disclosure.owners import holdings
from dp_ruptures.disclosure.primary import Amount
from dp_ruptures.disclosure.sensitive import unruled

# Decimal tables add up to the last digit of a double at best; whole numbers must add up exactly.
RELATIVE_ROUNDING = 1e-9


@lru_cache(maxsize=4)
def check(instance: Instance) -> None:
    """Raises `Invalid` with the first fault found; a valid instance passes silently, and once only."""
    _names(instance)
    for cell in instance.cells:
        _figures(cell)
    for total, parts in instance.relations:
        _adds_up(instance, total, parts)
    if instance.contributions:
        _microdata(instance)


def same(left: Amount | float, right: Amount | float) -> bool:
    """Equal, up to the rounding of decimals."""
    if isinstance(left, int) and isinstance(right, int):
        return left == right
    one, other = float(left), float(right)
    return abs(one - other) <= RELATIVE_ROUNDING * max(1.0, abs(one), abs(other))


def _names(instance: Instance) -> None:
    if not instance.cells:
        raise Invalid("Le tableau n’a aucune cellule.")
    repeated = [id_ for id_, n in Counter(c.id for c in instance.cells).items() if n > 1]
    if repeated:
        raise Invalid(f"Cellule en double : « {repeated[0]} ».")
    for place, id_ in _mentions(instance):
        if id_ not in instance.position:
            raise Invalid(f"Cellule inconnue : « {id_} » ({place}).")


def _mentions(instance: Instance) -> Iterator[tuple[str, str]]:
    for number, equation in enumerate(instance.equations, 1):
        if not equation.parts:
            raise Invalid(f"L’équation {number} (total « {equation.total} ») n’a aucune partie.")
        yield from ((f"équation {number}", id_) for id_ in (equation.total, *equation.parts))
    yield from ((f"contribution {i}", c.cell) for i, c in enumerate(instance.contributions, 1))
    for number, mean in enumerate(instance.means, 1):
        yield from ((f"moyenne {number}", id_) for id_ in (mean.mean, mean.total, mean.count))


def _figures(cell: Cell) -> None:
    if cell.value < 0:
        raise Invalid(f"Valeur négative : la cellule « {cell.id} » vaut {cell.value}.")
    if not cell.lower <= cell.value <= cell.highest:
        bounds = f"[{cell.lower} ; {cell.highest}]"
        raise Invalid(f"La cellule « {cell.id} » vaut {cell.value}, hors de ses bornes {bounds}.")
    if cell.price < 0:
        raise Invalid(f"Coût négatif : la cellule « {cell.id} » coûte {cell.price}.")
    if cell.pack and cell.value % cell.pack:
        raise Invalid(f"La cellule « {cell.id} » vaut {cell.value}, non multiple de {cell.pack}.")
    if cell.asked and min(cell.asked) < 0:
        raise Invalid(f"Protection négative demandée pour la cellule « {cell.id} ».")


def _adds_up(instance: Instance, total: int, parts: tuple[tuple[int, int | float], ...]) -> None:
    figure = instance.cells[total].value
    found = sum(instance.cells[part].value * factor for part, factor in parts)
    if not same(figure, found):
        name = instance.cells[total].id
        raise Invalid(
            f"Le tableau n’est pas additif : « {name} » vaut {_short(figure)},"
            f" ses parties donnent {_short(found)}."
        )


def _short(amount: Amount | float) -> str:
    return str(amount) if isinstance(amount, int) else f"{float(amount):.10g}"


def _microdata(instance: Instance) -> None:
    """The published figures are those of the declarations, leaf by leaf and total by total."""
    held, apart = holdings(instance), unruled(instance)
    totals = {e.total for e in instance.equations}
    for number, contribution in enumerate(instance.contributions, 1):
        if contribution.value < 0:
            raise Invalid(f"Valeur négative : la contribution {number} vaut {contribution.value}.")
        if contribution.cell in totals:
            raise Invalid(f"La contribution {number} porte sur le total « {contribution.cell} ».")
    for cell in instance.cells:
        found = held.summary(instance.position[cell.id]).total
        if (
            cell.summary is None
            and cell.sensitive is None
            and cell.id not in apart
            and not same(cell.value, found)
        ):
            raise Invalid(
                f"La cellule « {cell.id} » vaut {_short(cell.value)},"
                f" les contributions donnent {_short(found)}."
            )
