"""Nouvelle déclaration constatée: the pharmacy's stocks of this week."""

import streamlit as st

from dp_ruptures import access, clock, declaration_form, declarations, french, receipt_view, store
from dp_ruptures.campaign import campaign_of
from dp_ruptures.errors import Refused
from dp_ruptures.rules.declaration import Declaration, read_entries
from dp_ruptures.rules.retention import erasure_day
from dp_ruptures.rules.week import PARIS, week_of

person = access.require("declare")
now = clock.now()
week = week_of(now)
finess = person.finess or ""
base = store.current()

st.title("Nouvelle déclaration constatée")
campaign = campaign_of(base, now.astimezone(PARIS).date())
if campaign is None or not campaign.is_open(now.astimezone(PARIS).date()):
    st.info("Aucune campagne n'est ouverte : il n'y a rien à déclarer cette semaine.")
    st.stop()

st.write(
    f"**Semaine {week.number}** · {french.span(week.monday, week.sunday)} · "
    f"ferme {french.remaining(week.closes_at - now)} (dimanche à minuit, heure de Paris)"
)
current = declarations.current(base, finess, week)
last_week = declarations.current(base, finess, week.shift(-1))
receipt_place = st.container()
with st.container(width=760):
    form = declaration_form.draw(campaign, week, current, last_week)
st.caption(
    "L'Ordre voit vos chiffres ; le ministère ne reçoit que le total du département, quand il ne permet "
    f"pas de vous reconnaître. Effacés le {french.day(erasure_day(week))}."
)

if form.sent:
    reading = read_entries(form.entries, {product.cip13: product for product in campaign.products})
    form.show_problems(reading.problems)
    waiting = form.unconfirmed(reading.questions, reading.lines)
    if reading.problems or waiting:
        receipt_place.error("Rien n'est encore enregistré : corrigez ou confirmez les lignes signalées.")
    else:
        try:
            sent = Declaration(finess, week, reading.lines, author=person.name, channel="form")
            current = declarations.declare(base, sent, now)
        except Refused as refusal:
            receipt_place.error(str(refusal))
            st.stop()
        declaration_form.start_again_from(current)
        st.rerun()
if current:
    with receipt_place:
        receipt_view.show(current, campaign)
