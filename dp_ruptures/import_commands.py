"""The command lines that fill the store: `init`, `demo` and what is read from files."""

from collections.abc import Callable
from typing import Any

import click

_EXISTING_FILE = click.Path(exists=True, dir_okay=False, resolve_path=True)
_FILE_TO_WRITE = click.Path(dir_okay=False, resolve_path=True, path_type=str)
_FOLDER = click.Path(exists=True, file_okay=False, resolve_path=True)
Parsed = tuple[str, dict[str, Any]]


def init() -> Parsed:
    """Crée ou met à niveau la base, charge les données de référence."""
    return "init", {}


@click.option("--pharmacies", type=click.IntRange(1, 50000), default=21000, show_default=True)
@click.option("--weeks", type=click.IntRange(1, 53), default=12, show_default=True)
@click.option("--response", type=click.FloatRange(0, 1), default=0.35, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=2026, show_default=True)
@click.option("--password", default=None, help="Mot de passe des quatre comptes de démonstration.")
@click.option("--if-empty", is_flag=True, help="Ne fait rien si la base contient déjà des officines.")
def demo(**parameters: Any) -> Parsed:
    """Invente une saison nationale jusqu'à la semaine en cours."""
    return "demo", parameters


@click.argument("file", type=_EXISTING_FILE)
@click.option("--close-missing", is_flag=True, help="Ferme les officines absentes du fichier.")
@click.option("--dry-run", is_flag=True, help="Lit, compare et compte sans rien écrire.")
def import_finess(**parameters: Any) -> Parsed:
    """Importe un extrait FINESS (etalab cs1100502)."""
    return "import-finess", parameters


@click.argument("folder", type=_FOLDER)
def import_bdpm(**parameters: Any) -> Parsed:
    """Importe les quatre fichiers de la base publique des médicaments."""
    return "import-bdpm", parameters


@click.argument("file", type=_EXISTING_FILE)
def import_products(**parameters: Any) -> Parsed:
    """Importe la liste des produits suivis."""
    return "import-products", parameters


@click.argument("file", type=_EXISTING_FILE)
@click.option("--week", default=None, help="La semaine déclarée (2026-W47) ; sans elle, la semaine en cours.")
@click.option("--dry-run", is_flag=True, help="Lit et vérifie sans rien enregistrer.")
@click.option("--restore-zeros", is_flag=True, help="Rend aux FINESS le zéro de tête qu'un tableur a perdu.")
@click.option("--report", type=_FILE_TO_WRITE, default=None, help="Écrit le rapport ligne à ligne (CSV).")
def import_declarations(**parameters: Any) -> Parsed:
    """Importe les déclarations de plusieurs officines : toutes ou aucune."""
    return "import-declarations", parameters


@click.argument("file", type=_EXISTING_FILE)
def import_emails(**parameters: Any) -> Parsed:
    """Importe les courriels des officines (FINESS, adresse), où partent les invitations."""
    return "import-emails", parameters


COMMANDS: dict[str, Callable[..., Parsed]] = {
    "init": init,
    "demo": demo,
    "import-finess": import_finess,
    "import-bdpm": import_bdpm,
    "import-products": import_products,
    "import-emails": import_emails,
    "import-declarations": import_declarations,
}
