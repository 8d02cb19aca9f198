"""The words of the register of acts for a reader: its codes are for files and programs."""

from dp_ruptures.rules.roles import ROLE_NAMES

_ARROW = " → "
_LINKS = {"invitation": "par l'invitation", "password": "par un lien de mot de passe oublié"}


def detail(action: str, written: str) -> str:
    """The detail of an act in French, as the screen shows it; what is no code stays as it is written."""
    if action in {"account.create", "account.role"}:
        # Whole parts only: an account may be named after a role.
        return _ARROW.join(ROLE_NAMES.get(part, part) for part in written.split(_ARROW))
    return _LINKS.get(written, written) if action == "password.set" else written
