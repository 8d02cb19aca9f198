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
    import_commands,
    keeping_commands,
    release_commands,
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
    # A second of imports, which a command that the server performs does not owe.
    from dp_ruptures import operations

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


@click.group("accounts")
def accounts() -> None:
    """Les comptes des personnes."""


for _name, _parse in account_commands.COMMANDS.items():
    accounts.add_command(command(_name)(_parse))
# In the order that --help tells them.
for _room in (import_commands, keeping_commands, release_commands):
    for _name, _parse in _room.COMMANDS.items():
        commands.add_command(command(_name)(_parse))
commands.add_command(accounts)
commands.add_command(command("remind")(reminder_command.remind))
for _tool in (disclosure_commands.protect, disclosure_commands.audit, signature_command.verify):
    commands.add_command(_tool)
commands.add_command(restore_command.restore)
