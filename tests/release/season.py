"""An invented season of a small country, written straight into a store: who answers what, week after week."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy

DEPARTMENTS = ("01", "03", "07", "2A", "2B", "972")
PRODUCTS = ("2999000000012", "2999000000029", "3400930306000", "3400930296165")
SIZES = (14, 9, 6, 5, 4, 6)


class Season:
    """Pharmacies with lasting habits; `week` writes one week of declarations."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.draw, self.number = store, np.random.default_rng(seed), 0
        self.finesses = list(self._open())
        shape = (len(self.finesses), len(PRODUCTS))
        self.stock = np.rint(self.draw.lognormal(3, 1, shape)).astype(int)
        self.stock[self.draw.random(shape) < 0.3] = 0

    def _open(self) -> Iterator[str]:
        for department, size in zip(DEPARTMENTS, SIZES, strict=True):
            for rank in range(size):
                first8 = f"{department.replace('2A', '2A').ljust(3, '0')}{rank:05d}"
                owner = {"owner_key": f"chain {rank % 2}"} if rank in (4, 5) else {}
                yield add_pharmacy(self.store, first8, department_code=department,
                                   territory_code=department, **owner)  # fmt: skip

    def week(self, week: Week, *, answer: float = 0.6, move: float = 0.5) -> None:
        """`answer` of the pharmacies declare; each of their figures moves with the chance `move`."""
        moved = self.draw.random(self.stock.shape) < move
        fresh = np.rint(self.stock * self.draw.lognormal(0, 0.5, self.stock.shape)) + self.draw.integers(
            0, 6, self.stock.shape
        )
        self.stock = np.where(moved, fresh, self.stock).astype(int)
        for index in np.flatnonzero(self.draw.random(len(self.finesses)) < answer):
            self.declare(self.finesses[index], week.monday, self.stock[index].tolist())

    def declare(self, finess: str, week: date, units: list[int]) -> None:
        """One declaration of every product."""
        self.number += 1
        with self.store._connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(
                "INSERT INTO declaration VALUES (?, ?, ?, ?, TIMESTAMP '2026-11-18 09:00', 'web', 'test', ?)",
                [self.number, f"r{self.number}", finess, week, len(units)],
            )
            cursor.executemany(
                "INSERT INTO declaration_line (declaration_id, cip13, state, units, unchanged) "
                "VALUES (?, ?, 'quantity', ?, false)",
                [[self.number, cip13, amount] for cip13, amount in zip(PRODUCTS, units, strict=True)],
            )
