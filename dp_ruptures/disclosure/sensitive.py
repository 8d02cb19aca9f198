"""The cells of an instance that the rules, or the instance itself, call unsafe."""

from math import ceil

from dp_ruptures.disclosure.instance import Cell, Instance
from dp_ruptures.disclosure.owners import holdings
from dp_ruptures.disclosure.primary import Protection, Summary, is_unsafe_summary, protection_of_summary


def primary(instance: Instance) -> dict[str, Protection]:
    """Each unsafe cell and the protection it asks for, in the order of the cells."""
    asked = ((cell.id, _judge(instance, cell)) for cell in instance.cells)
    return {id_: protection for id_, protection in asked if protection is not None}


def summary_of(instance: Instance, cell: Cell) -> Summary | None:
    """Declarants, total and two largest of a cell; None when the instance does not say."""
    if cell.summary is not None:
        return cell.summary
    if not instance.contributions or cell.id in unruled(instance):
        return None
    return holdings(instance).summary(instance.position[cell.id])


def is_empty(instance: Instance, cell: Cell) -> bool:
    """True when nobody declared: published as "no data", so it hides nothing."""
    known = summary_of(instance, cell)
    return known is not None and known.declarants == 0


def unruled(instance: Instance) -> frozenset[str]:
    """Cells that hold no declarations of their own: means, and the counts they divide by."""
    return frozenset(m.mean for m in instance.means) | frozenset(m.count for m in instance.means)


def _judge(instance: Instance, cell: Cell) -> Protection | None:
    if cell.sensitive is not None:
        return (cell.asked or _ten_percent(cell)) if cell.sensitive else None
    known = summary_of(instance, cell)
    if known is None or not is_unsafe_summary(known, instance.rules):
        return None
    return protection_of_summary(known, instance.rules)


def _ten_percent(cell: Cell) -> Protection:
    upper = max(1, ceil(cell.value / 10))
    return Protection(upper, min(upper, cell.value))
