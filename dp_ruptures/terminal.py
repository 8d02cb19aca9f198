"""How a command looks on a terminal: a progress bar, and click's errors in French."""

import sys

import click

from dp_ruptures.progress import Progress, silent

_WIDTH = 30


def progress_bar() -> Progress:
    """A bar on stderr when it is a terminal; nothing in a pipe or a log."""
    return _draw if sys.stderr.isatty() else silent


def _draw(label: str, done: int, total: int) -> None:
    filled = _WIDTH * done // max(total, 1)
    bar = "█" * filled + "·" * (_WIDTH - filled)
    click.echo(f"\r{label:<28} {bar} {done}/{total}", nl=done >= total, err=True)


def french_usage(error: click.ClickException) -> str:
    """One French sentence for a command line that click cannot read."""
    name = getattr(getattr(error, "param", None), "name", None)
    if isinstance(error, click.MissingParameter):
        return f"Il manque « {name} ». Aide : --help"
    if isinstance(error, click.NoSuchOption):
        return f"Option inconnue : {error.option_name}. Aide : --help"
    if isinstance(error, click.BadParameter):
        return f"La valeur de « {name} » ne convient pas : {error.message} Aide : --help"
    return f"Commande mal écrite : {error.format_message()} Aide : --help"
