"""Administration: what the portal holds, and the last administrative acts."""

import streamlit as st

from dp_ruptures import access, clock, french, store
from dp_ruptures.campaign import FAMILIES, campaign_ahead
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import PARIS

access.require("administer")
base = store.current()
st.title("Administration")

counts = base.query("administration_counts")[0]
for column, (label, name) in zip(
    st.columns(4),
    [
        ("Officines en activité", "pharmacies"),
        ("Comptes", "accounts"),
        ("Déclarations reçues", "declarations"),
        ("Semaines publiées", "releases"),
    ],
    strict=True,
):
    column.metric(label, french.number(counts[name]))

today = clock.now().astimezone(PARIS).date()
campaign = campaign_ahead(base, today)
if campaign:
    st.subheader(plain(campaign.name))
    state = "Ouverte" if campaign.is_open(today) else "À venir" if today < campaign.opens_on else "Terminée"
    st.write(f"{state} : du {french.day(campaign.opens_on)} au {french.day(campaign.closes_on)}.")
    st.table(
        [
            {
                "Code": product.cip13,
                "Produit": plain(product.name),
                "Famille": FAMILIES[product.family],
                "Unités par boîte": product.pack_size,
                "Code de démonstration": "oui" if product.demo else "non",
            }
            for product in campaign.products
        ],
        hide_index=True,
        alt="Produits de la campagne",
    )
else:
    st.info("Aucune campagne. Chargez les données de référence : python -m dp_ruptures init")
