"""FINESS numbers: who a pharmacy is, and under which department it is published.

The ninth character is a Luhn key, checked on 94,843 real numbers; Corsica counts A as 1
and B as 2. The number does not give the department: 9701 covers Guadeloupe,
Saint-Martin and Saint-Barthélemy, 9805 is Mayotte.
"""

import re

from dp_ruptures.rules.cell import bare, lookalike, shown

_SHAPE = re.compile(r"(?!20)[0-9]{9}|2[AB][0-9]{7}")
# As people write it in a sentence, in one block or spaced out.
_WRITTEN = re.compile(r"(?<![0-9A-Z])[0-9][0-9AB](?:[ .\u00a0\u202f-]?[0-9]){7}(?![0-9A-Z])", re.IGNORECASE)
_CORSICA = str.maketrans("AB", "12")

# The file's own codes of the overseas departments.
_OVERSEAS = {"9A": "971", "9B": "972", "9C": "973", "9D": "974", "9F": "976"}
_WITHOUT_PHARMACY = {
    "9E": "Saint-Pierre-et-Miquelon",
    "975": "Saint-Pierre-et-Miquelon",
    "9J": "Wallis-et-Futuna",
    "986": "Wallis-et-Futuna",
}
# Too few pharmacies to be published alone: 3 and 11, published with Guadeloupe.
_ISLANDS_OF_971 = {"97133": "977", "97150": "978"}
_ISLANDS = frozenset(_ISLANDS_OF_971.values())
_METROPOLITAN = frozenset({f"{number:02d}" for number in range(1, 96)} - {"20"} | {"2A", "2B"})
_DEPARTMENTS = _METROPOLITAN | frozenset(_OVERSEAS.values())


class FinessError(ValueError):
    """A FINESS number or a department that cannot be accepted; the message is a French sentence."""


def with_key(first8: str) -> str:
    """The nine characters of a FINESS number, from its first eight and their Luhn key."""
    digits = [int(c) for c in first8.translate(_CORSICA)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    total = sum(digits[0::2]) + sum(doubled)
    return f"{first8}{-total % 10}"


def is_finess(text: str) -> bool:
    """True when `text`, already normalised, has the shape and the key of a FINESS number."""
    return bool(_SHAPE.fullmatch(text)) and with_key(text[:8]) == text


def names_pharmacy(sentence: str) -> bool:
    """Whether a FINESS number stands somewhere in `sentence`."""
    return any(is_finess(normalise(found).replace("-", "")) for found in _WRITTEN.findall(sentence))


def normalise(text: str) -> str:
    """`text` without blanks, quotes and dots, in capitals; not checked."""
    return bare(text).upper()


def read_finess(text: str) -> str:
    """The nine characters of the FINESS number in `text`. Raises FinessError."""
    finess = normalise(text)
    if is_finess(finess):
        return finess
    raise FinessError(_complaint(finess))


def _complaint(finess: str) -> str:
    if not finess:
        return "Indiquez le numéro FINESS de la pharmacie : 9 caractères."
    if re.fullmatch(r"[0-9]{8}", finess) and is_finess(f"0{finess}"):
        return f"Il manque un caractère : le zéro de tête a sans doute été perdu. Essayez 0{finess}."
    if re.fullmatch(r"20[0-9]{7}", finess):
        return _corsican_hint(finess)
    if re.fullmatch(r"[0-9A-Z]{9}", finess):
        return _wrong_nine(finess)
    return f"« {shown(finess)} » n'est pas un numéro FINESS : il compte 9 caractères, par exemple 010002301."


def _corsican_hint(finess: str) -> str:
    candidates = [f"2{letter}{finess[2:]}" for letter in "AB"]
    meant = [candidate for candidate in candidates if is_finess(candidate)] or candidates
    return f"Aucun FINESS ne commence par 20 ; en Corse, par 2A ou 2B : essayez {' ou '.join(meant)}."


def _wrong_nine(finess: str) -> str:
    if _SHAPE.fullmatch(finess):
        return f"Le FINESS {finess} est faux : sa clé ne correspond pas. Vérifiez chaque chiffre."
    why = lookalike(finess) or "une lettre qui n'a pas sa place"
    return f"Le FINESS {finess} contient {why}."


def publication_department(departement_column: str, postcode: str) -> tuple[str, str]:
    """(territory_code, department_code): where a pharmacy stands, and where it is published.

    `departement_column` is the extract's (`01`, `1`, `2A`, `9A`, `971`). Raises FinessError
    for territories that have no community pharmacy and for unknown departments.
    """
    column = departement_column.strip().upper()
    department = _OVERSEAS.get(column, column.zfill(2))
    if department in _WITHOUT_PHARMACY:
        raise FinessError(f"Il n'y a pas d'officine à {_WITHOUT_PHARMACY[department]} : refusé.")
    if department in _ISLANDS:
        return department, "971"
    if department not in _DEPARTMENTS:
        raise FinessError(f"Le département « {shown(departement_column)} » est inconnu.")
    territory = _ISLANDS_OF_971.get(postcode.strip(), "971") if department == "971" else department
    return territory, department
