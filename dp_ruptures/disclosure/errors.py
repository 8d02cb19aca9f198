"""What the library refuses, in one French sentence for whoever prepared the table."""

# A cell, whether its upper side is reached, and by whom: None for an outside reader.
Attack = tuple[str, bool, str | None]


class Invalid(ValueError):  # noqa: N818 - it says what the instance is, not what went wrong
    """The instance, or the pattern, cannot be used as it stands."""


class Unprotectable(Invalid):
    """No choice of hidden cells gives the protection asked for; `cells` stay unprotected, `cell` first.

    `attacks` (cell, upward, owner) are those met on the way, and `programs` what it took, in linear programs.
    """

    def __init__(
        self,
        sentence: str,
        cell: str,
        others: tuple[str, ...] = (),
        attacks: frozenset[Attack] = frozenset(),
        programs: int = 0,
    ) -> None:
        super().__init__(sentence)
        self.cell, self.attacks, self.programs = cell, attacks, programs
        self.cells = tuple(dict.fromkeys((cell, *others)))
