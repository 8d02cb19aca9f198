"""What the library refuses, in one French sentence for whoever prepared the table."""


class Invalid(ValueError):  # noqa: N818 - it says what the instance is, not what went wrong
    """The instance, or the pattern, cannot be used as it stands."""


class Unprotectable(Invalid):
    """No choice of hidden cells gives the protection asked for; `cell` is one that stays unprotected."""

    def __init__(self, sentence: str, cell: str) -> None:
        super().__init__(sentence)
        self.cell = cell
