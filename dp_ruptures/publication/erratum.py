"""What an erratum of a released week says: its number, when, why, and every figure before and after.

Reads the ledger's entry and the difference of two frozen releases: what either withholds gives no figure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dp_ruptures.french import NO_BREAK, instant, number, plural
from dp_ruptures.publication.story import ALL, DEPARTMENT, FAMILY, FRANCE, PRODUCT, PUBLISHED, REGION

LEVELS = {FRANCE: "France", REGION: "Région", DEPARTMENT: "Département"}
_STATES = {"secret": "secret", "sans_donnee": "sans donnée"}
_AREAS, _ITEMS = list(LEVELS), [ALL, FAMILY, PRODUCT]


@dataclass(frozen=True)
class Erratum:
    """A later release of a week; `changes`: rows of release_difference, the widest figures first."""

    revision: int
    published_at: datetime
    reason: str
    changes: tuple[Mapping[str, Any], ...]


def erratum_of(header: Mapping[str, Any], changes: Iterable[Mapping[str, Any]]) -> Erratum | None:
    """The erratum that an entry of the ledger is, with its changes among the week's; None for a first."""
    if header["revision"] < 2:
        return None
    own = (change for change in changes if change["revision"] == header["revision"])
    return Erratum(
        header["revision"], header["published_at"], header["reason"] or "", tuple(sorted(own, key=_order))
    )


def announced(erratum: Erratum) -> str:
    """The erratum in one paragraph: number, day, reason, how much changes."""
    count = len(erratum.changes)
    moved = plural(count, "chiffre change", "chiffres changent") if count else "Aucun chiffre ne change"
    return (
        f"Erratum : ceci est la publication n°{NO_BREAK}{erratum.revision} de la semaine, "
        f"du {instant(erratum.published_at)}. Motif : {erratum.reason.rstrip('. ')}. "
        f"{moved} par rapport à la publication n°{NO_BREAK}{erratum.revision - 1}."
    )


def table(erratum: Erratum) -> list[dict[str, str]]:
    """One dict per figure that changes, in the words of the screen and of the files."""
    return [
        {
            "Niveau": LEVELS[change["area_level"]],
            "Territoire": _place(change),
            "Produit": str(change["item_label"]),
            "Avant": _shown(change["status_before"], change["units_before"]),
            "Après": _shown(change["status_after"], change["units_after"]),
            "Écart": _moved(change),
        }
        for change in erratum.changes
    ]


def as_json(erratum: Erratum) -> dict[str, Any]:
    """The erratum for machines, with the column names of stocks.csv."""
    return {
        "numero": erratum.revision,
        "publie_le": erratum.published_at.isoformat(),
        "motif": erratum.reason,
        "changements": [
            {
                "niveau": change["area_level"],
                "code": change["area_code"],
                "nom": change["area_name"],
                "produit_niveau": change["item_level"],
                "produit": change["item"],
                "libelle": change["item_label"],
                "statut_avant": change["status_before"],
                "unites_avant": change["units_before"],
                "statut_apres": change["status_after"],
                "unites_apres": change["units_after"],
            }
            for change in erratum.changes
        ],
    }


def _order(change: Mapping[str, Any]) -> tuple[int, str, int, str]:
    return (
        _AREAS.index(change["area_level"]),
        str(change["area_code"]),
        _ITEMS.index(change["item_level"]),
        str(change["item"]),
    )


def _place(change: Mapping[str, Any]) -> str:
    name = str(change["area_name"])
    return f"{change['area_code']} · {name}" if change["area_level"] == DEPARTMENT else name


def _shown(status: str | None, units: int | None) -> str:
    if status == PUBLISHED and units is not None:
        return number(units)
    return _STATES.get(status or "", "absent")


def _moved(change: Mapping[str, Any]) -> str:
    before, after = change["units_before"], change["units_after"]
    if before is None or after is None:
        return "—"
    return ("+" if after > before else "") + number(after - before)
