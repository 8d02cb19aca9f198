"""What a spreadsheet, a web page or a hurried hand leaves around an identifier."""

import re
import unicodedata

# `="3400…"` keeps Excel from eating digits; a leading apostrophe does the same.
_FORMULA = re.compile(r'="?([^"]*)"?')
# A whole number that a spreadsheet exported as a decimal one. Never `3400.930.306.000`.
_DECIMAL = re.compile(r"([0-9]+)[.,]0{1,2}")
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_LOOKALIKES = {"O": "0", "o": "0", "l": "1", "L": "1", "I": "1"}
# A and B stand in the FINESS numbers of Corsica.
_EXPECTED = {*"0123456789AB", *_LOOKALIKES}


def bare(text: str) -> str:
    """`text` without what surrounds its digits: blanks of any kind, quotes, dots, a final `.0`.

    Full-width digits become plain ones.
    """
    if text.isascii() and text.isalnum():
        return text  # Nearly always: a tenth of the time, 20,000 numbers at once.
    plain = unicodedata.normalize("NFKC", text)
    visible = "".join(c for c in plain if unicodedata.category(c) not in _INVISIBLE)
    formula = _FORMULA.fullmatch(visible)
    unquoted = (formula[1] if formula else visible).strip("'’\"")
    decimal = _DECIMAL.fullmatch(unquoted)
    return decimal[1] if decimal else unquoted.replace(".", "")


def lookalike(text: str) -> str | None:
    """« la lettre O au lieu du chiffre 0 » when a letter was typed for a digit in `text`, else None."""
    if not set(text) <= _EXPECTED:
        return None
    letter = next((letter for letter in text if letter in _LOOKALIKES), None)
    return f"la lettre {letter} au lieu du chiffre {_LOOKALIKES[letter]}" if letter else None


def shown(text: str) -> str:
    """`text` short enough to be quoted in a sentence."""
    return text if len(text) <= 24 else f"{text[:24]}…"
