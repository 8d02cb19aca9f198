"""Réponses: who answered this week, who did not, and what is written to them."""

import streamlit as st

from dp_ruptures import (
    access,
    choices,
    clock,
    french,
    mailing_view,
    reminder_report,
    response_tables,
    response_terms,
    response_view,
    responses,
    silent_view,
    stocks,
)
from dp_ruptures import store as stores

person = access.require("follow_responses")
base = stores.current()
now = clock.now()
st.title("Réponses")

kept = responses.weeks(base, now)
if not kept:
    st.info(
        "Aucune campagne n'est ouverte. Les réponses se compteront dès sa première semaine ; "
        "l'administration peut en ouvrir une."
    )
    st.stop()

terms = response_terms.terms(base)
places = stocks.departments(base)
week_place, area_place, detail_place = st.columns([1, 1.4, 1])
with week_place:
    week = choices.choose_week(kept, kept[0])
with area_place:
    area, codes = choices.choose_area(places)
with detail_place:
    detail = choices.pick("Détail", "detail", {"regions": "Régions", "departements": "Départements"})

asked = responses.survey(week, kept, terms)
seen = {code: turnout for code, turnout in responses.turnout(base, asked).items() if code in codes}
whole = response_tables.added(seen.values())
still = " (en cours)" if week.is_open(now) else ""
st.header(f"Semaine {week.label}, {french.span(week.monday, week.sunday)}{still}", anchor=False)
st.caption(area)
response_view.headlines(whole, terms)
response_view.rule(asked, whole, terms)

left, right = st.columns([1, 1.3], gap="medium")
with left:
    shown = responses.compared(week, kept)
    response_view.days(asked, responses.arrivals(base, shown, codes, now), area, terms)
with right:
    listed = [place for place in places if place.department_code in codes]
    by_region = detail == "regions" and len({place.region_code for place in listed}) > 1
    rows = (response_tables.by_region if by_region else response_tables.by_department)(listed, seen)
    response_view.areas(rows, asked)

st.header("Qui n'a pas répondu", anchor=False)
silent_view.pharmacies(base, person, asked, area, codes)

st.header("Relances", anchor=False)
zone = reminder_report.zone_of(area, codes, len(places))
mailing_view.remind(base, person, now, zone)

st.header("Invitations", anchor=False)
mailing_view.invite(base, person, now, zone)
response_view.settings(base, person, terms, now)
