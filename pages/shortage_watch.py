"""Veille des ruptures: which products are declared missing, where, for how long, and does it spread?"""

import streamlit as st

from dp_ruptures import access, clock, shortage_products, shortage_watch, stocks
from dp_ruptures import shortage_watch_view as view
from dp_ruptures import shortage_words as words
from dp_ruptures import store as stores
from dp_ruptures.rules.week import week_of, weeks_between

access.require("read_stocks")
base = stores.current()
now = clock.now()
st.title("Veille des ruptures")

places = stocks.departments(base)
zones = shortage_watch.zones(places)
zone_place, age_place, product_place = st.columns([1.4, 1, 2])
with zone_place:
    zone = view.choose_zone(zones)
with age_place:
    sight = shortage_watch.Sight(now, zone, view.choose_age())
listed = shortage_watch.watched(base, sight)
if not listed:
    st.info(
        "Aucune rupture ouverte ici : choisissez une zone plus grande ou toutes les anciennetés. Les "
        "officines en déclarent dans leur page « Ruptures d'approvisionnement »."
    )
    st.stop()
with product_place:
    chosen = view.choose_product(listed)

anything = shortage_watch.reach(base, sight, None)
whole = shortage_watch.total(anything, zone.departments)
country = shortage_watch.total(anything, zones[shortage_watch.FRANCE].departments).active
view.answer(listed, sight, country)
view.headlines(listed, whole, country)
view.products(listed, sight, whole, country, bdpm=shortage_products.bdpm_is_loaded(base))

name = words.short(chosen.name) if chosen else "tous produits"
cip13 = chosen.cip13 if chosen else None
this_week = week_of(now)
weeks = weeks_between(this_week.shift(-shortage_watch.WEEKS_BACK), this_week)
left, right = st.columns(2, gap="medium")
with left:
    view.curve(name, zone, weeks, shortage_watch.history(base, sight, weeks, cip13), this_week)
with right:
    by_department = shortage_watch.reach(base, sight, cip13) if chosen else anything
    view.reach_map(name, places, by_department, sight)
