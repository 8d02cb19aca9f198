"""The administration page's word on the night's work, and who is written to when it fails."""

from datetime import datetime

import streamlit as st

from dp_ruptures import access, mailing_lists, night_report, settings
from dp_ruptures.errors import Refused
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.sessions import Person
from dp_ruptures.store import Store


def show(store: Store, person: Person, now: datetime) -> None:
    """One sentence per job, loud when something is wrong; then the operators' addresses."""
    if settings.load().fixed_now:
        st.caption("L'heure est fixée (DP_RUPTURES_NOW) : aucun travail de nuit ne se fait.")
    for job in night_report.TITLES:
        outcome = night_report.last(store, job)
        say = {night_report.FAILED: st.error, night_report.LATE: st.warning}.get(
            night_report.state(outcome, now), st.markdown
        )
        say(plain(night_report.told(outcome, job, now)))
    _operators(store, person, now)


def _operators(store: Store, person: Person, now: datetime) -> None:
    with st.form("operators", enter_to_submit=False):
        typed = st.text_area(
            "Exploitation : à qui écrire quand un travail de nuit échoue",
            "\n".join(mailing_lists.recipients(store, mailing_lists.OPERATORS)),
            key=mailing_lists.OPERATORS,
            help="Une adresse par ligne. Sans adresse, c'est à la liste de l'Ordre, page « Publication ».",
        )
        sent = st.form_submit_button("Enregistrer les adresses")
    if sent:
        access.require("administer")
        try:
            mailing_lists.change(store, mailing_lists.OPERATORS, typed or "", now=now, actor=person.name)
        except Refused as refusal:
            st.error(str(refusal))
        else:
            st.success("Adresses enregistrées.")
