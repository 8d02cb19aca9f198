"""What the next purges will erase, counted as `purge --dry-run` counts it; only numbers of rows are read."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from dp_ruptures import french, purge
from dp_ruptures.rules.night import next_erasing_night, next_night
from dp_ruptures.rules.retention import clock_doubt
from dp_ruptures.store import Store

# In the order of docs/retention.md.
_KINDS = {
    "declarations": "Déclarations",
    "lignes": "Lignes de déclaration",
    "questions": "Questions posées sur un chiffre",
    "decisions": "Décisions sur un chiffre",
    "courriels_de_chiffre": "Courriels sur un chiffre",
    "chiffres_ecartes": "Chiffres écartés d'une publication",
    "relances": "Relances",
    "brouillons": "Brouillons",
    "ruptures": "Actes sur des ruptures",
    "etats": "États de publication",
    "secrets": "Chiffres tenus secrets",
    "feuilles": "Feuilles tenues d'une semaine à l'autre",
    "totaux": "Totaux d'une ou deux officines",
    "cles": "Clés de requêtes",
    "produits": "Listes de produits d'officines fermées",
    "comptes": "Comptes d'officines fermées",
    "identites": "Rattachements d'officines fermées",
    "courriels": "Adresses et téléphones d'officines fermées",
    "jetons": "Jetons d'API",
    "liens": "Liens à usage unique",
    "demandes": "Demandes de rattachement",
    "arrivees": "Arrivées par un fournisseur d'identité",
    "lettres": "Courriels de publication",
    "acces": "Lignes du registre des accès",
    "actes": "Lignes du registre des actes",
}


def show(store: Store, now: datetime) -> None:
    """The last purge, then what the next one erases and what the one of the next Monday does."""
    last = store.query("purge_last")
    done = french.instant(last[0]["purged_at"]) if last else "aucun encore"
    st.caption(f"L'effacement se fait de lui-même chaque nuit à 2 h 30 (Paris). Dernier : {done}.")
    if doubt := clock_doubt(now, last[0]["purged_at"] if last else None):
        st.warning(
            f"L'effacement de la nuit s'arrêtera : {doubt}. Vérifiez l'horloge du serveur, puis lancez "
            "python -m dp_ruptures purge."
        )
    nights = list(dict.fromkeys([next_night(now), next_erasing_night(now)]))
    counted = {night: purge.would_erase(store, night) for night in nights}
    rows = table(counted)
    if not rows:
        until = french.long_day(nights[-1].date())
        st.info(f"Rien à effacer d'ici le {until} compris : aucune donnée n'aura atteint sa durée.")
        return
    st.table(rows, hide_index=True, border="horizontal",
             alt="Ce que les prochains effacements retireront de la base")  # fmt: skip


def table(counted: Mapping[datetime, Mapping[str, int]]) -> list[dict[str, str]]:
    """One row per kind of data that some night erases, with how many are gone when that night is over."""
    kinds = dict.fromkeys([*_KINDS, *(kind for counts in counted.values() for kind in counts)])
    return [
        {"Ce qui sera effacé": _KINDS.get(kind, kind)}
        | {_until(night): french.number(counts.get(kind, 0)) for night, counts in counted.items()}
        for kind in kinds
        if any(counts.get(kind) for counts in counted.values())
    ]


def _until(night: datetime) -> str:
    return f"D'ici la nuit du {french.long_day(night.date())}"
