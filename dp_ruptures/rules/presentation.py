"""What the public medicines database (BDPM) says of a presentation or of its supply."""

import unicodedata

_ENDED = ("arret", "suspension", "abrog")
# ANSM's codes 1 rupture and 2 tension (3 stopped, 4 back); the labels vary, the codes do not.
_OPEN = frozenset({1, 2})


def is_flu_vaccine(name: str) -> bool:
    """True when `name` says both « vaccin » and « grippal »: the latter alone finds cold remedies."""
    plain = _plain(name)
    return "vaccin" in plain and "grippal" in plain


def is_stopped(status: str, marketed_state: str) -> bool:
    """True when the presentation's status or marketed state says that it is no longer sold."""
    plain = _plain(f"{status} {marketed_state}")
    return any(word in plain for word in _ENDED)


def is_open_shortage(status_code: int, is_back: bool) -> bool:
    """True for a rupture or a tension that has not ended."""
    return status_code in _OPEN and not is_back


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
