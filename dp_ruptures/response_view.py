"""What « Réponses » draws of a week: headline figures, the days, the areas, the terms."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from dp_ruptures import figures, french, response_tables, response_terms, stock_tables, stock_view
from dp_ruptures.errors import Refused
from dp_ruptures.figures import DAYS
from dp_ruptures.response_tables import Named, rate_of
from dp_ruptures.response_terms import Terms
from dp_ruptures.responses import Survey
from dp_ruptures.rules.response import Turnout
from dp_ruptures.rules.spreadsheet import csv_bytes, plain
from dp_ruptures.rules.week import Week
from dp_ruptures.sessions import Person
from dp_ruptures.store import Store


def headlines(whole: Turnout, terms: Terms) -> None:
    """Expected, answered, on time, ever, inactive."""
    # In a row that wraps: five columns would be five lines of a phone.
    row = st.container(horizontal=True, gap="medium")
    row.metric("Attendues", french.number(whole.expected), help="En activité, sans les inactives.")
    row.metric("Ont répondu", _share(whole.answered, whole), help="Parmi les attendues.")
    row.metric(
        "À temps",
        _share(whole.on_time, whole),
        help=f"Première réponse avant la fin du {DAYS[terms.on_time_day - 1]}. Les autres comptent autant.",
    )
    row.metric(
        "Ont déjà répondu",
        french.number(whole.ever),
        help="Au moins une fois depuis le début de la campagne, cette semaine comprise.",
    )
    row.metric("Inactives", french.number(whole.inactive), help="Hors des attendues ; la règle est dessous.")


def _share(part: int, whole: Turnout) -> str:
    return f"{french.number(part)} · {rate_of(part, whole.expected)}"


def rule(asked: Survey, whole: Turnout, terms: Terms) -> None:
    """The sentence that says who is out of the denominator, and what the rate would be with them."""
    said = (
        f"**{rate_of(whole.answered, whole.expected)}** des officines attendues ont répondu, "
        f"soit {rate_of(whole.answered, whole.in_business)} de toutes les officines en activité "
        f"({french.number(whole.in_business)}). "
    )
    if asked.since is None:
        said += (
            f"Aucune n'est encore inactive : il faut {terms.silent_weeks} semaines de campagne sans réponse."
        )
    else:
        inactive = french.plural(whole.inactive, "officine inactive", "officines inactives")
        said += (
            f"{inactive} : aucune réponse cette semaine, ni les {terms.silent_weeks} d'avant "
            f"(depuis {asked.since.label}). Une réponse les fait redevenir attendues. "
            "Les publications, elles, les gardent au dénominateur."
        )
    st.markdown(french.kept_together(said))


def days(asked: Survey, come: Mapping[Week, Sequence[int | None]], area: str, terms: Terms) -> None:
    """Cumulative answers day after day, the week looked at against the weeks before."""
    title = f"Réponses reçues, jour après jour, {area}"
    st.markdown(f"**{plain(title)}** (officines, cumul)")
    st.plotly_chart(
        figures.arrival_figure(list(come.items()), terms.on_time_day, dark=stock_view.is_dark()),
        height=340,
        config=figures.ARRIVAL_CONFIG,
        alt=f"{title}, {asked.week.label} et les semaines précédentes. Mêmes chiffres dans le tableau.",
    )
    st.caption(
        f"Source : déclarations des officines, semaine {asked.week.label}. "
        f"Trait vertical : fin du {DAYS[terms.on_time_day - 1]}, limite des réponses « à temps »."
    )
    stock_view.twin(
        "jours",
        "Réponses par jour",
        lambda: response_tables.day_table(come),
        lambda: response_tables.day_file(come, area),
        f"reponses-jours-{asked.week.iso}.csv",
    )


def areas(rows: Sequence[Named], asked: Survey) -> None:
    """One row per area, the lowest rate first."""
    st.markdown("**Par zone, le taux le plus bas d'abord**")
    st.table(
        response_tables.area_table(rows),
        hide_index=True, border="horizontal", height=stock_tables.height_of(len(rows), 340),
        alt=f"Réponses par zone, {asked.week.label}",
    )  # fmt: skip
    name = f"reponses-zones-{asked.week.iso}.csv"
    content = csv_bytes(response_tables.area_file(rows, asked.week))
    st.download_button("Télécharger (CSV)", content, name, "text/csv", on_click="ignore", key="csv-areas")


def settings(store: Store, person: Person, terms: Terms, now: datetime) -> None:
    """Until when an answer is on time, and after how many silent weeks a pharmacy is inactive."""
    with st.expander("Réglages : à temps, inactives"), st.form("response-terms", enter_to_submit=False):
        day = st.selectbox(
            "À temps jusqu'à la fin du", DAYS, index=terms.on_time_day - 1,
            help="Une étiquette pour l'Ordre : une réponse compte jusqu'à dimanche, quel que soit son jour.",
        )  # fmt: skip
        silent = st.number_input(
            "Inactive après tant de semaines sans réponse",
            response_terms.FEWEST_WEEKS, response_terms.MOST_WEEKS, terms.silent_weeks,
        )  # fmt: skip
        sent = st.form_submit_button("Enregistrer les réglages")
    if not sent:
        return
    try:
        response_terms.change(
            store, on_time_day=DAYS.index(day) + 1, silent_weeks=int(silent), now=now, actor=person.name
        )
    except Refused as refusal:
        st.error(str(refusal))
    else:
        st.rerun()
