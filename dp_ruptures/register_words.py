"""The words of the register of acts for a reader: its codes are for files and programs."""

import re

from dp_ruptures.rules.roles import ROLE_NAMES

# Weeks are written in the registers as programs name them; screens say S47.
_ISO_WEEK, _WEEK = re.compile(r"\b(20\d\d)-W(\d\d)\b"), re.compile(r"\bw(\d\d)\b")
_ARROW = " → "
_LINKS = {"invitation": "par l'invitation", "password": "par un lien de mot de passe oublié"}


def detail(action: str, written: str) -> str:
    """The detail of an act in French, as the screen shows it; what is no code stays as it is written."""
    if action in {"account.create", "account.role"}:
        # Whole parts only: an account may be named after a role.
        return _ARROW.join(ROLE_NAMES.get(part, part) for part in written.split(_ARROW))
    return _LINKS.get(written, written) if action == "password.set" else written


def with_labels(written: str) -> str:
    """A line with its weeks as screens say them: `2026-S47` for `2026-W47`."""
    return _ISO_WEEK.sub(r"\1-S\2", written)


def sought(words: str) -> str:
    """Words to look for, in lower case. Some acts write a week `2026-W47` and some `2026-S47`: the questions
    read both as the second, and so must what is looked for, `W47` alone too.
    """
    return _WEEK.sub(r"s\1", words.lower().replace("-w", "-s"))
