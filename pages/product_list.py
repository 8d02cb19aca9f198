"""Produits: the catalogue, one product's sheet, a list from a file."""

import streamlit as st

from dp_ruptures import access, act_view, clock, product_acts, product_view, store
from dp_ruptures.campaign import campaign_ahead
from dp_ruptures.rules.week import PARIS

person = access.require("administer")
base = store.current()
today = clock.now().astimezone(PARIS).date()
st.title("Produits")
act_view.say_done()

campaign = campaign_ahead(base, today)
asked = {product.cip13 for product in campaign.products} if campaign else set()
catalogue = base.query("product_catalogue")
st.header("Catalogue", anchor=False)
product_view.table(catalogue, asked)
st.caption("Mettre un produit sur le formulaire, l'en retirer ou changer sa place : page « Campagne ».")

st.header("Ajouter ou corriger un produit", anchor=False)
product_view.sheet(catalogue)
act_view.review(person, product_acts.Sheet)

st.header("Charger une liste", anchor=False)
st.write(
    "Un fichier CSV avec les colonnes code, nom, famille (tests ou vaccins), unites_par_boite ; au choix "
    "laboratoire, presentation, source, retire (oui ou non). Une ligne fausse, et rien n'est changé."
)
product_view.file()
act_view.review(person, product_acts.List)
