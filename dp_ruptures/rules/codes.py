"""Product codes: whatever is typed, pasted or exported becomes 13 digits with a right key.

CIP13 = `34009` + CIP7 + EAN key, true of 20,903 presentations out of 20,903. The old mod-11
key of the CIP7 is never checked: every flu vaccine sold today fails it.
"""

import re

from dp_ruptures.rules.cell import bare, lookalike, shown

_CIP_PREFIX = "34009"
_UCD_PREFIX = "34008"
# What is left of `3,40093E+12` once its dots are gone.
_SCIENTIFIC = re.compile(r"[0-9]+(,[0-9]+)?[eE]\+?[0-9]+")
_DIGITS = re.compile(r"[0-9]+")


class CodeError(ValueError):
    """A text that is no product code; the message is a French sentence."""


def ean13_key(first12: str) -> str:
    """The thirteenth digit of an EAN-13 code."""
    total = sum(int(digit) * (3 if rank % 2 else 1) for rank, digit in enumerate(first12))
    return str(-total % 10)


def cip13_of(cip7: str) -> str:
    """The CIP13 of a CIP7."""
    first12 = _CIP_PREFIX + cip7
    return first12 + ean13_key(first12)


def is_code13(text: str) -> bool:
    """True when `text`, already normalised, is 13 digits with their key."""
    return len(text) == 13 and bool(_DIGITS.fullmatch(text)) and text[12] == ean13_key(text[:12])


def is_demo(code13: str) -> bool:
    """True for GS1's restricted prefixes 20 to 29: codes that no maker can own."""
    return code13.startswith("2")


def read_code(text: str) -> str:
    """The 13-digit code (CIP13, ACL13, maker's EAN-13) in `text`; a CIP7 is converted.

    Says nothing of whether the product is surveyed: look the answer up. Raises CodeError.
    """
    code = _digits(bare(text))
    if len(code) == 7:
        return cip13_of(code)
    if len(code) == 14:
        code = _without_packaging_level(code)
    if len(code) != 13:
        raise CodeError(f"Le code {shown(code)} a {_counted(code)} : il en faut 13 (CIP13, EAN) ou 7 (CIP7).")
    return _checked(code)


def _digits(code: str) -> str:
    if not code:
        raise CodeError("Indiquez un code : 13 chiffres (CIP13, EAN) ou 7 (CIP7).")
    if _SCIENTIFIC.fullmatch(code):
        raise CodeError("Excel a perdu des chiffres : mettez la colonne au format texte.")
    if not _DIGITS.fullmatch(code):
        why = lookalike(code) or "autre chose que des chiffres"
        raise CodeError(f"Le code « {shown(code)} » contient {why}.")
    return code


def _without_packaging_level(gtin14: str) -> str:
    # The EAN key weighs digits from the right, so that a leading zero changes nothing.
    if gtin14[0] != "0":
        raise CodeError(f"Le code {gtin14} est celui d'un carton : lisez celui de la boîte.")
    return gtin14[1:]


def _checked(code: str) -> str:
    key = ean13_key(code[:12])
    if code[12] != key:
        raise CodeError(
            f"Le code {code} est faux : sa clé (dernier chiffre) devrait être {key}. Vérifiez chaque chiffre."
        )
    if code.startswith(_UCD_PREFIX):
        raise CodeError(f"Le code {code} est un code UCD (unité hospitalière) : donnez le CIP de la boîte.")
    return code


def _counted(code: str) -> str:
    return f"{len(code)} chiffre{'s' if len(code) > 1 else ''}"
