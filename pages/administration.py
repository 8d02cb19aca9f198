"""Administration: what the portal holds, its season, what it keeps; the acts are on the pages named."""

import streamlit as st

from dp_ruptures import access, clock, french, night_view, retention_facts, store
from dp_ruptures.campaign import FAMILIES, campaign_ahead
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import PARIS

person = access.require("administer")
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

st.subheader("Conservation")
st.markdown("\n".join(f"- {sentence}" for sentence in retention_facts.sentences(today)))

st.subheader("Travaux de la nuit")
night_view.show(base, person, clock.now())

st.subheader("Régler le portail")
st.table(
    [
        {"Page": "Campagne", "Ce qu'on y fait": "Dates, produits du formulaire, seuils, saison suivante"},
        {"Page": "Produits", "Ce qu'on y fait": "Catalogue : ajouter, corriger, charger une liste"},
        {"Page": "Officines", "Ce qu'on y fait": "Fermer, rouvrir, fusionner ; extrait FINESS"},
        {"Page": "Comptes", "Ce qu'on y fait": "Bloquer, changer de rôle, inviter, créer"},
        {"Page": "Rattachements", "Ce qu'on y fait": "Personnes venues de Pro Santé Connect"},
        {"Page": "Registres", "Ce qu'on y fait": "Qui a consulté quoi, qui a fait quoi"},
    ],
    hide_index=True,
    border="horizontal",
    alt="Pages d'administration",
)
st.caption("Chaque acte montre d'abord ce qui va changer, puis s'inscrit au registre des actes.")
