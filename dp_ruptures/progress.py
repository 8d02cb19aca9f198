"""How long work tells how far it is, without knowing who looks."""

from typing import Protocol


class Progress(Protocol):
    """Called now and then by long work."""

    def __call__(self, label: str, done: int, total: int) -> None:
        """`done` of `total` steps of `label` are finished."""


def silent(label: str, done: int, total: int) -> None:
    """For whoever does not look."""
