"""What the Ordre's release page shows of an erratum: its rules, the difference, the second look."""

from datetime import datetime

import streamlit as st

from dp_ruptures import erratum_desk, french, release_desk, release_desk_view
from dp_ruptures.errors import Refused
from dp_ruptures.publication import erratum
from dp_ruptures.release_desk import Look
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import Week
from dp_ruptures.sessions import Person
from dp_ruptures.store import Store

_RULES = (
    "Une semaine publiée ne change pas : les retards et les corrections entrent d'eux-mêmes dans la "
    "suivante. Un erratum ne sert que si un chiffre publié trompe le ministère. Il n'y en a **qu'un par "
    "semaine**, pour la dernière publiée ; il a son numéro, et le ministère lit son motif et chaque chiffre, "
    "avant et après. Ne paraissent que les corrections qui ne désignent aucune officine."
)


def section(store: Store, person: Person, now: datetime) -> None:
    """The way to an erratum of the week released last, or why there is none."""
    week, why_not = erratum_desk.candidate(store)
    if week is None:
        st.caption(why_not)
        return
    seen = erratum_desk.last_look(store, week)
    with st.expander(f"Corriger la semaine {week.label}, déjà publiée", expanded=seen is not None):
        st.markdown(_RULES)
        if _looking(store, week, person, now):
            seen = erratum_desk.last_look(store, week)
        if seen is not None:
            _preview(seen)
            if erratum_desk.difference(seen).changes:
                _publishing(store, seen, person, now)


def _looking(store: Store, week: Week, person: Person, now: datetime) -> bool:
    """The form of the first look; whether one was just taken."""
    with st.form("erratum-look", enter_to_submit=False):
        label = "Motif de l'erratum, sans nommer d'officine (le ministère le lira)"
        reason = st.text_area(label, max_chars=300, height=80)
        sent = st.form_submit_button("Voir ce que l'erratum changerait", icon=":material/difference:")
    if not sent:
        return False
    try:
        with st.spinner(release_desk_view.COMPUTING):
            erratum_desk.look(store, week, reason=reason or "", now=now, actor=person.name)
    except Refused as refusal:
        st.error(str(refusal))
        return False
    return True


def _preview(seen: Look) -> None:
    found = erratum_desk.difference(seen)
    st.markdown(f"**Motif** : {plain(found.reason)}")
    if not found.changes:
        st.info(
            "Aucun chiffre publié ne changerait : soit les déclarations n'ont pas changé, soit les montrer "
            "désignerait une officine. Il n'y a pas d'erratum à publier."
        )
        return
    release_desk_view.preview(seen)
    moved = french.plural(len(found.changes), "chiffre change", "chiffres changent")
    st.markdown(f"**{moved}** par rapport à ce qui est publié :")
    rows = erratum.table(found)
    st.dataframe(rows, hide_index=True, alt=f"Erratum de la semaine {seen.week.label} : avant et après")


def _publishing(store: Store, seen: Look, person: Person, now: datetime) -> None:
    """The second look: whether the difference was read, and why one person does both."""
    must = release_desk.needs_reason(seen, person.name)
    # Another look taken meanwhile makes another form: a click on the former one publishes nothing unseen.
    with st.form(f"erratum-{seen.state_sha256}-{seen.previewed_at.isoformat()}", enter_to_submit=False):
        if seen.previewed_by == person.name:
            st.caption(release_desk_view.ALONE)
        alone = (
            st.text_input("Pourquoi publier seul, ou malgré l'avertissement", max_chars=300) if must else ""
        )
        read = st.checkbox("J'ai lu chaque chiffre, avant et après. Un erratum ne se refait pas.")
        sent = st.form_submit_button(f"Publier l'erratum de la semaine {seen.week.label}", type="primary")
    if not sent:
        return
    if not read:
        st.error("Lisez la différence, puis cochez la case : un erratum ne se refait pas.")
        return
    try:
        with st.spinner(release_desk_view.PUBLISHING):
            erratum_desk.publish(store, seen, alone=alone or "", now=now, actor=person.name)
    except Refused as refusal:
        st.error(str(refusal))
    else:
        st.rerun()
