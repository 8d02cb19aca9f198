"""The decisions about figures, as tables, and the way back from each."""

from collections.abc import Sequence

import streamlit as st

from dp_ruptures import french
from dp_ruptures.campaign import UNITS
from dp_ruptures.quality import CAUSES, EXCLUDED, KEPT
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.store import Row

VERDICTS = {KEPT: "gardé", EXCLUDED: "écarté des totaux"}


def decisions(rows: Sequence[Row]) -> Row | None:
    """The decisions of the week; the one that a person has just asked to take back, if any."""
    st.subheader("Décisions de la semaine", anchor=False)
    if not rows:
        st.caption("Aucune décision pour cette semaine.")
        return None
    st.table(decision_table(rows), hide_index=True, border="horizontal",
             alt="Décisions de la semaine, la plus récente d'abord")  # fmt: skip
    current = {f"{row['declaration_id']}-{row['cip13']}": row for row in rows if row["is_current"]}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Décision à lever", list(current), index=None, placeholder="Choisir une décision",
            format_func=lambda name: _named(current[name]), width=520,
        )  # fmt: skip
        if st.button("Lever la décision", disabled=chosen is None) and chosen:
            return current[chosen]
    return None


def decision_table(rows: Sequence[Row]) -> list[dict[str, str]]:
    """Decisions in words, one row each."""
    return [
        {
            "Officine": f"{plain(row['name'])}, {plain(row['city'] or '')}",
            "Produit": plain(row["product_name"]),
            "Chiffre": french.plural(row["units"], *UNITS[row["family"]]),
            "Décision": VERDICTS[row["verdict"]] + ("" if row["is_current"] else " ; corrigé depuis"),
            "Motif": plain(" · ".join(filter(None, (CAUSES.get(row["cause"]), row["words"])))),
            "Le": french.instant(row["decided_at"]),
            "Par": plain(row["decided_by"]),
        }
        for row in rows
    ]


def _named(row: Row) -> str:
    return (
        f"{row['name']} · {row['product_name']} · {french.number(row['units'])} · {VERDICTS[row['verdict']]}"
    )
