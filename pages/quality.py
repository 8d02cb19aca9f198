"""Qualité: which figures of the week surprise, and what to do about each."""

import streamlit as st

from dp_ruptures import (
    access,
    choices,
    clock,
    french,
    quality,
    quality_bulk,
    quality_bulk_view,
    quality_decisions,
    quality_desk,
    quality_queue,
    stocks,
)
from dp_ruptures import quality_view as view
from dp_ruptures import store as stores

person = access.require("judge_quality")
base, now = stores.current(), clock.now()
st.title("Qualité")

weeks = stocks.weeks(base, now)
if not weeks:
    st.info("Aucune campagne n'est ouverte : il n'y a pas de chiffre à examiner.")
    st.stop()
left, middle, right = st.columns(3, vertical_alignment="bottom")
with left:
    week = choices.choose_week(weeks, stocks.latest_answered(base, weeks))
quality_desk.note_look(person, week)
cases = quality.queue(base, week, now)
with middle:
    cause = view.choose_cause(counted := quality.causes_of(cases))
with right:
    keys = view.keys_wanted()
shown = [case for case in cases if not cause or case.finding.code == cause]
st.caption(
    f"{french.plural(len(shown), 'chiffre')} à examiner, semaine {week.label}. Les plus trompeurs pour un "
    "total d'abord, ceux que l'officine a confirmés à la fin. Consultation inscrite au registre des accès."
)
if base.query("release_by_week", week=week.monday):
    st.caption(f"La semaine {week.label} est publiée et le reste : une décision compte pour la suite.")
st.caption(view.told(counted))
quality_desk.said(base, person, keys=keys)
if case := view.next_of(shown):
    left, right = st.columns([2, 1], gap="large")
    with left:
        view.case(case, view.weeks_of(base, case, week), week)
    with right:
        act, words = view.acts(case, keys=keys)
    if act:
        quality_desk.perform(base, person, act, case, words)
elif shown:
    st.button("Revoir les chiffres passés", on_click=view.take_back_skipped)
else:
    st.info("Aucun chiffre à examiner : tout est décidé, ou rien ne surprend cette semaine.")
# All of one reason are told apart from the others by eye: only then may one decision be about them all.
if cause and len(shown) > 1 and (asked := quality_bulk_view.ask(shown)):
    quality_desk.decide_together(base, person, *asked)
if shown:
    quality_queue.queue(person, shown, week, shown=quality_bulk.MOST if cause else quality_queue.LISTED)
if taken := quality_decisions.decisions(quality.decided(base, week)):
    quality_desk.take_back(base, person, taken)
