"""A table to protect: cells, the equations between them, who contributed what, and the rules."""

from dataclasses import dataclass, field
from functools import cached_property

from dp_ruptures.disclosure.primary import Amount, Protection, Summary
from dp_ruptures.disclosure.rules import Rules

# What an attacker believes possible when the instance does not say: no stock figure of the field is larger.
DEFAULT_UPPER = 10_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure that could be published, and what everybody knows of it beforehand.

    `lower` and `upper` are the attacker's bounds; `fixed` cells must be published; `cost` is what
    hiding costs (value + 1 unless said). `pack` is the step of possible values (30: by 30; 0: not said).
    `sensitive` overrides the rules, `asked` then gives the protection; `summary` replaces contributions.
    """

    id: str
    value: Amount
    lower: Amount = 0
    upper: Amount | None = None
    cost: Amount | None = None
    fixed: bool = False
    pack: int = 0
    sensitive: bool | None = None
    asked: Protection | None = None
    summary: Summary | None = None

    @property
    def highest(self) -> Amount:
        """The attacker's upper bound."""
        return self.upper if self.upper is not None else max(DEFAULT_UPPER, 2 * self.value)

    @property
    def price(self) -> Amount:
        """What hiding the cell costs: its value, plus one so that zeros are not hidden for nothing."""
        return self.value + 1 if self.cost is None else self.cost


@dataclass(frozen=True, slots=True)
class Equation:
    """`total` = sum of `parts`, all cell identifiers."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mean:
    """`mean` × `count` = `total`. The attacker is taken to know the count, hidden or not."""

    mean: str
    total: str
    count: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What an owner declared in a leaf cell; zero is a declaration too."""

    owner: str
    cell: str
    value: Amount


@dataclass(frozen=True, eq=False)
class Instance:
    """Everything the optimiser and the audit share, and all they share.

    Compared by identity: what is derived from it is computed once and kept.
    """

    cells: tuple[Cell, ...]
    equations: tuple[Equation, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    rules: Rules = field(default_factory=Rules)
    insiders: bool = True
    means: tuple[Mean, ...] = ()

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each cell stands in `cells`."""
        return {cell.id: i for i, cell in enumerate(self.cells)}

    def cell(self, id_: str) -> Cell:
        """The cell of that name."""
        return self.cells[self.position[id_]]

    @cached_property
    def whole(self) -> bool:
        """True when every figure, means apart, is a whole number: whoever reads the table sees it."""
        apart = {m.mean for m in self.means}
        return all(isinstance(c.value, int) for c in self.cells if c.id not in apart)

    def step(self, cell: Cell) -> int:
        """The step of possible values: the pack, else 1 in a table of whole numbers, else 0 for any."""
        if cell.pack or not self.whole:
            return cell.pack
        return 0 if any(m.mean == cell.id for m in self.means) else 1

    @cached_property
    def relations(self) -> tuple[tuple[int, tuple[tuple[int, int | float], ...]], ...]:
        """Every linear relation as (total, ((part, factor), …)), positions in `cells`, means included."""
        at = self.position
        sums = tuple((at[e.total], tuple((at[p], 1) for p in e.parts)) for e in self.equations)
        return sums + tuple(
            (at[m.total], ((at[m.mean], as_number(self.cell(m.count).value)),)) for m in self.means
        )


def as_number(amount: Amount) -> int | float:
    """A JSON number: whole when it is."""
    return int(amount) if amount == int(amount) else float(amount)
