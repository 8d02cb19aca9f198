"""The command `restore`: it needs the store to itself, so it never goes to the running server.

What restores is imported by the act: the other commands do not wait for it.
"""

import json
from pathlib import Path

import click

from dp_ruptures import clock


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
    from dp_ruptures import restoring

    outcome = restoring.restore(file, now=clock.now(), anyway=anyway)
    click.echo(json.dumps(outcome, ensure_ascii=False) if as_json else outcome["message"])
