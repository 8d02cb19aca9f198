"""The commands `protect` and `audit`: disclosure control of any table, without the store.

The library is imported by who uses it: half a second that the other commands do not owe.
"""

import json
from pathlib import Path
from typing import Any

import click

from dp_ruptures.errors import Refused

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Un objet JSON sur la sortie standard.")


@click.command("protect")
@click.argument("instance", type=FILE)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Où écrire le masque.")
@click.option("--time-limit", type=click.FloatRange(0), help="Secondes ; l'écart à l'optimum est dit.")
@AS_JSON
def protect(instance: Path, out: Path | None, time_limit: float | None, as_json: bool) -> None:
    """Masque un tableau : le moins de valeur possible, audité. Sans --out, écrit le masque."""
    from dp_ruptures.disclosure import command
    from dp_ruptures.disclosure.errors import Invalid

    try:
        pattern = command.protect_file(instance, out=out, time_limit=time_limit)
    except (Invalid, OSError) as error:
        raise _refusal(error) from error
    text = pattern.pop("text")
    ok = pattern.pop("ok")
    _say(pattern, text if out else None, as_json)
    if not ok:
        raise Refused("Aucun masque sûr n'a été trouvé dans ce délai : rien n'est à publier.")


@click.command("audit")
@click.argument("instance", type=FILE)
@click.argument("pattern", type=FILE)
@AS_JSON
def audit(instance: Path, pattern: Path, as_json: bool) -> None:
    """Vérifie un masque par un autre calcul ; réussit seulement s'il est sûr."""
    from dp_ruptures.disclosure import command
    from dp_ruptures.disclosure.errors import Invalid

    try:
        report = command.audit_files(instance, pattern)
    except (Invalid, OSError) as error:
        raise _refusal(error) from error
    _say(report, report["text"], as_json)
    if not report["ok"]:
        raise Refused(f"Ce masque n'est pas sûr : {len(report['violations'])} défaut(s).")


def _say(content: dict[str, Any], text: str | None, as_json: bool) -> None:
    click.echo(json.dumps(content, ensure_ascii=False) if as_json or text is None else text)


def _refusal(error: Exception) -> Refused:
    if isinstance(error, OSError):
        return Refused(f"Le fichier ne peut être lu ou écrit : {error.strerror}.")
    return Refused(str(error))
