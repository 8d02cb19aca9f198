"""The command line of `accounts`: what each command asks for."""

from collections.abc import Callable
from typing import Any

import click

from dp_ruptures.rules.roles import PERMISSIONS

Asked = tuple[str, dict[str, Any]]
ROLE = click.Choice(sorted(PERMISSIONS))


@click.argument("name")
@click.option("--role", type=ROLE, required=True)
@click.option("--finess", default=None)
@click.option("--email", default=None, help="Où écrire un lien de mot de passe oublié.")
@click.option("--password", default=None, help="Sinon un mot de passe est tiré et affiché une fois.")
def create(**parameters: Any) -> Asked:
    """Crée un compte."""
    return "accounts-create", parameters


@click.option("--finess", default=None, help="Une seule officine.")
@click.option("--all", "everybody", is_flag=True, help="Toutes les officines ouvertes.")
@click.option("--again", is_flag=True, help="Aussi celles qui ont un compte ou une invitation en cours.")
def invite(finess: str | None, everybody: bool, again: bool) -> Asked:
    """Invite des officines par courriel ; reprend où un envoi s'est arrêté."""
    if (finess is None) != everybody:
        raise click.UsageError("donnez --finess NUMÉRO ou --all.")
    return "accounts-invite", {"finess": finess, "again": again}


@click.option("--finess", default=None, help="L'officine dont le logiciel déclare.")
@click.option("--account", default=None, help="Le compte, du ministère ou de l'Ordre, qui lit.")
def token(finess: str | None, account: str | None) -> Asked:
    """Affiche une fois un jeton d'API d'une officine ou d'un compte."""
    if (finess is None) == (account is None):
        raise click.UsageError("donnez --finess NUMÉRO ou --account NOM.")
    return "accounts-token", {"finess": finess, "account": account}


@click.argument("name")
def end_sessions(**parameters: Any) -> Asked:
    """Ferme toutes les sessions d'un compte."""
    return "accounts-end-sessions", parameters


@click.argument("name")
def lock(**parameters: Any) -> Asked:
    """Verrouille un compte et ferme ses sessions."""
    return "accounts-lock", parameters


@click.argument("name")
def unlock(**parameters: Any) -> Asked:
    """Rouvre un compte verrouillé."""
    return "accounts-unlock", parameters


@click.argument("name")
@click.option("--role", type=ROLE, required=True)
@click.option("--finess", default=None, help="Pour le rôle d'officine.")
def role(**parameters: Any) -> Asked:
    """Change le rôle d'un compte et ferme ses sessions."""
    return "accounts-role", parameters


COMMANDS: dict[str, Callable[..., Asked]] = {
    "create": create,
    "invite": invite,
    "token": token,
    "end-sessions": end_sessions,
    "lock": lock,
    "unlock": unlock,
    "role": role,
}
