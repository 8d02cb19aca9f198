"""Ruptures d'approvisionnement: what is missing, product by product, until it is delivered again."""

from collections.abc import Callable

import streamlit as st

from dp_ruptures import access, clock, shortage_acts, shortage_form, shortage_view, shortages, store
from dp_ruptures.campaign import campaign_of
from dp_ruptures.errors import Refused
from dp_ruptures.rules.week import PARIS
from dp_ruptures.shortage_acts import Asked
from dp_ruptures.shortage_products import notices
from dp_ruptures.shortages import Shortage

person = access.require("declare")
_DONE = "shortages.done"
now, base, finess = clock.now(), store.current(), person.finess or ""
known = shortages.of_pharmacy(base, finess)
lasting = [shortage for shortage in known if shortage.lasts]
st.title("Ruptures d'approvisionnement")
receipt_place = st.container()
done = shortages.find(base, finess, st.session_state.pop(_DONE, ""))
if done:
    with receipt_place:
        shortage_view.receipt(done)


def write(act: Callable[[], Shortage]) -> None:
    """Do it, then draw the page again from what the store holds; or say why not."""
    try:
        st.session_state[_DONE] = act().shortage_id
    except Refused as refusal:
        receipt_place.error(str(refusal))
    else:
        shortage_form.look_for("")
        st.rerun()


def carry_out(asked: Asked | None) -> None:
    """Do what a click asked for, if any."""
    if asked:
        write(lambda: shortage_acts.carry_out(base, finess, asked, author=person.name, now=now))


# Whoever comes with a product declares it first; what waits to be confirmed waits below.
places = [st.container(), st.container()]
form_place, due_place = places if st.query_params.get(shortage_form.SEARCH) else reversed(places)
with due_place:
    carry_out(shortage_view.ask_to_confirm(shortages.to_confirm(known, now), now))

form_place.subheader("Déclarer une rupture", anchor=False)
with form_place.container(width=760):
    st.caption(shortage_form.THE_LAW)
    found = shortage_form.pick(base, campaign_of(base, now.astimezone(PARIS).date()))
    if found:
        product, author = (found.cip13, found.name), person.name
        shortage_form.card(found, notices(base, [found.cip13]).get(found.cip13, []))
        form = shortage_form.Form(found, next((one for one in lasting if one.cip13 == found.cip13), None))
        facts = form.facts(now) if form.sent else None
        if facts:
            write(lambda: shortage_acts.declare(base, finess, product, facts, author=author, now=now))
        elif form.sent:
            receipt_place.error("Rien n'est encore enregistré : corrigez les champs signalés.")

st.subheader("Mes ruptures", anchor=False)
if not known:
    st.info("Aucune rupture déclarée. Quand un produit manque, cherchez-le ci-dessus.")
    st.stop()
if lasting:
    shortage_view.list_open(lasting, notices(base, [one.cip13 for one in lasting]))
else:
    st.write("Aucune rupture ouverte.")
chosen = shortage_view.choose(known)
if chosen:
    if chosen.lasts:
        carry_out(shortage_view.follow(chosen, now))
    shortage_view.history(chosen, shortages.history(base, finess, chosen.shortage_id))
