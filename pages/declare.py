"""Nouvelle déclaration constatée: the pharmacy's stocks of this week."""

import streamlit as st

from dp_ruptures import access, clock, declaration_form, declarations, french, receipt_view, store
from dp_ruptures.campaign import campaign_of
from dp_ruptures.declaration_start import Start, copy_fields, on_screen, start_again_from
from dp_ruptures.declarations import Overtaken
from dp_ruptures.errors import Refused
from dp_ruptures.rules.declaration import Declaration, read_entries
from dp_ruptures.rules.retention import erasure_day
from dp_ruptures.rules.week import PARIS, week_of

person = access.require("declare")
now = clock.now()
today, this_week = now.astimezone(PARIS).date(), week_of(now)
finess = person.finess or ""
base = store.current()

st.title("Nouvelle déclaration constatée")
season = campaign_of(base, today)
season_is_open = season is not None and season.is_open(today)
opened = on_screen()
start = opened or Start(this_week, declarations.current(base, finess, this_week))
week = start.week
campaign = campaign_of(base, min(today, week.sunday))
if campaign is None or not (season_is_open or opened):
    st.info("Aucune campagne n'est ouverte : il n'y a rien à déclarer cette semaine.")
    st.stop()

is_open = season_is_open and week.is_open(now)
closing = f"ferme {french.remaining(week.closes_at - now)}" if is_open else "close"
st.write(
    f"**Semaine {week.number}** · {french.span(week.monday, week.sunday)} · "
    f"{closing} (dimanche à minuit, heure de Paris)"
)
current = declarations.current(base, finess, week)
last_week = declarations.current(base, finess, week.shift(-1))
next_week = this_week if season_is_open and week < this_week else None
receipt_place = st.container()
with st.container(width=760):
    form = declaration_form.draw(campaign, start, last_week, next_week)
if not is_open:
    form.say_closed(next_week)
st.caption(
    "L'Ordre voit vos chiffres ; le ministère ne reçoit que le total du département, quand il ne permet "
    f"pas de vous reconnaître. Effacés le {french.day(erasure_day(week))}."
)

if form.moved and next_week:
    # Opened on no declaration: one that is already there will be asked about before it is replaced.
    copy_fields(start, Start(next_week, copied_from=week))
    st.rerun()
if form.sent:
    reading = read_entries(form.entries, {product.cip13: product for product in campaign.products})
    form.show_problems(reading.problems)
    form.show_remarks(reading.remarks)
    waiting = form.unconfirmed(reading.questions, reading.lines)
    if is_open and (reading.problems or waiting):
        receipt_place.error("Rien n'est encore enregistré : corrigez ou confirmez les lignes signalées.")
    else:
        try:
            sent = Declaration(finess, week, reading.lines, author=person.name, channel="form")
            written = declarations.declare(base, sent, now, over=start.agreed(current))
        except Overtaken as meanwhile:
            receipt_place.error("Rien n'est encore enregistré : répondez à la question au-dessus du bouton.")
            form.ask_to_replace(meanwhile.receipt)
            current = meanwhile.receipt
        except Refused as refusal:
            receipt_place.error(str(refusal))
            st.stop()
        else:
            start_again_from(Start(week, written, reading.remarks))
            st.rerun()
if current:
    with receipt_place:
        receipt_view.show(current, campaign, start.remarks)
