"""The command lines of `purge`, `backup` and `check`; `restore` never goes to a server (restore_command)."""

from collections.abc import Callable
from typing import Any

import click

_FILE = click.Path(dir_okay=False, resolve_path=True, path_type=str)
Parsed = tuple[str, dict[str, Any]]


@click.option(
    "--as-of", default=None, help="Efface comme à cette date (AAAA-MM-JJ) ; sans elle, aujourd'hui."
)
@click.option("--dry-run", is_flag=True, help="Compte sans rien effacer.")
def purge(**parameters: Any) -> Parsed:
    """Efface les données individuelles arrivées au terme de leur conservation."""
    return "purge", parameters


@click.argument("file", type=_FILE)
def backup(**parameters: Any) -> Parsed:
    """Sauvegarde la base, portail ouvert ou non, et vérifie la sauvegarde."""
    return "backup", parameters


def check() -> Parsed:
    """Prouve l'intégrité : lignes, publications, signatures, effacements."""
    return "check", {}


COMMANDS: dict[str, Callable[..., Parsed]] = {"purge": purge, "backup": backup, "check": check}
