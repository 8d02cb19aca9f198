"""Répartition: in how few hands is the stock, and which boxes should move?"""

import streamlit as st

from dp_ruptures import access, aggregates, campaign, choices, clock, rebalancing, stock_view, stocks
from dp_ruptures import rebalancing_map as drawing
from dp_ruptures import rebalancing_pharmacies as individual
from dp_ruptures import rebalancing_tables as tables
from dp_ruptures import rebalancing_view as view
from dp_ruptures import store as stores
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import PARIS

person = access.require("read_stocks")
base = stores.current()
now = clock.now()
st.title("Répartition")

weeks = stocks.weeks(base, now)
items = rebalancing.items(stocks.items(base, now))
season = campaign.campaign_of(base, now.astimezone(PARIS).date())
if not weeks or not items or season is None:
    st.info("Aucune campagne n'est ouverte : la répartition se lira dès ses premières déclarations.")
    st.stop()
aggregates.refresh_all(base, now)

places = stocks.departments(base)
item_place, week_place, department_place = st.columns([2, 1, 1.4])
with item_place:
    code = choices.choose("Produit", "produit", {item.code: item.label for item in items})
    item = next(item for item in items if item.code == code)
with week_place:
    week = choices.choose_week(weeks, stocks.latest_answered(base, weeks))
with department_place:
    labels = {"france": "France entière"} | {place.department_code: place.label for place in places}
    chosen = choices.choose("Détail par officine", "departement", labels)
aggregates.refresh(base, week, now)

st.header("En combien de mains ?", anchor=False)
st.caption(f"{plain(item.label)}, semaine {week.label}, stocks déclarés")
holdings = rebalancing.holdings(base, week, item)
if not holdings:
    st.info("Personne n'a encore donné de quantité de ce produit : choisissez une semaine précédente.")
    st.stop()
view.concentration(holdings, item.unit[1])
stock_view.twin(
    "concentration",
    f"Concentration, {item.label}, {week.label}, par département",
    lambda: tables.held_table(places, holdings, item.unit[1]),
    lambda: tables.held_file(places, holdings, week),
    f"concentration-{item.code}-{week.iso}.csv",
)

st.header("Que déplacer ?", anchor=False)
pack = rebalancing.pack_of(item, season)
if pack is None:
    st.info("Les boîtes de cette famille n'ont pas toutes la même taille : choisissez un produit.")
    st.stop()
budget, terms = view.choose_terms()
scene = rebalancing.Scene(item, week, pack, places, rebalancing.supplies(base, week, item, pack))
plan = rebalancing.moves(scene.held, budget, terms)
view.answer(scene, plan, terms)
after = view.choose_side()
drawing.draw(scene, plan, after=after)
view.tables_of(scene, plan)

place = next((place for place in places if place.department_code == chosen), None)
if place:
    st.header(f"Entre officines : {place.name}", anchor=False)
    individual.show(base, person, scene, place, terms)
