"""What is owed to the declarants who broke another pattern of such figures: asked for from the start."""

from collections.abc import Iterable, Iterator, Mapping

from dp_ruptures.disclosure.errors import Attack
from dp_ruptures.disclosure.instance import Instance
from dp_ruptures.disclosure.owners import Holdings, holdings
from dp_ruptures.disclosure.primary import Amount, Protection
from dp_ruptures.disclosure.report import Violation


def owed(
    instance: Instance, asked: Mapping[str, Protection], attacks: Iterable[Attack]
) -> Iterator[Violation]:
    """These attacks as they would be met on this instance; none where it lacks the cell or the declarant."""
    if not instance.contributions:
        return
    held = holdings(instance)
    for cell, upward, owner in sorted(attacks, key=str):
        if cell in asked and owner in held.names:
            side = asked[cell].upper if upward else asked[cell].lower
            found = _attack(instance, held, cell, owner, side if upward else -side)
            if found is not None:
                yield found


def _attack(instance: Instance, held: Holdings, cell: str, owner: str, distance: Amount) -> Violation | None:
    """How far this declarant must be kept; None when nothing is: they know their own figure."""
    place, value = instance.position[cell], instance.cell(cell).value
    own = held.own(place, owner)
    if own is not None:
        distance = 0 if held.is_sole(place) else max(distance, own - value)
    if not distance:
        return None
    return Violation(cell, "insider", distance > 0, float(value + distance), 0.0, owner)
