"""Nouvelle déclaration constatée: the pharmacy's stocks of this week."""

import streamlit as st

from dp_ruptures import (
    access,
    clock,
    declaration_answers,
    declaration_form,
    declaration_sending,
    declaration_sheet,
    declaration_words,
    declarations,
    door_view,
    feedback_view,
    shortage_view,
    store,
)
from dp_ruptures.campaign import campaign_of
from dp_ruptures.declaration_look import Desk
from dp_ruptures.declaration_start import Start, copy_fields, on_screen
from dp_ruptures.rules.week import PARIS, week_of

person = access.require("declare")
today, this_week = clock.now().astimezone(PARIS).date(), week_of(clock.now())
finess, base = person.finess or "", store.current()

st.title("Nouvelle déclaration constatée")
season, opened = campaign_of(base, today), on_screen()
start = opened or Start(this_week, declarations.current(base, finess, this_week))
campaign = campaign_of(base, min(today, start.week.sunday))
if season is None or campaign is None or not (season.is_open(today) or opened):
    st.info("Aucune campagne n'est ouverte : il n'y a rien à déclarer cette semaine.")
    st.stop()
sheet = declaration_sheet.read(base, finess, start, campaign, clock.now())
current = declarations.current(base, finess, start.week) if opened else start.receipt
if current:
    feedback_view.draw(base, current, sheet, clock.now())
    shortage_view.offer(base, finess, current.lines, campaign)


desk = Desk(base, sheet, season)


@st.fragment
def weekly_form() -> None:
    """The fields and what they are asked. One quantity typed runs its own line again, seldom all of this."""
    author, now = access.require("declare"), clock.now()
    form = declaration_form.draw(desk, now)
    next_week = desk.next_week(now)
    if form.pressed == declaration_answers.NEXT_WEEK and next_week:
        # Opened on no declaration: one that is already there will be asked about before it is replaced.
        copy_fields(start, Start(next_week, copied_from=start.week))
        st.rerun()
    if form.pressed and desk.is_open(now) and form.reading.problems:
        form.hold(declaration_words.NOT_YET, now)
    elif form.pressed:
        declaration_sending.send(base, form, author.name, now)
    if start.overtaken_by:
        form.ask_to_replace(start.overtaken_by)


with st.container(width=760):
    weekly_form()
    door_view.draw(sheet)
declaration_form.keyboard()
st.caption(declaration_words.who_sees(start.week))
