"""The command `restore`: it needs the store to itself, so it never goes to the running server."""

import json
from pathlib import Path

import click

from dp_ruptures import clock, restoring


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path))
@click.option(
    "--anyway",
    is_flag=True,
    help="Prend la sauvegarde même défectueuse, ou plus ancienne qu'une publication.",
)
@click.option("--json", "as_json", is_flag=True, help="Un objet JSON sur la sortie standard.")
def restore(file: Path, anyway: bool, as_json: bool) -> None:
    """Remet une sauvegarde à la place de la base, le portail arrêté."""
    outcome = restoring.restore(file, now=clock.now(), anyway=anyway)
    click.echo(json.dumps(outcome, ensure_ascii=False) if as_json else outcome["message"])
