"""Explorer les stocks: where is it missing, since when, and how sure are we? Map, curves and tables."""

import streamlit as st

from dp_ruptures import (
    access,
    address,
    aggregates,
    areas,
    clock,
    curves_view,
    exploration,
    filters,
    individual_view,
    playback,
    stock_view,
    stocks,
    week_view,
)
from dp_ruptures import store as stores

person = access.require("read_stocks")
base = stores.current()
now = clock.now()
st.title("Explorer les stocks")

latest_first, items = stocks.season(base, now)
if not latest_first or not items:
    st.info(
        "Aucune campagne n'est ouverte. Cette page se remplira dès la première déclaration "
        "d'une campagne ; l'administration peut en ouvrir une."
    )
    st.stop()
if not playback.is_playing():
    aggregates.refresh_all(base, now)
    # On Monday at dawn nobody has declared yet: the pharmacies asked must be counted all the same.
    aggregates.refresh(base, latest_first[0], now)

places = stocks.departments(base)
known = areas.areas(places)
latest = stocks.latest_answered(base, latest_first)
chosen = filters.choose(items, known, latest_first)
filters.adopt_week(latest_first, latest)
filters.adopt_products(items)
with st.container():
    for sentence in address.unknown():
        st.warning(sentence)
filters.way_up(known, chosen.area)

weeks = latest_first[::-1]
open_week = next((week for week in weeks if week.is_open(now)), None)
country = exploration.country(base, chosen, known, latest)
playback.fragment(week_view.week_part, base, weeks, chosen, country, now)
filters.write_address(chosen)

season = curves_view.read(base, items, weeks, chosen, open_week)
curves_view.curves(base, chosen, season)
if chosen.area.is_department:
    week = filters.week_of_slider()
    view = stock_view.View(chosen, week, week.is_open(now))
    individual_view.pharmacies(base, person, view, chosen.area)
curves_view.products(chosen, season)
