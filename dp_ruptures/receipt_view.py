"""Shows a receipt: number, time, until when it can be changed; and declared lines in words."""

from collections.abc import Iterable, Mapping

import streamlit as st

from dp_ruptures import french
from dp_ruptures.campaign import FAMILIES, UNITS, Campaign
from dp_ruptures.declarations import Receipt
from dp_ruptures.rules.declaration import NOT_STOCKED, Line, Problem, Product
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.warning import Asked


def show(
    receipt: Receipt, campaign: Campaign, remarks: Iterable[Problem] = (), asked: Iterable[Asked] = ()
) -> str | None:
    """The receipt of a declaration that the store holds; `remarks` says what was understood in it.

    `asked`: the questions kept with it. Returns the cip13 of the one just answered « c'est exact ».
    """
    st.success(
        f"Récépissé n° {receipt.number}, reçu le {french.instant(receipt.received_at)}. "
        f"Modifiable jusqu'au {french.long_day(receipt.week.sunday)} à 23 h 59, heure de Paris.",
        icon=":material/check_circle:",
    )
    if receipt.sequence:
        st.caption("Elle remplace la précédente, qui reste visible dans « Mes déclarations ».")
    names = {product.cip13: product.name for product in campaign.products}
    tapped = _questions(receipt, asked, names)
    for remark in remarks:
        st.caption(f"{names.get(remark.cip13, remark.cip13)}, {remark.message}")
    missing = len({product.cip13 for product in campaign.products} - {line.cip13 for line in receipt.lines})
    if missing:
        st.caption(
            f"{french.plural(missing, 'produit')} sans réponse : non déclaré n'est pas compté comme zéro."
        )
    return tapped


def _questions(receipt: Receipt, asked: Iterable[Asked], names: Mapping[str, str]) -> str | None:
    """Each question not answered yet, with its button; nothing waits for the answer."""
    waiting = [one.question for one in asked if not one.confirmed]
    tapped = None
    for question in waiting:
        place = st.container(key=f"asked-{question.cip13}")
        place.warning(
            f"**{plain(names.get(question.cip13, question.cip13))}** · {question.message} "
            "Votre déclaration est enregistrée : confirmez ce chiffre, ou corrigez-le et validez de nouveau."
        )
        if place.button("C'est exact", key=f"exact-{receipt.receipt_id}-{question.cip13}"):
            tapped = question.cip13
    return tapped


def lines_table(lines: tuple[Line, ...], campaign: Campaign | None) -> None:
    """Every declared line, in the order of the form; by its code when the campaign has lost the product."""
    products = {product.cip13: product for product in campaign.products} if campaign else {}
    places = {cip13: place for place, cip13 in enumerate(products)}
    rows = [
        _row(line, products.get(line.cip13))
        for line in sorted(lines, key=lambda line: (places.get(line.cip13, len(places)), line.cip13))
    ]
    st.table(rows, hide_index=True, border="horizontal", alt="Lignes de la déclaration")


def _row(line: Line, product: Product | None) -> dict[str, str]:
    return {
        "Produit": product.name if product else f"Code {line.cip13}",
        "Famille": FAMILIES[product.family] if product else "n'est plus suivi",
        "Déclaré": in_words(line, product.family if product else "ensemble"),
    }


def in_words(line: Line | None, family: str) -> str:
    """One of the four states, said in words; `family` says what is counted."""
    if line is None:
        return "non déclaré"
    return _state(line, family) + (", inchangé" if line.unchanged else "")


def _state(line: Line, family: str) -> str:
    if line.state == NOT_STOCKED:
        return "non référencé"
    if line.is_rupture:
        return "0 : en rupture"
    shown = french.plural(line.units or 0, *UNITS[family])
    return f"{shown} ({french.plural(line.boxes, 'boîte')})" if line.boxes is not None else shown
