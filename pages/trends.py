"""Tendances: the stocks week after week, by product and area, with what they are worth."""

import streamlit as st

from dp_ruptures import access, aggregates, clock, filters, stock_tables, stock_view, stocks, store
from dp_ruptures.figures import Curve
from dp_ruptures.rules.measure import RESPONSE, figure_of

access.require("read_stocks")
base = store.current()
now = clock.now()
st.title("Tendances")

weeks = stocks.weeks(base, now)[::-1]
items = stocks.items(base, now)
if not weeks or not items:
    st.info(
        "Aucune campagne n'est ouverte. Les courbes se dessineront dès la première semaine "
        "d'une campagne ; l'administration peut en ouvrir une."
    )
    st.stop()
aggregates.refresh_all(base, now)
# On Monday at dawn nobody has declared yet: the pharmacies asked must be counted all the same.
aggregates.refresh(base, weeks[-1], now)

item_place, area_place, measure_place = st.columns([2, 1.4, 1])
with item_place:
    chosen = filters.choose_items(items)
with area_place:
    area, codes = filters.choose_area(stocks.departments(base))
with measure_place:
    measure = filters.choose_measure()

seen = stocks.history(base, weeks, chosen, codes)
answers = seen[chosen[0].code]
open_week = next((week for week in weeks if week.is_open(now)), None)
period = stock_view.Period(weeks, answers, open_week)
units = {item.unit[1] for item in chosen}
unit = units.pop() if len(units) == 1 else "unités"

if not any(tally.respondents for tally in answers):
    st.info("Aucune officine de cette zone n'a encore répondu : choisissez une zone plus grande.")
if measure.key != RESPONSE:
    drawn = [
        Curve(item.label, [figure_of(measure.key, tally) for tally in seen[item.code]]) for item in chosen
    ]
    stock_view.curves(f"{measure.title}, {area}", period, drawn, measure, unit, height=440)
    st.caption(measure.explanation)
stock_view.response_curve(area, period, height=220)
stock_view.twin(
    f"{measure.title}, {area}",
    stock_tables.trend_table(weeks, chosen, seen, measure),
    stock_tables.trend_file(weeks, chosen, seen, area),
    f"tendances-{weeks[-1].iso}.csv",
)
