"""French telephone numbers: ten digits starting with 0, whatever a register or a spreadsheet made of them."""

import re

_BETWEEN = re.compile(r"[\s.-]+")
_NUMBER = re.compile(r"0?([1-9][0-9]{8})")


def read_telephone(text: str) -> str | None:
    """`0474454647` from `0474454647`, `04.74.45.46.47` or `474454647`; None when it is no such number.

    Nine digits are ten that a spreadsheet took the zero from, as in the FINESS files of 2016.
    """
    number = _NUMBER.fullmatch(_BETWEEN.sub("", text))
    return f"0{number[1]}" if number else None
