"""The administrator's hub: the season that runs, and the way to each page where something is set."""

from datetime import date

import streamlit as st

from dp_ruptures import french
from dp_ruptures.campaign import FAMILIES, Campaign
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.screens import Screen, screen_of

# What one does there, by page.
_WAYS = {
    "campaign_settings.py": "Dates, produits du formulaire, seuils, saison suivante",
    "product_list.py": "Catalogue : ajouter, corriger, charger une liste",
    "pharmacy_register.py": "Fermer, rouvrir, fusionner ; extrait FINESS",
    "accounts.py": "Bloquer, changer de rôle, inviter, créer",
    "links.py": "Personnes venues de Pro Santé Connect",
    "registers.py": "Qui a consulté quoi, qui a fait quoi",
    "group_files.py": "Les déclarations d'un groupe d'officines, en un fichier",
    "guide.py": "Ce que chacun fait, pas à pas",
}
_IN_A_ROW = 4


def season(campaign: Campaign, today: date) -> None:
    """The campaign that runs or comes next, and the products its form asks for."""
    st.subheader(plain(campaign.name))
    state = "Ouverte" if campaign.is_open(today) else "À venir" if today < campaign.opens_on else "Terminée"
    st.write(f"{state} : du {french.day(campaign.opens_on)} au {french.day(campaign.closes_on)}.")
    asked = french.plural(len(campaign.products), "produit demandé", "produits demandés")
    with st.expander(f"{asked} sur le formulaire"):
        st.table(
            [
                {
                    "Produit": plain(product.name),
                    "Code": product.cip13,
                    "Famille": FAMILIES[product.family],
                    "Unités par boîte": french.number(product.pack_size),
                    "Code de démonstration": "oui" if product.demo else "non",
                }
                for product in campaign.products
            ],
            hide_index=True,
            border="horizontal",
            alt="Produits de la campagne",
        )


def ways() -> None:
    """A link to each page, with what one does there."""
    listed = list(_WAYS)
    for start in range(0, len(listed), _IN_A_ROW):
        for place, file in zip(st.columns(_IN_A_ROW), listed[start : start + _IN_A_ROW], strict=False):
            with place.container(border=True, height="stretch", gap="small"):
                _way(screen_of(file))


def _way(screen: Screen) -> None:
    page = st.Page(screen.path, title=screen.title, url_path=screen.address)
    st.page_link(page, label=f":blue[{screen.title}]", icon=f":material/{screen.icon}:")
    st.caption(_WAYS[screen.file])
