"""Shows a receipt: number, time, until when it can be changed, and every line in words."""

import streamlit as st

from dp_ruptures import french
from dp_ruptures.campaign import FAMILIES, UNITS, Campaign
from dp_ruptures.declarations import Receipt
from dp_ruptures.rules.declaration import NOT_STOCKED, Line, Product


def show(receipt: Receipt, campaign: Campaign) -> None:
    """The receipt of a declaration that the store holds."""
    st.success(
        f"Récépissé n° {receipt.number}, reçu le {french.instant(receipt.received_at)}. "
        f"Modifiable jusqu'au {french.long_day(receipt.week.sunday)} à 23 h 59, heure de Paris.",
        icon=":material/check_circle:",
    )
    lines_table(receipt.lines, campaign)
    missing = len({product.cip13 for product in campaign.products} - {line.cip13 for line in receipt.lines})
    if missing:
        st.caption(
            f"{french.plural(missing, 'produit')} sans réponse : non déclaré n'est pas compté comme zéro."
        )


def lines_table(lines: tuple[Line, ...], campaign: Campaign) -> None:
    """Every declared line, in the order of the form."""
    declared = {line.cip13: line for line in lines}
    rows = [
        {
            "Produit": product.name,
            "Famille": FAMILIES[product.family],
            "Déclaré": in_words(declared[product.cip13], product),
        }
        for product in campaign.products
        if product.cip13 in declared
    ]
    st.table(rows, hide_index=True, alt="Lignes de la déclaration")


def in_words(line: Line, product: Product) -> str:
    """One of the four states, said in words."""
    if line.state == NOT_STOCKED:
        return "non référencé"
    if line.is_rupture:
        return "0 : en rupture"
    shown = french.plural(line.units or 0, *UNITS[product.family])
    return f"{shown} ({french.plural(line.boxes, 'boîte')})" if line.boxes is not None else shown
