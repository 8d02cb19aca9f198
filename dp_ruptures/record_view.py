"""What one pharmacy's record draws around its figures: who it is, what was said to it, what was decided."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dp_ruptures import french, record, telephones
from dp_ruptures.campaign import UNITS
from dp_ruptures.quality import CAUSES, REOPENED
from dp_ruptures.quality_decisions import VERDICTS
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import PARIS, Week
from dp_ruptures.store import Row, Store

KINDS = {
    "invitation": "invitation à ouvrir le compte",
    "password": "lien pour choisir un mot de passe",
    "figure": "chiffre à vérifier",
    "reminder": "relance",
}


def search(store: Store) -> str | None:
    """The search of a pharmacy; the FINESS number of the one just chosen."""
    text = st.text_input(
        "Officine (numéro FINESS, nom, commune ou code postal)",
        max_chars=80, autocomplete="off", key="record.search", placeholder="pharmacie du lac annecy",
    )  # fmt: skip
    if not (text or "").strip():
        return None
    found = record.search(store, text or "")
    if not found:
        st.info("Aucune officine ne porte ces mots : essayez la commune seule, ou le numéro FINESS.")
    if len(found) == record.MOST_FOUND:
        st.caption(f"Les {record.MOST_FOUND} premières : ajoutez la commune ou le code postal.")
    pressed = [row["finess"] for row in found if st.button(_named(row), key=f"open-{row['finess']}")]
    return pressed[0] if pressed else None


def identity(row: Row, now: datetime) -> None:
    """Name, address, opening and closing, account."""
    st.header(plain(row["name"]), anchor=False)
    place = " ".join(filter(None, (row["postcode"], row["city"])))
    told = {
        "Département": f"{row['department_name']} ({row['department_code']})",
        "Numéro FINESS": row["finess"]
        + (f" (entité juridique {row['finess_ej']})" if row["finess_ej"] else ""),
        "Activité": _business(row, now),
        "Courriel": row["email"] or "inconnu",
        "Compte": _account(row),
    }
    shown = {
        "Téléphone": telephones.linked(row["telephone"]) if row["telephone"] else "inconnu",
        "Adresse": plain(", ".join(filter(None, (row["address"], place))) or "inconnue"),
    } | {name: plain(text) for name, text in told.items()}
    st.table(
        [{"": name, " ": text} for name, text in shown.items()],
        hide_index=True, hide_header=True, border="horizontal", alt="Identité de l'officine",
    )  # fmt: skip


def contacts(rows: Sequence[Row]) -> None:
    """Every letter that left for the pharmacy."""
    st.subheader("Courriels envoyés", anchor=False)
    if not rows:
        st.caption("Aucun courriel envoyé à cette officine.")
        return
    st.table([_contact(row) for row in rows], hide_index=True, border="horizontal",
             alt="Courriels envoyés à l'officine, le plus récent d'abord")  # fmt: skip


def decisions(rows: Sequence[Row]) -> None:
    """Every decision about one of its figures, those taken back included."""
    st.subheader("Décisions sur ses chiffres", anchor=False)
    if not rows:
        st.caption("Aucune décision : ses chiffres comptent tels que déclarés.")
        return
    st.table(
        [
            {
                "Le": french.instant(row["decided_at"]),
                "Semaine": french.unbroken(Week(row["week"]).label),
                "Produit": plain(row["product_name"]),
                "Chiffre": french.plural(row["units"], *UNITS[row["family"]]),
                "Décision": "levée" if row["verdict"] == REOPENED else VERDICTS[row["verdict"]],
                "Motif": plain(" · ".join(filter(None, (CAUSES.get(row["cause"]), row["words"])))),
                "Par": plain(row["decided_by"]),
            }
            for row in rows
        ],
        hide_index=True, border="horizontal", alt="Décisions sur ses chiffres, la plus récente d'abord",
    )  # fmt: skip


def _named(row: Row) -> str:
    closed = " · fermée" if row["closed_on"] else ""
    return (
        f"{plain(row['name'])} · {row['postcode'] or ''} {plain(row['city'] or '')} · {row['finess']}{closed}"
    )


def _business(row: Row, now: datetime) -> str:
    since = f"depuis le {french.day(row['opened_on'])}" if row["opened_on"] else "date d'ouverture inconnue"
    if row["closed_on"] is None:
        return f"ouverte, {since}"
    closed = row["closed_on"] <= now.astimezone(PARIS).date()
    return f"{'fermée depuis le' if closed else 'ouverte, ferme le'} {french.day(row['closed_on'])}"


def _account(row: Row) -> str:
    if row["account_name"] is None and not row["persons"]:
        until = row["invited_until"]
        return f"aucun ; invitation valable jusqu'au {french.instant(until)}" if until else "aucun"
    told = [row["account_name"]] if row["account_name"] else []
    if row["persons"]:
        told.append(french.plural(row["persons"], "personne") + " par Pro Santé Connect")
    return ", ".join(told) + (" (bloqué)" if row["is_locked"] else "")


def _contact(row: Row) -> dict[str, str]:
    subject = [row["product_name"], Week(row["week"]).label if row["week"] else ""]
    about = " : " + ", ".join(filter(None, subject)) if any(subject) else ""
    kind: str = row["kind"]
    return {
        "Le": french.instant(row["sent_at"]),
        "Courriel": plain(KINDS.get(kind, kind) + about),
        "Par": plain(row["sent_by"]) or "—",
    }
