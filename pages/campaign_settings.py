"""Campagne: its days, the products of its form, its thresholds, and the next season."""

import streamlit as st

from dp_ruptures import (
    access,
    act_view,
    campaign_acts,
    campaign_form_act,
    campaign_terms,
    campaign_view,
    clock,
    french,
    store,
)
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import PARIS

person = access.require("administer")
base = store.current()
today = clock.now().astimezone(PARIS).date()
st.title("Campagne")
act_view.say_done()
seasons = campaign_terms.listed(base)
if not seasons:
    st.info("Aucune campagne. Chargez les données de référence : python -m dp_ruptures init")
    st.stop()

campaign = campaign_view.choose(seasons, today)
act_view.about("campaign", campaign.campaign_id)
published = campaign_terms.published(base, campaign)
running = campaign.opens_on <= today <= campaign.closes_on
state = "Ouverte" if running else "À venir" if today < campaign.opens_on else "Terminée"
series = "ses publications ont commencé" if published.first else "rien n'en est encore publié"
st.write(f"{state} : {french.span(campaign.opens_on, campaign.closes_on)} ; {series}.")

st.header("Dates", anchor=False)
campaign_view.dates(campaign, today)
act_view.review(person, campaign_acts.Dates)

st.header("Produits du formulaire", anchor=False)
st.write(
    "Donnez une place aux produits demandés, 0 à un produit à retirer : les autres se décalent. "
    "Un produit retiré reste demandé jusqu'à la fin de la semaine ouverte : rien de ce qui est déclaré "
    "ne se perd."
)
campaign_view.form(base, campaign, today)
act_view.review(person, campaign_form_act.Form)

st.header("Seuils de publication", anchor=False)
st.write(
    "Les publications de la campagne suivent ces seuils, dès la prochaine. Une fois qu'elles ont commencé, "
    "ils peuvent seulement durcir. La semaine elle-même se clôt toujours le dimanche à 23 h 59, heure de "
    "Paris, comme les reçus le promettent : cela ne se règle pas."
)
campaign_view.terms(base, campaign)
act_view.review(person, campaign_acts.NewTerms)

st.header("Saison suivante", anchor=False)
st.write(f"La suivante reprend les produits et les seuils de {plain(seasons[0].name)}.")
if st.button("Préparer la saison suivante", key="next-season"):
    act_view.ask(campaign_acts.NextSeason(seasons[0].campaign_id))
act_view.review(person, campaign_acts.NextSeason)
