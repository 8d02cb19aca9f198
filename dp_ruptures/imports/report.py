"""How an import says which lines it did not take."""

from typing import NotRequired, TypedDict

from dp_ruptures.errors import Refused
from dp_ruptures.french import plural

_TOLD = 5


class RefusedLine(TypedDict):
    """One line that was not taken, by its number in the file, and a French sentence saying why.

    `file` is said when an import reads several.
    """

    file: NotRequired[str]
    line: int
    reason: str


class RefusedLines(Refused):
    """A file of which nothing was taken because of some lines; `lines` holds them all."""

    def __init__(self, lines: list[RefusedLine]) -> None:
        super().__init__(f"Rien n'a été importé. {tell_refused(lines)}", lines)


def tell_refused(lines: list[RefusedLine]) -> str:
    """`2 lignes refusées : ligne 3 : …` with the first reasons; empty when every line was taken."""
    if not lines:
        return ""
    told = " ".join(f"{_place(line)} : {line['reason']}" for line in lines[:_TOLD])
    others = f" (et {len(lines) - _TOLD} de plus)" if len(lines) > _TOLD else ""
    return f"{plural(len(lines), 'ligne refusée', 'lignes refusées')}{others}. {told}"


def _place(line: RefusedLine) -> str:
    return f"Ligne {line['line']} de {line['file']}" if "file" in line else f"Ligne {line['line']}"
