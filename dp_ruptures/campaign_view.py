"""What the page of the campaign asks of the administrator: its days, its form, its terms."""

from dataclasses import asdict
from datetime import date

import streamlit as st

from dp_ruptures import act_view, campaign_terms, choices, french
from dp_ruptures.campaign import FAMILIES
from dp_ruptures.campaign_acts import Dates, NewTerms
from dp_ruptures.campaign_form_act import Form
from dp_ruptures.campaign_terms import CampaignTerms
from dp_ruptures.rules.day import DayError, read_day, write_day
from dp_ruptures.rules.season import Season
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.thresholds import BOUNDS, Thresholds
from dp_ruptures.store import Row, Store

_AT_ONCE, _MONDAY = "dès aujourd'hui", "à partir de lundi"


def choose(seasons: list[Season], today: date) -> Season:
    """One campaign; the one that runs or comes first, unless another is chosen."""
    ahead = [one for one in reversed(seasons) if one.closes_on >= today]
    first = (ahead or seasons)[0]
    names = {one.campaign_id: one.name for one in seasons}
    code = choices.choose("Campagne", "saison", names, default=first.campaign_id)
    return next(one for one in seasons if one.campaign_id == code)


def dates(campaign: Season, today: date) -> None:
    """Its name and its two days."""
    with st.form(f"dates-{campaign.campaign_id}", enter_to_submit=False):
        places = st.columns([2, 1, 1])
        name = places[0].text_input("Nom", campaign.name, max_chars=60)
        opens = places[1].text_input("Ouverture, un lundi", write_day(campaign.opens_on), max_chars=10)
        closes = places[2].text_input("Fermeture, un dimanche", write_day(campaign.closes_on), max_chars=10)
        asked = st.form_submit_button("Voir ce qui va changer", on_click=act_view.drop)
    if not asked:
        return
    try:
        days = read_day(opens or "", today), read_day(closes or "", today)
    except DayError as error:
        st.error(str(error))
        return
    act_view.ask(Dates(Season(campaign.campaign_id, name or "", *days)))


def form(base: Store, campaign: Season, today: date) -> None:
    """The place of every product of the catalogue on the form; zero is not asked for."""
    rows = base.query("product_surveyed", campaign_id=campaign.campaign_id)
    ranks = {row["cip13"]: rank for rank, row in enumerate(rows, 1)}
    joining = {row["cip13"]: row["joins_on"] for row in rows if row["joins_on"] and row["joins_on"] > today}
    catalogue = sorted(base.query("product_catalogue"), key=lambda row: ranks.get(row["cip13"], 1000))
    for row in base.query("product_leaving", campaign_id=campaign.campaign_id, day=today):
        st.info(f"{plain(row['name'])} reste demandé jusqu'au {french.day(row['leaves_on'])} exclu.")
    with st.form(f"form-{campaign.campaign_id}", enter_to_submit=False):
        places = [(row["cip13"], _place(row, ranks, joining)) for row in catalogue if row["cip13"] in ranks]
        with st.expander("Autres produits du catalogue, non demandés", expanded=not ranks):
            places += [
                (row["cip13"], _place(row, ranks, joining)) for row in catalogue if row["cip13"] not in ranks
            ]
        when = st.radio("Les produits nouveaux sont demandés", [_MONDAY, _AT_ONCE], horizontal=True)
        asked = st.form_submit_button("Voir ce qui va changer", on_click=act_view.drop)
    if asked:
        chosen = tuple((code, place) for code, place in places if place)
        act_view.ask(Form(campaign.campaign_id, chosen, at_once=when == _AT_ONCE))


def _place(row: Row, ranks: dict[str, int], joining: dict[str, date]) -> int:
    words, field = st.columns([4, 1], vertical_alignment="center")
    present = ranks.get(row["cip13"], 0)
    # Zero, because a field that opens with a number cannot be emptied.
    place = field.number_input(
        f"Place de {row['name']} ({row['cip13']})", 0, 99, present, step=1,
        label_visibility="collapsed", key=f"place-{row['cip13']}-{present}",
    )  # fmt: skip
    demo = " · code de démonstration" if row["demo"] else ""
    soon = joining.get(row["cip13"])
    told = f" · demandé à partir du {french.day(soon)}" if soon else ""
    words.markdown(f"{plain(row['name'])}  \n:small[{FAMILIES[row['family']]} · {row['cip13']}{demo}{told}]")
    return int(place)


def terms(base: Store, campaign: Season) -> None:
    """The thresholds of its releases."""
    present = campaign_terms.terms_of(base, campaign.opens_on)
    with st.form(f"terms-{campaign.campaign_id}", enter_to_submit=False):
        values = asdict(present.thresholds)
        typed = {}
        listed = list(BOUNDS.items())
        # Two by two: two long columns would be read one after the other on a phone.
        for pair in (listed[start : start + 2] for start in range(0, len(listed), 2)):
            for place, (name, bounds) in zip(st.columns(2), pair, strict=False):
                label = f"{bounds.label} ({bounds.unit}, de {bounds.least} à {bounds.most})"
                typed[name] = place.number_input(label, 0, 100, values[name], step=1)
        asked = st.form_submit_button("Voir ce qui va changer", on_click=act_view.drop)
    if asked:
        wanted = Thresholds(**{name: int(value) for name, value in typed.items()})
        act_view.ask(NewTerms(campaign.campaign_id, CampaignTerms(wanted)))
