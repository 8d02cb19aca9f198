"""The one way to say no to an operator."""

from collections.abc import Sequence
from typing import Any


class Refused(Exception):
    """An act that cannot be done; the message is one French sentence saying why and what to do.

    `lines` is the report of a refused file, JSON-able, one entry per line that was not taken.
    """

    def __init__(self, message: str, lines: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.lines = list(lines)
