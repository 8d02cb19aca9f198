"""Draws « Mes produits »: each product with its place, and whether it is stocked."""

from dataclasses import dataclass

import streamlit as st

from dp_ruptures.campaign import FAMILIES
from dp_ruptures.rules.declaration import Product
from dp_ruptures.rules.shelf import Shelf, moved

_NAME_WIDTH = 400


@dataclass(frozen=True)
class Change:
    """The arrangement asked for: every cip13 in order, of which those not stocked."""

    order: list[str]
    not_stocked: frozenset[str]


def draw(shelf: Shelf) -> Change | None:
    """The products in the pharmacy's order; what was just changed, None when nothing was."""
    absent = frozenset(product.cip13 for product in shelf.not_stocked)
    change = None
    for place, product in enumerate((*shelf.stocked, *shelf.not_stocked)):
        last = len(shelf.stocked) - 1
        change = _row(shelf, product, absent, first=place == 0, last=place >= last) or change
    return change


def _row(shelf: Shelf, product: Product, absent: frozenset[str], *, first: bool, last: bool) -> Change | None:
    cip13, is_absent = product.cip13, product.cip13 in absent
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    row.markdown(f"{product.name}  \n:small[{FAMILIES[product.family]}]", width=_NAME_WIDTH)
    up = row.button("Monter", key=f"up-{cip13}", disabled=first or is_absent, icon=":material/arrow_upward:")
    down = row.button(
        "Descendre", key=f"down-{cip13}", disabled=last or is_absent, icon=":material/arrow_downward:"
    )
    # Keyed by what is stored: ticked on another device meanwhile, it is drawn afresh.
    ticked = row.checkbox("Non référencé", value=is_absent, key=f"absent-{cip13}-{is_absent}")
    if up or down:
        return Change(moved(shelf.order, cip13, -1 if up else 1), absent)
    if ticked != is_absent:
        return Change(shelf.order, absent ^ {cip13})
    return None
