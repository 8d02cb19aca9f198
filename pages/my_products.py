"""Mes produits: what the pharmacy does not stock, and the order of its form."""

import streamlit as st

from dp_ruptures import access, clock, shelf_view, shelves, store
from dp_ruptures.campaign import campaign_ahead
from dp_ruptures.rules.shelf import SHOWN
from dp_ruptures.rules.week import PARIS

person = access.require("declare")
base, finess = store.current(), person.finess or ""

st.title("Mes produits")
campaign = campaign_ahead(base, clock.now().astimezone(PARIS).date())
if campaign is None:
    st.info("Aucune campagne n'est prévue : il n'y a pas de produit à ranger.")
    st.stop()

st.write(
    "Rangez les produits comme dans votre officine et dites une fois pour toutes ceux que vous ne vendez "
    "pas : ils disparaissent du formulaire et sont déclarés « non référencés » chaque semaine."
)
shelf = shelves.shelf_of(base, finess, campaign)
change = shelf_view.draw(shelf)
if change:
    shelves.keep(base, finess, change.order, change.not_stocked)
    st.rerun()
if shelf.others:
    st.caption(f"Les {SHOWN} premiers sont sur le formulaire, les autres derrière « Autres produits ».")
