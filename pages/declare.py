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
    questions,
    shortage_view,
    store,
)
from dp_ruptures.campaign import campaign_of
from dp_ruptures.declaration_draft import Draft
from dp_ruptures.declaration_start import Start, copy_fields, on_screen
from dp_ruptures.rules.entry import read_entries
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


@st.fragment
def weekly_form() -> None:
    """The fields and what they are asked: the only part that runs again at each quantity typed."""
    author, now = access.require("declare"), clock.now()
    goes_on = season.is_open(now.astimezone(PARIS).date())
    is_open = goes_on and start.week.is_open(now)
    next_week = week_of(now) if goes_on and start.week < week_of(now) else None
    draft = Draft(base, finess, start, clicked=declaration_form.clicked())
    head = st.empty()
    declaration_form.ask_about_unsent(draft, now)
    form = declaration_form.draw(sheet, draft, next_week)
    draft.save(now)
    head.markdown(declaration_words.heading(start.week, now, is_open, draft.saved_at))
    if not is_open:
        form.say_closed(next_week)
    if form.pressed == declaration_answers.NEXT_WEEK and next_week:
        # Opened on no declaration: one that is already there will be asked about before it is replaced.
        copy_fields(start, Start(next_week, copied_from=start.week))
        st.rerun()
    form.settle()
    reading = read_entries(form.entries, sheet.products, sheet.last_week)
    form.show(reading)
    asked = form.ask(questions.about(reading.lines, sheet.campaign, sheet.known))
    if form.pressed and is_open and reading.problems:
        form.hold(declaration_words.NOT_YET, now)
    elif form.pressed:
        declaration_sending.send(base, form, reading, author.name, now, asked=asked)
    if start.overtaken_by:
        form.ask_to_replace(start.overtaken_by)


with st.container(width=760):
    weekly_form()
    door_view.draw(sheet)
declaration_form.keyboard()
st.caption(declaration_words.who_sees(start.week))
