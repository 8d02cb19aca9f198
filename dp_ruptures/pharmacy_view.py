"""What the page of pharmacies shows and asks: one of them, what to do to it, a FINESS extract."""

from datetime import date

import streamlit as st

from dp_ruptures import act_view, french, pharmacy_acts, telephones
from dp_ruptures.accounts.creation import read
from dp_ruptures.acts import Act
from dp_ruptures.errors import Refused
from dp_ruptures.pharmacy_acts import Closing, Merging, Reopening
from dp_ruptures.rules.day import DayError, read_day, write_day
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import week_of_day
from dp_ruptures.store import Row, Store

SHOWN = 30
_KINDS = {"closed": "fermée", "reopened": "rouverte", "merged": "fusionnée"}
_CLOSE, _REOPEN, _MERGE = "Fermer", "Rouvrir", "Fusionner avec une autre, ou changer de numéro"


def choose(base: Store, words: str) -> str | None:
    """The FINESS number of one pharmacy that matches, None when none does."""
    wanted = words.replace("\0", "").strip().lower()[:80]
    if not wanted:
        st.info("Cherchez une officine par son numéro FINESS, son nom ou sa commune.")
        return None
    found = base.query("pharmacy_search", words=wanted, size=SHOWN)
    if not found:
        st.info("Aucune officine trouvée : vérifiez le numéro, ou donnez une partie du nom.")
        return None
    labels = {_label(row): str(row["finess"]) for row in found}
    if len(found) == SHOWN:
        st.caption(f"Les {SHOWN} premières : précisez la recherche.")
    label = st.selectbox("Officine", list(labels), key="pharmacy")
    return labels.get(label or "", found[0]["finess"])


def sheet(base: Store, finess: str) -> Row:
    """What the register says of it, and what was decided here; no figure it declared."""
    row = pharmacy_acts.record(base, finess)
    place = ", ".join(part for part in (row["address"], row["postcode"], row["city"]) if part)
    closed = f"fermée le {french.day(row['closed_on'])}" if row["closed_on"] else "ouverte"
    st.table(
        {
            "Numéro FINESS": row["finess"],
            "Nom": plain(row["name"]),
            "Adresse": plain(place),
            "Département": f"{row['department_code']} · {row['department_name']}",
            "État": closed,
            "Ouverture": french.day(row["opened_on"]) if row["opened_on"] else "inconnue",
            "Entité juridique": row["finess_ej"] or "—",
            "Propriétaire, pour le secret": row["owner_key"],
            "Téléphone": telephones.linked(row["telephone"]) if row["telephone"] else "inconnu",
            "Courriel": plain(row["email"] or "aucun"),
        },
        border="horizontal", alt="Fiche de l'officine au référentiel",
    )  # fmt: skip
    for past in base.query("pharmacy_decisions", finess=finess):
        into = f" dans {past['successor']}" if past["successor"] else ""
        st.caption(
            f"{_KINDS[past['kind']].capitalize()}{into} au {french.day(past['effective_on'])}, décidé le "
            f"{french.instant(past['decided_at'])} par {plain(past['decided_by'])} : {plain(past['reason'])}"
        )
    return row


def acts_on(row: Row, today: date) -> None:
    """Close, reopen or merge; the page then shows what would change."""
    kinds = [_REOPEN, _MERGE] if row["closed_on"] else [_CLOSE, _MERGE]
    kind = st.radio("Acte", kinds, horizontal=True, key=f"kind-{row['finess']}-{row['closed_on']}")
    act_view.about("pharmacy", row["finess"], kind)
    with st.form(f"act-{row['finess']}-{kind}", enter_to_submit=False):
        into, moved, on = "", False, write_day(today)
        if kind == _MERGE:
            into = st.text_input("FINESS de l'officine qui la remplace", max_chars=20) or ""
            moved = st.checkbox("Ses comptes passent à l'officine qui la remplace", value=True)
        if not row["closed_on"]:
            first = week_of_day(today).monday if kind == _MERGE else today
            on = st.text_input("Fermée à partir du (JJ/MM/AAAA)", write_day(first), max_chars=10) or ""
        reason = st.text_input(
            "Motif", max_chars=200, placeholder="Cession, retraite, erreur du référentiel…"
        )
        asked = st.form_submit_button("Voir ce qui va changer", on_click=act_view.drop)
    if not asked:
        return
    try:
        day = read_day(on, today)
        act: Act = (
            Reopening(row["finess"], reason or "") if kind == _REOPEN
            else Closing(row["finess"], day, reason or "") if kind == _CLOSE
            else Merging(row["finess"], read(into), day, reason or "", move_accounts=moved)
        )  # fmt: skip
    except (DayError, Refused) as error:
        st.error(str(error))
    else:
        act_view.ask(act)


def _label(row: Row) -> str:
    closed = f", fermée le {french.day(row['closed_on'])}" if row["closed_on"] else ""
    return f"{row['name']}, {row['city'] or '—'} ({row['finess']}){closed}"
