"""What a password must be, and how solid it is, in words.

CNIL, deliberation 2022-100 of 21 July 2022: 50 bits are asked where tries are slowed down, as the
portal's login does (its examples: 8 characters of three kinds, or 16 digits). We ask more where it
costs nothing to remember: 12 characters of three kinds, or 14 of any. No periodic change.
"""

import math
import unicodedata
from collections.abc import Collection, Iterable

MIN_MIXED = 12
MIN_LONG = 14
MIN_KINDS = 3
MIN_BITS = 50
# bcrypt reads 72 bytes: past them two different passwords would be one.
MAX_BYTES = 72
SITE_WORDS = ("pharmacie", "officine", "dp-ruptures", "dpruptures")
# A shorter name would forbid half of all passwords by chance.
_SHORTEST_WORD = 4
_KIND_SIZES = {"lower": 26, "upper": 26, "digit": 10, "other": 33}
_UNLEET = str.maketrans("@4310$57!", "aaeiossti")


def problem(password: str, *, own_words: Iterable[str], common: Collection[str]) -> str | None:
    """Why `password` is refused, as one French sentence; None when it holds.

    `own_words`: what anybody knows of the account (its name, its FINESS). `common`: passwords everybody uses.
    """
    return (
        _unreadable(password)
        or _too_long(password)
        or _too_short(password)
        or _known_words(password, own_words)
        or _too_common(password, common)
        or _too_regular(password)
    )


def bits(password: str) -> float:
    """How many bits somebody would have to guess: repeats and runs (aaa, 123) count for one character."""
    unit = _smallest_repeat(password)
    size = sum(_KIND_SIZES[kind] for kind in _kinds(password))
    return _fresh_characters(unit) * math.log2(size) if size else 0.0


def strength(password: str) -> str:
    """The strength in one word: insuffisante, correcte (50 bits), bonne (96) or excellente (128).

    Higher than the recommendation's 80: people choose words, and letters that follow each other in a
    word are easier to guess than counted here.
    """
    found = bits(password)
    if found < MIN_BITS:
        return "insuffisante"
    return "correcte" if found < 96 else "bonne" if found < 128 else "excellente"


def _unreadable(password: str) -> str | None:
    # The login strips blanks at both ends: such a password would never open again.
    if password != password.strip():
        return "Le mot de passe ne doit ni commencer ni finir par un blanc."
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in password):
        return "Le mot de passe contient un caractère invisible : retapez-le."
    return None


def _too_long(password: str) -> str | None:
    if len(password.encode("utf-8", "replace")) <= MAX_BYTES:
        return None
    return (
        f"Le mot de passe ne doit pas dépasser {MAX_BYTES} octets : "
        f"{MAX_BYTES} lettres simples, une lettre accentuée en compte 2, un emoji 4."
    )


def _too_short(password: str) -> str | None:
    if len(password) < MIN_MIXED:
        return f"Le mot de passe doit compter au moins {MIN_MIXED} caractères ; il en a {len(password)}."
    if len(password) < MIN_LONG and len(_kinds(password)) < MIN_KINDS:
        return (
            f"Sous {MIN_LONG} caractères, mêlez au moins trois sortes : "
            "minuscules, majuscules, chiffres, autres signes."
        )
    return None


def _known_words(password: str, own_words: Iterable[str]) -> str | None:
    """A known word weighs nothing; a long passphrase that holds one may stand on its other words."""
    squeezed = _plain(password)
    for word in (*SITE_WORDS, *own_words):
        known = _plain(word)
        if len(known) < _SHORTEST_WORD or known not in squeezed:
            continue
        if bits(squeezed.replace(known, "")) < MIN_BITS:
            return f"Sans « {word} », que chacun peut deviner, ce mot de passe est trop court."
    return None


def _too_common(password: str, common: Collection[str]) -> str | None:
    if any(candidate in common for candidate in _cores(password)):
        return "Ce mot de passe est parmi les plus courants, donc le premier essayé : choisissez-en un autre."
    return None


def _too_regular(password: str) -> str | None:
    if bits(password) >= MIN_BITS:
        return None
    return (
        "Ce mot de passe se devine : trop de répétitions, de suites ou de chiffres seuls. "
        "Quatre mots sans lien entre eux conviennent."
    )


def _kinds(password: str) -> set[str]:
    return {
        "lower" if c.islower() else "upper" if c.isupper() else "digit" if c.isdigit() else "other"
        for c in password
    }


def _cores(password: str) -> Iterable[str]:
    """The words hidden in a password: without accents, signs, what was added around, or repeats."""
    lowered = _without_accents(password.lower())
    for text in (lowered, lowered.strip("0123456789!@$?*.+-_#&% ").translate(_UNLEET)):
        whole = "".join(c for c in text if c.isalnum())
        for core in (whole, whole.strip("0123456789")):
            yield core
            yield _smallest_repeat(core)


def _plain(text: str) -> str:
    return "".join(c for c in _without_accents(text.lower()) if c.isalnum())


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _smallest_repeat(text: str) -> str:
    """`abcabc` → `abc`: the shortest piece that, repeated, gives the text."""
    at = (text + text).find(text, 1)
    return text[:at]


def _fresh_characters(text: str) -> int:
    """Characters that neither repeat the one before nor follow it (a, b, c or 3, 2, 1)."""
    return sum(1 for i, c in enumerate(text) if i == 0 or abs(ord(c) - ord(text[i - 1])) > 1)
