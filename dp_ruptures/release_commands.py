"""The command lines of the week: `aggregate` and `release`."""

from collections.abc import Callable
from typing import Any

import click

Parsed = tuple[str, dict[str, Any]]


@click.argument("week")
def aggregate(**parameters: Any) -> Parsed:
    """Recalcule l'agrégat d'une semaine (2026-W47)."""
    return "aggregate", parameters


@click.argument("week")
@click.option("--out", type=click.Path(file_okay=False, resolve_path=True, path_type=str), default=None)
@click.option("--dry-run", is_flag=True, help="Calcule et vérifie sans rien publier.")
@click.option(
    "--reason", default=None, help="Pourquoi publier malgré l'alerte, ou pourquoi un erratum (alors publié)."
)
@click.option("--erratum", is_flag=True, help="Corrige la dernière semaine publiée, une fois, avec un motif.")
def release(**parameters: Any) -> Parsed:
    """Publie la semaine close W pour le ministère."""
    return "release", parameters


COMMANDS: dict[str, Callable[..., Parsed]] = {"aggregate": aggregate, "release": release}
