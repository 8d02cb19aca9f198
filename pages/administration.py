"""Administration: what the portal holds, and the last administrative acts."""

import streamlit as st

from dp_ruptures import access, clock, french, store
from dp_ruptures.campaign import FAMILIES, campaign_of
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

campaign = campaign_of(base, clock.now().astimezone(PARIS).date())
if campaign:
    st.subheader(campaign.name)
    st.write(f"Ouverte du {french.day(campaign.opens_on)} au {french.day(campaign.closes_on)}.")
    st.table(
        [
            {
                "Code": product.cip13,
                "Produit": product.name,
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
