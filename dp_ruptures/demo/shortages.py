"""Invented shortages: some of the zeros are declared, confirmed, answered, and end when stock comes back."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from dp_ruptures.demo.behaviour import Sheets
from dp_ruptures.demo.stocks import Integers
from dp_ruptures.rules import shortage as rule
from dp_ruptures.rules.declaration import Product
from dp_ruptures.rules.shortage import Act, Facts
from dp_ruptures.rules.week import PARIS
from dp_ruptures.shortage_acts import DatedAct, event_columns
from dp_ruptures.store import Transaction

_AUTHOR = "demo"
_DECLARED_ZEROS = 0.03
_CONFIRMED = 0.6
_ANSWERED = 0.1
_SHORTENED = 0.15
_REASON = "traitement à ne pas interrompre"
_ANSWER = "quota atteint, livraison au prochain arrivage"


@dataclass
class _Running:
    """A shortage that lasts: its last step."""

    shortage_id: str
    step: int
    act: Act


class Ledger:
    """The shortages of a season, in memory until they are written at once."""

    def __init__(self, rng: np.random.Generator, finesses: list[str], products: tuple[Product, ...]) -> None:
        self._rng = rng
        self._finesses, self._products = finesses, products
        self._running: dict[tuple[int, int], _Running] = {}
        self._previous: dict[tuple[int, int], str] = {}
        self._opened: list[tuple[str, int, int, datetime]] = []
        self._events: list[DatedAct] = []

    def hear(self, sheets: Sheets) -> None:
        """What the sheets of a week say: zeros open a shortage now and then, stock ends it."""
        zero = sheets.units == 0
        new = zero & (self._rng.random(zero.shape) < _DECLARED_ZEROS)
        busy = {pharmacy for pharmacy, _ in self._running}
        heard = new.any(axis=1) | np.isin(sheets.pharmacy, list(busy))
        for row in np.flatnonzero(heard).tolist():
            instant = sheets.received_at[row].item().replace(tzinfo=UTC)
            pharmacy = int(sheets.pharmacy[row])
            for product, units in enumerate(sheets.units[row].tolist()):
                running = self._running.get((pharmacy, product))
                if running:
                    self._follow(running, (pharmacy, product), units, instant)
                elif new[row, product]:
                    self._open((pharmacy, product), instant)

    def show(self, pharmacy: int, units: Integers, now: datetime) -> None:
        """Give the pharmacy of the visitor two shortages of what it lacks, one of them to confirm."""
        by_lack = np.argsort(units != 0, kind="stable").tolist()
        free = [product for product in by_lack if (pharmacy, product) not in self._running]
        for product, days in zip(free, (9, 2), strict=False):
            self._open((pharmacy, product), now.replace(microsecond=0) - timedelta(days))

    def write(self, transaction: Transaction) -> None:
        """Write every shortage and its acts."""
        transaction.execute(
            "shortage_insert",
            shortage_ids=[opened[0] for opened in self._opened],
            finesses=[self._finesses[opened[1]] for opened in self._opened],
            cip13s=[self._products[opened[2]].cip13 for opened in self._opened],
            product_names=[self._products[opened[2]].name for opened in self._opened],
            instants=[opened[3] for opened in self._opened],
        )
        transaction.execute("shortage_insert_events", **event_columns(self._events))

    def _open(self, place: tuple[int, int], instant: datetime) -> None:
        pharmacy, product = place
        cip13 = self._products[product].cip13
        opened = rule.shortage_id(self._finesses[pharmacy], cip13, self._previous.get(place, ""))
        self._previous[place] = opened
        self._opened.append((opened, pharmacy, product, instant))
        running = _Running(opened, 0, Act(rule.DECLARED, rule.OPEN, self._facts(product, instant)))
        self._running[place] = running
        self._say(running, running.act, instant)

    def _follow(self, running: _Running, place: tuple[int, int], units: int, instant: datetime) -> None:
        if units > 0:
            day = instant.astimezone(PARIS).date()
            self._say(
                running,
                replace(running.act, kind=rule.CLOSED, state=rule.CLOSED, redelivered_on=day),
                instant,
            )
            del self._running[place]
        elif units == 0 and self._rng.random() < _ANSWERED:
            self._say(
                running,
                replace(running.act, kind=rule.ANSWERED, state=rule.ANSWERED, answer=_ANSWER),
                instant,
            )
        elif units == 0 and self._rng.random() < _CONFIRMED:
            self._say(running, replace(running.act, kind=rule.CONFIRMED), instant)

    def _say(self, running: _Running, act: Act, instant: datetime) -> None:
        running.step, running.act = running.step + 1, act
        self._events.append((running.shortage_id, running.step, act, _AUTHOR, instant))

    def _facts(self, product: int, instant: datetime) -> Facts:
        shortened = bool(self._rng.random() < _SHORTENED)
        hours = int(self._rng.integers(20, 60) if shortened else self._rng.integers(72, 120))
        asked_at = instant.replace(second=0) - timedelta(hours=hours)
        boxes = int(self._rng.integers(1, 13))
        return Facts(
            last_supply=asked_at.astimezone(PARIS).date() - timedelta(days=int(self._rng.integers(1, 15))),
            distributors=2,
            asked_at=asked_at,
            reason=_REASON if shortened else "",
            missing=boxes * self._products[product].pack_size,
        )
