"""Which boxes to move between the pharmacies of one area: from who lasts longest to who lasts least.

Within an area every pharmacy reaches every other, so no network is needed: lot by lot, the one with
most days gives to the one with fewest, while the giver stays the better off. What each gives and
receives is then paired, in one town first, so that few vans do.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace

from dp_ruptures.rules.transport import Area, Terms


@dataclass(frozen=True)
class Handover:
    """Boxes that go from one pharmacy to another; `near`: in the same town."""

    start: str
    end: str
    boxes: int
    near: bool


def pool(
    areas: Sequence[Area], towns: Mapping[str, str], terms: Terms, boxes: int | None = None
) -> list[Handover]:
    """Hand-overs between pharmacies, largest first within towns, then between them.

    `boxes`: at most so many in all, None without limit; `towns`: where each is, by code. Nobody gives
    more than their movable boxes, nor once they have fewer days than who receives.
    """
    balance = _balance([area for area in areas if area.need], boxes, terms)
    givers = {code: -net for code, net in balance.items() if net < 0}
    takers = {code: net for code, net in balance.items() if net > 0}
    places: dict[str, list[str]] = {}
    for code in balance:
        places.setdefault(towns.get(code, code), []).append(code)
    handed = [one for codes in places.values() for one in _pair(givers, takers, codes)]
    handovers = [
        *(Handover(*one, near=True) for one in handed),
        *(Handover(*one, near=False) for one in _pair(givers, takers, list(balance))),
    ]
    return sorted(handovers, key=lambda one: (not one.near, -one.boxes, one.start, one.end))


def _balance(areas: Sequence[Area], boxes: int | None, terms: Terms) -> Counter[str]:
    """Net boxes received by each, lot by lot; who has received never gives, nor the other way round."""
    net: Counter[str] = Counter()
    takers = [(area.days(area.stock), area.code, area) for area in areas]
    givers = [(-area.days(area.stock), area.code, area) for area in areas]
    heapify(takers)
    heapify(givers)
    left = sum(area.movable for area in areas) if boxes is None else boxes
    while givers and takers and left >= terms.lot:
        taker, giver = takers[0][2], givers[0][2]
        days = taker.days(taker.stock + net[taker.code])
        after = giver.days(giver.stock + net[giver.code] - terms.lot)
        if net[taker.code] < 0 or days >= terms.goal:
            heappop(takers)
        elif net[giver.code] > 0 or giver.movable + net[giver.code] < terms.lot or after <= days:
            heappop(givers)
        else:
            net[giver.code] -= terms.lot
            net[taker.code] += terms.lot
            left -= terms.lot
            heapreplace(givers, (-after, giver.code, giver))
            heapreplace(takers, (taker.days(taker.stock + net[taker.code]), taker.code, taker))
    return net


def _pair(
    givers: dict[str, int], takers: dict[str, int], within: Collection[str]
) -> list[tuple[str, str, int]]:
    """Largest with largest among `within`, what is left of each taken down on the way."""
    handed = []
    while (giver := _largest(givers, within)) and (taker := _largest(takers, within)):
        boxes = min(givers[giver], takers[taker])
        handed.append((giver, taker, boxes))
        for side, code in ((givers, giver), (takers, taker)):
            side[code] -= boxes
            if not side[code]:
                del side[code]
    return handed


def _largest(side: Mapping[str, int], within: Collection[str]) -> str | None:
    return max(sorted(side.keys() & set(within)), key=side.__getitem__, default=None)
