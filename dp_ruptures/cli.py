"""The commands of the contract: parse, have the operation performed here or by the server, say it.

Exit 0, or 1 with one French line on stderr; `--json` prints one JSON object on stdout.
"""

import json
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from dp_ruptures import (
    account_commands,
    control,
    disclosure_commands,
    keeping_commands,
    operations,
    reminder_command,
    restore_command,
    settings,
    signature_command,
    store,
)
from dp_ruptures.errors import Refused
from dp_ruptures.progress import Progress, silent
from dp_ruptures.settings import SettingsError
from dp_ruptures.store import Held, StoreError
from dp_ruptures.terminal import french_usage, progress_bar

Outcome = dict[str, Any]


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        code = commands.main(standalone_mode=False)
    except (Refused, StoreError, SettingsError) as error:
        _leave(str(error))
    except click.ClickException as error:
        _leave(french_usage(error))
    except (KeyboardInterrupt, click.Abort):
        _leave("Interrompu.")
    except Exception as error:  # noqa: BLE001 - an operator reads one line; its text could carry a FINESS
        _leave(
            f"Erreur inattendue ({type(error).__name__}) : rien de plus n'a été fait. Prévenez le support."
        )
    sys.exit(code if isinstance(code, int) else 0)


def _leave(sentence: str) -> None:
    click.echo(" ".join(sentence.split()), err=True)
    sys.exit(1)


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """A command whose function returns (operation, parameters)."""

    def register(parse: Callable[..., tuple[str, dict[str, Any]]]) -> click.Command:
        @click.option("--json", "as_json", is_flag=True, help="Un objet JSON sur la sortie standard.")
        @wraps(parse)
        def run(as_json: bool, **arguments: Any) -> None:
            operation, parameters = parse(**arguments)
            try:
                outcome = _perform(operation, parameters, silent if as_json else progress_bar())
            except Refused as refusal:
                if as_json and refusal.lines:
                    _say({"message": str(refusal), "refused": refusal.lines}, as_json)
                raise
            _say(outcome, as_json)

        return click.command(name)(run)

    return register


def _perform(operation: str, parameters: dict[str, Any], progress: Progress) -> Outcome:
    try:
        opened = store.connect()
    except Held:
        return _ask_server(operation, parameters, progress)
    try:
        return operations.perform(opened, operation, parameters, progress)
    finally:
        store.close()


def _ask_server(operation: str, parameters: dict[str, Any], progress: Progress) -> Outcome:
    try:
        return control.ask(settings.load().control_socket, operation, parameters, progress)
    except control.Unreachable:
        raise Refused(
            "La base est ouverte par un autre processus qui ne répond pas aux commandes : "
            "attendez qu'il ait fini, ou arrêtez-le."
        ) from None


def _say(outcome: Outcome, as_json: bool) -> None:
    click.echo(json.dumps(outcome, ensure_ascii=False) if as_json else outcome["message"])


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """DP-Ruptures : déclarations hebdomadaires des officines et leur publication."""


EXISTING_FILE = click.Path(exists=True, dir_okay=False, resolve_path=True)
FILE_TO_WRITE = click.Path(dir_okay=False, resolve_path=True, path_type=str)
FOLDER = click.Path(exists=True, file_okay=False, resolve_path=True)


@command("init")
def init() -> tuple[str, dict[str, Any]]:
    """Crée ou met à niveau la base, charge les données de référence."""
    return "init", {}


@command("demo")
@click.option("--pharmacies", type=click.IntRange(1, 50000), default=21000, show_default=True)
@click.option("--weeks", type=click.IntRange(1, 53), default=12, show_default=True)
@click.option("--response", type=click.FloatRange(0, 1), default=0.35, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=2026, show_default=True)
@click.option("--password", default=None, help="Mot de passe des quatre comptes de démonstration.")
@click.option("--if-empty", is_flag=True, help="Ne fait rien si la base contient déjà des officines.")
def demo(**parameters: Any) -> tuple[str, dict[str, Any]]:
    """Invente une saison nationale jusqu'à la semaine en cours."""
    return "demo", parameters


@command("import-finess")
@click.argument("file", type=EXISTING_FILE)
@click.option("--close-missing", is_flag=True, help="Ferme les officines absentes du fichier.")
@click.option("--dry-run", is_flag=True, help="Lit, compare et compte sans rien écrire.")
def import_finess(**parameters: Any) -> tuple[str, dict[str, Any]]:
    """Importe un extrait FINESS (etalab cs1100502)."""
    return "import-finess", parameters


@command("import-bdpm")
@click.argument("folder", type=FOLDER)
def import_bdpm(**parameters: Any) -> tuple[str, dict[str, Any]]:
    """Importe les quatre fichiers de la base publique des médicaments."""
    return "import-bdpm", parameters


@command("import-products")
@click.argument("file", type=EXISTING_FILE)
def import_products(**parameters: Any) -> tuple[str, dict[str, Any]]:
    """Importe la liste des produits suivis."""
    return "import-products", parameters


@command("import-declarations")
@click.argument("file", type=EXISTING_FILE)
@click.option("--week", default=None, help="La semaine déclarée (2026-W47) ; sans elle, la semaine en cours.")
@click.option("--dry-run", is_flag=True, help="Lit et vérifie sans rien enregistrer.")
@click.option("--restore-zeros", is_flag=True, help="Rend aux FINESS le zéro de tête qu'un tableur a perdu.")
@click.option("--report", type=FILE_TO_WRITE, default=None, help="Écrit le rapport ligne à ligne (CSV).")
def import_declarations(**parameters: Any) -> tuple[str, dict[str, Any]]:
    """Importe les déclarations de plusieurs officines : toutes ou aucune."""
    return "import-declarations", parameters


@command("import-emails")
@click.argument("file", type=EXISTING_FILE)
def import_emails(**parameters: Any) -> tuple[str, dict[str, Any]]:
    """Importe les courriels des officines (FINESS, adresse), où partent les invitations."""
    return "import-emails", parameters


@click.group("accounts")
def accounts() -> None:
    """Les comptes des personnes."""


@command("aggregate")
@click.argument("week")
def aggregate(**parameters: Any) -> tuple[str, dict[str, Any]]:
    """Recalcule l'agrégat d'une semaine (2026-W47)."""
    return "aggregate", parameters


@command("release")
@click.argument("week")
@click.option("--out", type=click.Path(file_okay=False, resolve_path=True, path_type=str), default=None)
@click.option("--dry-run", is_flag=True, help="Calcule et vérifie sans rien publier.")
@click.option(
    "--reason", default=None, help="Pourquoi publier malgré l'alerte, ou pourquoi un erratum (alors publié)."
)
@click.option("--erratum", is_flag=True, help="Corrige la dernière semaine publiée, une fois, avec un motif.")
def release(**parameters: Any) -> tuple[str, dict[str, Any]]:
    """Publie la semaine close W pour le ministère."""
    return "release", parameters


for _name, _parse in account_commands.COMMANDS.items():
    accounts.add_command(command(_name)(_parse))
for _command in (init, demo, import_finess, import_bdpm, import_products, import_emails, import_declarations):
    commands.add_command(_command)
for _name, _parse in keeping_commands.COMMANDS.items():
    commands.add_command(command(_name)(_parse))
for _command in (accounts, aggregate, release):
    commands.add_command(_command)
commands.add_command(command("remind")(reminder_command.remind))
for _tool in (disclosure_commands.protect, disclosure_commands.audit, signature_command.verify):
    commands.add_command(_tool)
commands.add_command(restore_command.restore)
