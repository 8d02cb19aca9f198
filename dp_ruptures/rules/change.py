"""What an administrative act would change, said before it is done and kept after."""

from collections.abc import Iterable
from dataclasses import dataclass

# What one line of the register of acts can hold and a person still read.
_TOLD = 900


@dataclass(frozen=True)
class Change:
    """One thing that would change: of what, from what, to what, and what follows. French words."""

    subject: str
    before: str
    after: str
    note: str = ""

    @property
    def told(self) -> str:
        """`closing day : 28 févr. 2027 → 7 mars 2027`, as the register keeps it."""
        return f"{self.subject} : {self.before} → {self.after}"


@dataclass(frozen=True)
class Plan:
    """All that an act would change, and sentences about what it would not."""

    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The changes in one line, for the register."""
        line = " ; ".join(change.told for change in self.changes)
        return line if len(line) <= _TOLD else f"{line[:_TOLD]}…"


def differing(facts: Iterable[tuple[str, str, str]], note: str = "") -> tuple[Change, ...]:
    """Those of the facts (subject, before, after) that differ."""
    return tuple(Change(subject, before, after, note) for subject, before, after in facts if before != after)
