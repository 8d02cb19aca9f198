"""The part of the exploring page that is about the whole season: curves, products, tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dp_ruptures import (
    compared_view,
    curve_tables,
    filters,
    measures,
    season_charts,
    stock_tables,
    stock_view,
    stocks,
)
from dp_ruptures.curve_tables import Curve
from dp_ruptures.filters import Selection
from dp_ruptures.measures import Figure
from dp_ruptures.rules.measure import ESTIMATED, MEASURES, RESPONSE, UNITS, Tally
from dp_ruptures.rules.season import same_week_last_season
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import Week
from dp_ruptures.season_charts import Period
from dp_ruptures.stocks import Item
from dp_ruptures.store import Store

# An estimate reads whole declarations, week by week: a season of them would make the first look wait.
ESTIMATED_WEEKS = 12


@dataclass(frozen=True)
class Season:
    """The counts of the chosen area, by item code, in each week (oldest first)."""

    weeks: Sequence[Week]
    open_week: Week | None
    products: Sequence[Item]
    seen: Mapping[str, Sequence[Tally]]

    def closed(self, item: Item) -> Period:
        """The weeks that are over, where there is one: the open one has but a part of its answers."""
        over = [week for week in self.weeks if week != self.open_week] or self.weeks
        return Period(over, self.seen[item.code][: len(over)], None)


def read(
    store: Store, items: Sequence[Item], weeks: Sequence[Week], chosen: Selection, open_week: Week | None
) -> Season:
    """One question for the curves and for every product."""
    products = filters.products(items)
    asked = {item.code: item for item in (chosen.item, *products)}
    seen = stocks.history(store, weeks, list(asked.values()), chosen.area.departments)
    return Season(weeks, open_week, products, seen)


def curves(store: Store, chosen: Selection, season: Season) -> None:
    """The measure and the response, week after week, and their table."""
    shown = ESTIMATED_WEEKS if chosen.measure.key in ESTIMATED else len(season.weeks)
    weeks, tallies = season.weeks[-shown:], season.seen[chosen.item.code][-shown:]
    period = Period(weeks, tallies, season.open_week)
    with st.spinner("Calcul des courbes…"):
        drawn = measures.history(store, weeks, chosen.item, chosen.measure, chosen.area, tallies=tallies)
        former = _last_season(store, weeks, chosen) if chosen.against == filters.LAST_SEASON else None
    curve = Curve(chosen, weeks, tallies, drawn, former)
    left, right = st.columns(2, gap="medium")
    if chosen.measure.key != RESPONSE:
        with left:
            season_charts.item_curve(chosen, period, drawn, former)
    with right if chosen.measure.key != RESPONSE else left:
        season_charts.response_curve(chosen, period)
    stock_view.twin(
        "courbes",
        f"Courbes, {stock_view.title_of(chosen)}, {chosen.area.name}",
        lambda: curve_tables.curve_table(curve),
        lambda: curve_tables.curve_file(curve),
        f"courbe-{chosen.item.code}-{chosen.measure.key}-{chosen.area.code}.csv",
    )


def products(chosen: Selection, season: Season) -> None:
    """Every product side by side, over the same weeks and area; those looked at first."""
    listed = ordered(season.products, chosen.item)
    measure = MEASURES[UNITS] if chosen.measure.key in ESTIMATED | {RESPONSE} else chosen.measure
    period = season.closed(chosen.item)
    st.header(f"{measure.title}, produit par produit", anchor=False)
    aside = "" if measure == chosen.measure else "Ce qui est déclaré, et non estimé. "
    st.caption(
        f"{plain(chosen.area.label)}, {period.when} ; même échelle pour tous les produits d'une même unité. "
        + aside + stock_view.source(f"semaine {period.weeks[-1].label}", period.answers[-1])
    )  # fmt: skip
    seen = {item.code: season.seen[item.code][: len(period.weeks)] for item in listed}
    season_charts.small_multiples(listed, seen, measure, period, chosen.area.name)
    compared_view.compared(listed, seen, measure, period, chosen.area.name)
    stock_view.twin(
        "produits",
        f"{measure.title} de chaque produit, {chosen.area.name}",
        lambda: stock_tables.trend_table(period.weeks, listed, seen, measure),
        lambda: stock_tables.trend_file(period.weeks, listed, seen, chosen.area.label),
        f"produits-{measure.key}-{chosen.area.code}.csv",
    )


def ordered(listed: Sequence[Item], chosen: Item) -> list[Item]:
    """The products that `chosen` is about first, then those counted alike, then the others."""
    return sorted(listed, key=lambda one: (not set(one.cip13s) & set(chosen.cip13s), one.unit != chosen.unit))


def _last_season(store: Store, weeks: Sequence[Week], chosen: Selection) -> list[Figure] | None:
    """The same weeks a year before; None when nobody answered in any of them."""
    past = [same_week_last_season(week) for week in weeks]
    known = [week for week in past if week]
    tallies = stocks.history(store, known, [chosen.item], chosen.area.departments)[chosen.item.code]
    if not any(tally.respondents for tally in tallies):
        return None
    drawn = measures.history(store, known, chosen.item, chosen.measure, chosen.area, tallies=tallies)
    by_week = dict(zip(known, drawn, strict=True))
    return [by_week[week] if week else Figure(None) for week in past]
