"""What the page of products shows and asks: the catalogue, one sheet, a file."""

from collections.abc import Set as AbstractSet

import streamlit as st

from dp_ruptures import act_view, product_acts
from dp_ruptures.campaign import FAMILIES
from dp_ruptures.errors import Refused
from dp_ruptures.imports.report import RefusedLine
from dp_ruptures.imports.text import text_of
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.store import Row

_NEW = "Un nouveau produit"
_SHOWN = 50


def table(catalogue: list[Row], asked: AbstractSet[str]) -> None:
    """Every product known, those of the form marked in words."""
    rows = [
        {
            "Produit": plain(row["name"]),
            "Formulaire": "demandé" if row["cip13"] in asked else "—",
            "Code": row["cip13"],
            "Unités par boîte": row["pack_size"],
            "Famille": FAMILIES[row["family"]],
            "Laboratoire": plain(row["maker"] or "—"),
            "Code de démonstration": "oui" if row["demo"] else "non",
        }
        for row in sorted(catalogue, key=lambda row: (row["cip13"] not in asked, row["family"], row["name"]))
    ]
    st.table(rows, hide_index=True, border="horizontal", alt="Produits du catalogue, les demandés d'abord")


def sheet(catalogue: list[Row]) -> None:
    """One product's facts; its code only when it is new."""
    labels = {f"{row['name']} ({row['cip13']})": row for row in catalogue}
    chosen = st.selectbox("Produit", [_NEW, *labels], key="product")
    row = labels.get(chosen or _NEW)
    act_view.about("product", row["cip13"] if row else "")
    with st.form(f"sheet-{row['cip13'] if row else 'new'}", enter_to_submit=False):
        code = row["cip13"] if row else st.text_input("Code (CIP13, CIP7, ACL13 ou EAN-13)", max_chars=40)
        name = st.text_input("Nom, tel que le lit le pharmacien", row["name"] if row else "", max_chars=120)
        one, two = st.columns(2)
        families = list(FAMILIES)
        index = families.index(row["family"]) if row else 0
        family = one.selectbox("Famille", families, index=index, format_func=FAMILIES.__getitem__)
        pack = two.number_input("Unités par boîte", 1, 1000, row["pack_size"] if row else 1, step=1)
        maker = one.text_input("Laboratoire", (row["maker"] or "") if row else "", max_chars=120)
        shape = two.text_input("Présentation", (row["presentation"] or "") if row else "", max_chars=120)
        asked = st.form_submit_button("Voir ce qui va changer", on_click=act_view.drop)
    if asked:
        cells = {
            "code": code or "", "nom": name or "", "famille": family or "", "laboratoire": maker or "",
            "unites_par_boite": str(pack), "presentation": shape or "",
        }  # fmt: skip
        try:
            act = product_acts.sheet(cells, new=row is None)
        except Refused as refusal:
            st.error(str(refusal))
        else:
            act_view.ask(act)


def file() -> None:
    """A list, shown as what it would change before anything is."""
    with st.form("product-file", enter_to_submit=False):
        uploaded = st.file_uploader("Fichier CSV", type=["csv", "txt", "tsv"], max_upload_size=1)
        checked = st.form_submit_button("Voir ce qui va changer", on_click=act_view.drop)
    if not checked:
        return
    if uploaded is None:
        st.error("Choisissez d'abord un fichier.")
        return
    try:
        act = product_acts.listed(uploaded.name, text_of(uploaded.getvalue(), uploaded.name))
    except Refused as refusal:
        st.error(str(refusal))
        _refused(refusal.lines)
    else:
        act_view.ask(act)


def _refused(lines: list[RefusedLine]) -> None:
    if lines:
        rows = [{"Ligne": line["line"], "Motif": plain(line["reason"])} for line in lines[:_SHOWN]]
        st.table(rows, hide_index=True, border="horizontal", alt="Lignes refusées")
