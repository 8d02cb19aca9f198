"""Shows a receipt: number, time, until when it can be changed, and every line in words."""

from collections.abc import Iterable

import streamlit as st

from dp_ruptures import french
from dp_ruptures.campaign import FAMILIES, UNITS, Campaign
from dp_ruptures.declarations import Receipt
from dp_ruptures.rules.declaration import NOT_STOCKED, Line, Problem, Product


def show(receipt: Receipt, campaign: Campaign, remarks: Iterable[Problem] = ()) -> None:
    """The receipt of a declaration that the store holds; `remarks` says what was understood in it."""
    st.success(
        f"Récépissé n° {receipt.number}, reçu le {french.instant(receipt.received_at)}. "
        f"Modifiable jusqu'au {french.long_day(receipt.week.sunday)} à 23 h 59, heure de Paris.",
        icon=":material/check_circle:",
    )
    if receipt.sequence:
        st.caption("Elle remplace la précédente, qui reste visible dans « Mes déclarations ».")
    lines_table(receipt.lines, campaign)
    names = {product.cip13: product.name for product in campaign.products}
    for remark in remarks:
        st.caption(f"{names[remark.cip13]}, {remark.message}")
    missing = len({product.cip13 for product in campaign.products} - {line.cip13 for line in receipt.lines})
    if missing:
        st.caption(
            f"{french.plural(missing, 'produit')} sans réponse : non déclaré n'est pas compté comme zéro."
        )


def lines_table(lines: tuple[Line, ...], campaign: Campaign | None) -> None:
    """Every declared line, in the order of the form; by its code when the campaign has lost the product."""
    products = {product.cip13: product for product in campaign.products} if campaign else {}
    places = {cip13: place for place, cip13 in enumerate(products)}
    rows = [
        _row(line, products.get(line.cip13))
        for line in sorted(lines, key=lambda line: (places.get(line.cip13, len(places)), line.cip13))
    ]
    st.table(rows, hide_index=True, alt="Lignes de la déclaration")


def _row(line: Line, product: Product | None) -> dict[str, str]:
    return {
        "Produit": product.name if product else f"Code {line.cip13}",
        "Famille": FAMILIES[product.family] if product else "n'est plus suivi",
        "Déclaré": in_words(line, product.family if product else "ensemble"),
    }


def in_words(line: Line, family: str) -> str:
    """One of the four states, said in words; `family` says what is counted."""
    if line.state == NOT_STOCKED:
        return "non référencé"
    if line.is_rupture:
        return "0 : en rupture"
    shown = french.plural(line.units or 0, *UNITS[family])
    return f"{shown} ({french.plural(line.boxes, 'boîte')})" if line.boxes is not None else shown
