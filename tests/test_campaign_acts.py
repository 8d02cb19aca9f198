"""The campaign's form, days and thresholds change as announced, and nothing declared is lost."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from dp_ruptures import acts, campaign_terms, declarations, release, released
from dp_ruptures.acts import Act
from dp_ruptures.campaign import campaign_of
from dp_ruptures.campaign_acts import Dates, NewTerms, NextSeason
from dp_ruptures.campaign_form_act import Form
from dp_ruptures.campaign_terms import CampaignTerms
from dp_ruptures.errors import Refused
from dp_ruptures.rules.change import Plan
from dp_ruptures.rules.declaration import Declaration, Line
from dp_ruptures.rules.season import Season
from dp_ruptures.rules.thresholds import HOUSE
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.rows import declare

CAMPAIGN, WEEK = "2026-2027", parse_week("2026-W47")
OPENS = date(2026, 10, 12)
TEST, VAXIGRIP, OLD = "2999000000012", "3400930306000", "3400930067727"


def do(store: Store, act: Act, now: datetime) -> Plan:
    seen = acts.plan(store, act, now)
    acts.perform(store, act, seen, now=now, actor="admin")
    return seen


def codes(store: Store, day: date) -> list[str]:
    campaign = campaign_of(store, day)
    return [product.cip13 for product in campaign.products] if campaign else []


def form(store: Store, *gone: str, add: str = "", at_once: bool = False) -> Form:
    kept = [row["cip13"] for row in store.query("product_surveyed", campaign_id=CAMPAIGN)
            if row["cip13"] not in gone]  # fmt: skip
    order = [*kept, *([add] if add else [])]
    return Form(CAMPAIGN, tuple((code, place) for place, code in enumerate(order, 1)), at_once)


def line_of_the_register(store: Store) -> tuple[str, str, str]:
    row = store.query("audit_latest")[0]
    return row["actor"], row["action"], row["detail"]


def test_a_withdrawn_product_is_asked_for_until_sunday_and_keeps_what_was_declared(
    store: Store, now: datetime
) -> None:
    finess = add_pharmacy(store, "01000230")
    line = Line(VAXIGRIP, "quantity", 12, None)
    declarations.declare(store, Declaration(finess, WEEK, (line,), "x", "form"), now)
    plan = do(store, form(store, VAXIGRIP), now)
    assert "semaine ouverte" in plan.changes[0].note
    assert VAXIGRIP in codes(store, now.date())
    assert VAXIGRIP in codes(store, WEEK.sunday)
    assert VAXIGRIP not in codes(store, WEEK.shift(1).monday)
    assert len(codes(store, WEEK.shift(1).monday)) == 9
    receipt = declarations.current(store, finess, WEEK)
    assert receipt is not None
    assert [(one.cip13, one.units) for one in receipt.lines] == [(VAXIGRIP, 12)]
    assert line_of_the_register(store) == ("admin", "campaign.products", plan.told)
    assert acts.plan(store, form(store, VAXIGRIP), now).changes == ()


@pytest.mark.parametrize(("at_once", "first_day"), [(True, date(2026, 11, 18)), (False, date(2026, 11, 23))])
def test_a_new_product_is_asked_for_from_the_day_said(
    store: Store, now: datetime, at_once: bool, first_day: date
) -> None:
    do(store, form(store, add=OLD, at_once=at_once), now)
    assert OLD not in codes(store, first_day - timedelta(days=1))
    assert codes(store, first_day)[-1] == OLD
    assert OLD not in codes(store, WEEK.shift(-1).sunday), "a week past never asked for it"


def test_a_product_withdrawn_by_mistake_comes_back_without_a_gap(store: Store, now: datetime) -> None:
    do(store, form(store, VAXIGRIP), now)
    do(store, form(store, add=VAXIGRIP), now)
    assert all(VAXIGRIP in codes(store, now.date() + timedelta(days=days)) for days in range(14))


def test_only_what_changes_place_among_the_others_is_told(store: Store, now: datetime) -> None:
    present = [row["cip13"] for row in store.query("product_surveyed", campaign_id=CAMPAIGN)]
    swapped = [present[1], present[0], *present[2:]]
    act = Form(CAMPAIGN, tuple((code, place) for place, code in enumerate(swapped, 1)), at_once=False)
    (moved,) = do(store, act, now).changes
    assert {moved.before, moved.after} == {"place 1", "place 2"}
    assert codes(store, now.date())[:2] == swapped[:2]


@pytest.mark.parametrize(
    ("places", "word"),
    [((), "au moins un produit"), (((OLD, 1), (VAXIGRIP, 1)), "Deux produits"), ((("1", 1),), "catalogue")],
)
def test_a_form_that_cannot_be_is_refused(
    store: Store, now: datetime, places: tuple[tuple[str, int], ...], word: str
) -> None:
    with pytest.raises(Refused, match=word):
        acts.plan(store, Form(CAMPAIGN, places, at_once=False), now)


def test_what_was_seen_is_done_or_nothing(store: Store, now: datetime) -> None:
    seen = acts.plan(store, form(store, VAXIGRIP), now)
    act = form(store, VAXIGRIP)
    do(store, form(store, TEST), now)
    with pytest.raises(Refused, match="changé depuis l'aperçu"):
        acts.perform(store, act, seen, now=now, actor="admin")
    assert VAXIGRIP in codes(store, WEEK.shift(1).monday)


def test_the_days_change_and_a_declared_week_stays_inside(store: Store, now: datetime) -> None:
    declare(store, 1, add_pharmacy(store, "01000230"), WEEK.monday, {TEST: 1})
    longer = Season(CAMPAIGN, "Hiver 2026", OPENS, date(2027, 3, 28))
    do(store, Dates(longer), now)
    campaign = campaign_of(store, date(2027, 3, 20))
    assert campaign is not None
    assert (campaign.name, campaign.is_open(date(2027, 3, 20))) == ("Hiver 2026", True)
    with pytest.raises(Refused, match="2026-S47 est déjà déclarée"):
        acts.plan(store, Dates(replace(longer, closes_on=date(2026, 11, 15))), now)


def test_the_next_season_goes_on_with_products_and_terms(store: Store, now: datetime) -> None:
    wanted = CampaignTerms(replace(HOUSE, min_count=4))
    do(store, NewTerms(CAMPAIGN, wanted), now)
    do(store, form(store, VAXIGRIP), now)
    do(store, NextSeason(CAMPAIGN), now)
    first = campaign_terms.listed(store)[0]
    assert first.campaign_id == "2027-2028"
    assert len(codes(store, first.opens_on)) == 9
    assert campaign_terms.terms_of(store, first.opens_on) == wanted
    with pytest.raises(Refused, match="déjà préparée"):
        acts.plan(store, NextSeason(CAMPAIGN), now)


def test_the_release_follows_the_campaign_s_thresholds_which_then_only_harden(
    store: Store, now: datetime, tmp_path: Path
) -> None:
    week = WEEK.shift(-1)
    finesses = [add_pharmacy(store, f"0100{rank:04d}") for rank in range(3)]
    for rank, finess in enumerate(finesses):
        declare(store, rank + 1, finess, week.monday, {TEST: 40})

    def status(hardened: int) -> str:
        do(store, NewTerms(CAMPAIGN, CampaignTerms(replace(HOUSE, min_count=hardened))), now)
        draft = release.preview(store, week, now=now).draft
        return draft.suppression.status["departement", "01", "produit", TEST]

    house = release.preview(store, week, now=now).draft
    assert house.suppression.status["departement", "01", "produit", TEST] == "publie"
    assert status(4) == "secret"
    do(store, NewTerms(CAMPAIGN, CampaignTerms()), now)
    do(store, NewTerms(CAMPAIGN, CampaignTerms(replace(HOUSE, min_count=4))), now)
    release.publish(store, week, now=now, actor="test", out=tmp_path / "out")
    assert "publie" not in {row["status"] for row in released.cells(store, week) if row["item"] == TEST}
    with pytest.raises(Refused, match="la série est déjà publiée"):
        acts.plan(store, NewTerms(CAMPAIGN, CampaignTerms()), now)
    do(store, NewTerms(CAMPAIGN, CampaignTerms(replace(HOUSE, min_count=5))), now)
