"""The command `verify`: whether a release's folder is what was signed."""

import json
from pathlib import Path

import click

from dp_ruptures.errors import Refused
from dp_ruptures.french import plural
from dp_ruptures.publication import signature


@click.command("verify")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="La clé publique que vous tenez de l'Ordre ; sinon celle du dossier.",
)
@click.option("--json", "as_json", is_flag=True, help="Un objet JSON sur la sortie standard.")
def verify(folder: Path, key: Path | None, as_json: bool) -> None:
    """Vérifie la signature et l'empreinte de chaque fichier d'une publication."""
    try:
        trusted = (key or folder / signature.PUBLIC_KEY).read_bytes()
    except OSError:
        raise Refused(f"Il manque {signature.PUBLIC_KEY} dans ce dossier : donnez --key.") from None
    files = signature.verify(folder, trusted)
    mark = signature.fingerprint(trusted)
    message = f"{plural(len(files), 'fichier intact, signé', 'fichiers intacts, signés')} par la clé {mark}."
    content = {"message": message, "files": files, "key": mark}
    click.echo(json.dumps(content, ensure_ascii=False) if as_json else message)
