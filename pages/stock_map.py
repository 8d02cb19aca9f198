"""Carte des stocks: where is it missing this week, and how sure are we?"""

import streamlit as st

from dp_ruptures import access, aggregates, clock, filters, individual_view, stock_tables, stock_view, stocks
from dp_ruptures import store as stores
from dp_ruptures.rules.measure import RESPONSE, total
from dp_ruptures.rules.spreadsheet import plain

person = access.require("read_stocks")
base = stores.current()
now = clock.now()
st.title("Carte des stocks")

weeks = stocks.weeks(base, now)
items = stocks.items(base, now)
if not weeks or not items:
    st.info(
        "Aucune campagne n'est ouverte. La carte se remplira dès la première déclaration "
        "d'une campagne ; l'administration peut en ouvrir une."
    )
    st.stop()
aggregates.refresh_all(base, now)
aggregates.refresh(base, weeks[0], now)

places = stocks.departments(base)
item_place, week_place, measure_place, department_place = st.columns([2, 1, 1, 1.4])
with item_place:
    item = filters.choose_item(items)
with week_place:
    week = filters.choose_week(weeks, stocks.latest_answered(base, weeks))
with measure_place:
    measure = filters.choose_measure()
with department_place:
    chosen = filters.choose_department(places)
aggregates.refresh(base, week, now)

view = stock_view.View(item, week, measure, is_open=week.is_open(now))
tallies = stocks.by_department(base, week, item)
st.header(plain(view.title), anchor=False)
st.caption(f"France entière, {view.when}")
stock_view.headlines(view, tallies)
if not any(tally.respondents for tally in tallies.values()):
    st.info("Aucune officine n'a encore répondu pour cette semaine : choisissez une semaine précédente.")

shown = stock_view.classes(view, tallies)
hover = stock_tables.hover_texts(places, tallies, measure, item, week)
area = chosen.name if chosen else "France entière"
left, right = st.columns([2, 1], gap="medium")
with left:
    stock_view.france_map(view, shown, hover, chosen)
with right:
    stock_view.map_legend(view, shown, total(tallies.values()))
    if chosen:
        st.header(area, anchor=False)
        tally = tallies[chosen.department_code]
        st.write(stock_tables.hover_text(tally, measure, item, week).replace("<br>", "  \n"))
        st.button("Retour à la France", icon=":material/arrow_back:", on_click=filters.back_to_france)
    else:
        st.caption("Cliquez sur un département, ou choisissez-le dans la liste, pour voir le sien.")

codes = [chosen.department_code] if chosen else [place.department_code for place in places]
seen = stocks.history(base, weeks[::-1], [item], codes)[item.code]
open_week = next((week for week in weeks if week.is_open(now)), None)
period = stock_view.Period(weeks[::-1], seen, open_week)
left, right = st.columns(2, gap="medium")
if measure.key != RESPONSE:
    with left:
        stock_view.item_curve(view, area, period, seen)
with right if measure.key != RESPONSE else left:
    stock_view.response_curve(area, period)
if chosen:
    individual_view.pharmacies(base, person, view, chosen)

stock_view.twin(
    f"Carte, {view.title}, {week.label}",
    stock_tables.map_table(places, tallies, item),
    stock_tables.map_file(places, tallies, item, week),
    f"stocks-{item.code}-{week.iso}.csv",
)
