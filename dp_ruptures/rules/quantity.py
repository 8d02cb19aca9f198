"""Reads a quantity as people write it; a blank is never a zero, a formula is never evaluated."""

import re
import unicodedata
from dataclasses import dataclass

from dp_ruptures.french import number

# A pharmacy holds hundreds; from here on the figure deserves a second look, never a refusal.
UNUSUAL = 10_000
LARGEST = 1_000_000
_SHOWN = 40
_NOT_DECLARED = {"nc", "-", "–", "n/a", "na", "?", "nd"}
_BLANKS = re.compile(r"\s+")
_WHOLE = re.compile(r"\d+")
_WITH_ZERO_DECIMALS = re.compile(r"(\d+),0+|(\d+)\.0{1,2}")
_DECIMAL = re.compile(r"\d+,\d+|\d+\.\d{1,2}")
_THOUSANDS_DOT = re.compile(r"\d{1,3}(\.\d{3})+")


class QuantityError(ValueError):
    """A text that is no quantity; `code` names the fault, the message is a French sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Quantity:
    """What was read: a count, or None for "not declared"; `remark` says what was understood."""

    count: int | None
    remark: str | None = None


def read_quantity(text: str) -> Quantity:
    """Read `text`. Raises QuantityError on anything that is not a whole count or a "not declared"."""
    shown = _short(text.strip())
    compact = _BLANKS.sub("", unicodedata.normalize("NFKC", text))
    if not compact:
        return Quantity(None)
    if compact.lower() in _NOT_DECLARED:
        return Quantity(None, f"« {shown} » : compris comme non déclaré.")
    return Quantity(_count(compact, shown))


def _count(compact: str, shown: str) -> int:
    zero_decimals = _WITH_ZERO_DECIMALS.fullmatch(compact)
    if zero_decimals:
        compact = zero_decimals[1] or zero_decimals[2]
    if not (_WHOLE.fullmatch(compact) and compact.isascii()):
        raise _fault(compact, shown)
    digits = compact.lstrip("0") or "0"
    # Told by its length first: past 4,300 digits, int() raises an error of its own.
    if len(digits) > len(str(LARGEST)) or int(digits) > LARGEST:
        raise QuantityError(
            "too_large", f"{shown} : ce nombre dépasse {number(LARGEST)}. Vérifiez la saisie."
        )
    return int(digits)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _fault(compact: str, shown: str) -> QuantityError:
    if re.fullmatch(r"[-−–]\d+.*", compact):
        return QuantityError("negative", f"{shown} : un stock ne peut pas être négatif.")
    if _THOUSANDS_DOT.fullmatch(compact):
        whole = _short(compact.replace(".", ""))
        return QuantityError(
            "ambiguous",
            f"{shown} : écrivez {whole} si le point sépare des milliers ; sinon, comptez en unités entières.",
        )
    if _DECIMAL.fullmatch(compact):
        return QuantityError("decimal", f"{shown} : comptez en unités entières.")
    return QuantityError(
        "not_a_number", f"« {shown} » n'est pas un nombre : écrivez des chiffres, sans calcul."
    )
