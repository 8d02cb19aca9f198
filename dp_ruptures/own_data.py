"""Everything the portal holds about one pharmacy, as a file it may take away (RGPD, articles 15 and 20)."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dp_ruptures.rules.retention import erasure_day
from dp_ruptures.rules.spreadsheet import csv_bytes
from dp_ruptures.rules.week import PARIS, Week
from dp_ruptures.store import Row, Store

# Title in the file → question. Secrets are held as hashes: there is nothing of them to give.
_SECTIONS = {
    "officine": "own_pharmacy",
    "questions_posees": "own_questions",
    "decisions_sur_ses_chiffres": "own_decisions",
    "courriels_sur_ses_chiffres": "own_figure_letters",
    "relances": "reminder_of_pharmacy",
    "fermetures": "own_closings",
    "saisies_non_envoyees": "own_drafts",
    "produits_ranges": "own_shelf",
    "ruptures": "own_shortages",
    "comptes": "own_accounts",
    "sessions": "own_sessions",
    "jetons": "own_tokens",
    "identites": "own_identities",
    "liens_envoyes": "own_links",
    "publications_en_cours_de_comparaison": "own_releases",
}
_STATES = {"quantity": "quantité", "not_stocked": "non référencé"}


def as_json(store: Store, finess: str, now: datetime) -> bytes:
    """The whole of it, one section per kind of data, instants in Paris time."""
    sections = {title: store.query(question, finess=finess) for title, question in _SECTIONS.items()}
    content = {
        "extrait_le": now,
        "declarations": [
            {**row, "effacement": erasure_day(Week(row["week"]))}
            for row in store.query("own_lines", finess=finess)
        ],
        **sections,
        "consultations": _looks(store, finess, sections["officine"]),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, default=_said) + "\n").encode()


def as_csv(store: Store, finess: str) -> bytes:
    """The declared lines alone, for a spreadsheet; empty when there are none."""
    return csv_bytes([_line(row) for row in store.query("own_lines", finess=finess)])


def _looks(store: Store, finess: str, known: list[Row]) -> list[Row]:
    """Who looked is another person's data: the day, what was shown and why are not."""
    department = known[0]["department_code"] if known else ""
    return store.query("own_looks", finess=finess, department=f"officines du département {department}")


def _line(row: Mapping[str, Any]) -> dict[str, object]:
    week = Week(row["week"])
    return {
        "Semaine": week.iso,
        "Récépissé": row["receipt_id"],
        "Reçue le": _said(row["received_at"]),
        "Par": row["author"],
        "Canal": row["channel"],
        "Code": row["cip13"],
        "Produit": row["product"],
        "État": _STATES[row["state"]],
        "Unités": row["units"],
        "Boîtes": row["boxes"],
        "Effacement": erasure_day(week).isoformat(),
    }


def _said(when: object) -> str:
    if isinstance(when, datetime):
        return when.astimezone(PARIS).isoformat(timespec="seconds")
    if isinstance(when, date):
        return when.isoformat()
    raise TypeError(type(when).__name__)
