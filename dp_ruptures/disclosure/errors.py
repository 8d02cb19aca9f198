"""What the library refuses, in one French sentence for whoever prepared the table."""


class Invalid(ValueError):  # noqa: N818 - it says what the instance is, not what went wrong
    """The instance, or the pattern, cannot be used as it stands."""


class Unprotectable(Invalid):
    """No choice of hidden cells gives the protection asked for; `cells` stay unprotected, `cell` first."""

    def __init__(self, sentence: str, cell: str, others: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.cell = cell
        self.cells = tuple(dict.fromkeys((cell, *others)))
