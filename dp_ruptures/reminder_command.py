"""The command line of `remind`."""

from typing import Any

import click


@click.option("--dry-run", is_flag=True, help="Compte sans rien envoyer.")
def remind(**parameters: Any) -> tuple[str, dict[str, Any]]:
    """Relance par courriel les officines qui n'ont pas répondu cette semaine."""
    return "remind", parameters
