"""What one pharmacy declared, as its record draws it: figures, declarations and corrections, shortages."""

from collections.abc import Sequence

import streamlit as st

from dp_ruptures import declarations, french, receipt_view, record
from dp_ruptures import shortage_words as words
from dp_ruptures.campaign import UNITS, campaign_of
from dp_ruptures.rules.declaration import Line
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import Week, weeks_between
from dp_ruptures.shortages import Shortage
from dp_ruptures.store import Row, Store


def figures(rows: Sequence[Row]) -> None:
    """Product × week, the latest first; in the four states, and what the Ordre left out of totals."""
    st.subheader("Chiffres des dernières semaines", anchor=False)
    if not rows:
        st.caption(f"Rien de déclaré depuis {record.SHOWN_WEEKS} semaines.")
        return
    # A silent week is shown too: « not declared » is a fact.
    weeks = weeks_between(min(row["week"] for row in rows), max(row["week"] for row in rows))[::-1]
    by_product: dict[str, dict[Week, Row]] = {}
    for row in rows:
        by_product.setdefault(row["cip13"], {})[row["week"]] = row
    st.table(
        [
            {"Produit": _product_of(known)}
            | {french.unbroken(at.label): _state(known.get(at)) for at in weeks}
            for known in by_product.values()
        ],
        hide_index=True, border="horizontal",
        alt="Chiffres déclarés par produit et par semaine, la plus récente d'abord",
    )  # fmt: skip


def history(store: Store, past: Sequence[Row]) -> None:
    """Every declaration, corrections included, and the lines of one of them."""
    st.subheader("Déclarations et corrections", anchor=False)
    if not past:
        st.caption("Aucune déclaration gardée.")
        return
    st.table(
        [
            {
                "Semaine": french.unbroken(row["week"].label),
                "Reçue le": french.on_one_line(french.instant(row["received_at"])),
                "État": _standing(row),
                "Lignes": french.number(row["line_count"]),
                "Par": f"{plain(row['author'])} ({plain(row['channel'])})",
                "Récépissé": french.unbroken(row["number"]),
            }
            for row in past
        ],
        hide_index=True, border="horizontal", height=260 if len(past) > 6 else "content",
        alt="Déclarations de l'officine, la plus récente d'abord",
    )  # fmt: skip
    by_id = {row["declaration_id"]: row for row in past}
    chosen = st.selectbox(
        "Détail d'une déclaration", list(by_id), width=520,
        format_func=lambda key: " · ".join(
            (by_id[key]["week"].label, by_id[key]["number"], _standing(by_id[key]))
        ),
    )  # fmt: skip
    week = by_id[chosen]["week"]
    receipt_view.lines_table(declarations.lines_of(store, chosen), campaign_of(store, week.sunday))


def shortages(known: Sequence[Shortage]) -> None:
    """Every shortage declared, open or ended."""
    st.subheader("Ruptures d'approvisionnement", anchor=False)
    if not known:
        st.caption("Aucune rupture déclarée.")
        return
    st.table(
        [
            {
                "Produit": plain(words.short(one.product_name)),
                "État": words.STATES[one.act.state],
                "Manque": words.missing(one.act, one.family),
                "Déclarée le": french.day(one.opened_at),
                "Dernière nouvelle": french.day(one.last_word_at),
                "Précisions": plain(words.details(one.act)) or "—",
            }
            for one in known
        ],
        hide_index=True, border="horizontal", alt="Ruptures de l'officine, la plus récente d'abord",
    )  # fmt: skip


def _product_of(known: dict[Week, Row]) -> str:
    return plain(next(iter(known.values()))["product_name"])


def _state(row: Row | None) -> str:
    if row is None:
        return "non déclaré"
    line = Line(row["cip13"], row["state"], row["units"], row["boxes"], row["unchanged"])
    said = receipt_view.in_words(line, row["family"] if row["family"] in UNITS else "ensemble")
    return f"{said} · écarté des totaux" if row["is_excluded"] else said


def _standing(row: Row) -> str:
    return "remplacée" if row["replaced"] else "en vigueur"
