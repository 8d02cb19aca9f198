"""The charts of a season: curves of one thing, or a small one per product, each with its source and weeks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dp_ruptures import figures
from dp_ruptures.filters import Selection
from dp_ruptures.measures import Figure
from dp_ruptures.rules.measure import MEASURES, RESPONSE, Measure, Tally, figure_of
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import Week
from dp_ruptures.stock_view import is_dark, source, title_of
from dp_ruptures.stocks import Item


@dataclass(frozen=True)
class Period:
    """The weeks of a curve, oldest first, and who answered in each; the open one is not over."""

    weeks: Sequence[Week]
    answers: Sequence[Tally]
    open_week: Week | None

    @property
    def when(self) -> str:
        return f"semaines {self.weeks[0].label} à {self.weeks[-1].label}"


def item_curve(
    chosen: Selection, period: Period, drawn: Sequence[Figure], former: Sequence[Figure] | None
) -> None:
    """The viewed measure week after week, with its interval; last season's beside it when asked."""
    name = "Cette saison" if former else chosen.item.label
    curves = [figures.Curve(name, [figure.value for figure in drawn])]
    if former:
        curves.append(figures.Curve("Saison dernière, mêmes semaines", [figure.value for figure in former]))
    lows, highs = [figure.low for figure in drawn], [figure.high for figure in drawn]
    _curves(f"{title_of(chosen)}, {chosen.area.name}", period, curves, chosen, (lows, highs))


def response_curve(chosen: Selection, period: Period) -> None:
    """How many answered, week after week: what the other curves are worth."""
    measure = MEASURES[RESPONSE]
    curve = figures.Curve(measure.title, [figure_of(RESPONSE, tally) for tally in period.answers])
    answers = replace(chosen, measure=measure)
    _curves(f"{measure.title}, {chosen.area.name}", period, [curve], answers, ([], []))


def small_multiples(
    items: Sequence[Item], seen: Mapping[str, Sequence[Tally]], measure: Measure, period: Period, area: str
) -> None:
    """A small curve per product, of one scale wherever the unit is one."""
    scale = 100 if measure.is_share else 1
    values = {
        item.code: [None if (figure := figure_of(measure.key, tally)) is None else figure * scale
                    for tally in seen[item.code]]
        for item in items
    }  # fmt: skip
    highest: dict[str, float] = {"%": 100}
    units = {item.code: "%" if measure.is_share else item.unit[1] for item in items}
    for item in items:
        most = max((value for value in values[item.code] if value is not None), default=0)
        highest[units[item.code]] = max(highest.get(units[item.code], 0), most)
    drawn = [
        figures.Small(item.label, units[item.code], values[item.code], highest[units[item.code]])
        for item in items
    ]
    about = f"{measure.title}, {area}, {period.when}"
    st.html(figures.small_multiples_html(drawn, period.weeks, dark=is_dark(), about=about))


def _curves(
    title: str,
    period: Period,
    drawn: Sequence[figures.Curve],
    chosen: Selection,
    bounds: tuple[list[float | None], list[float | None]],
) -> None:
    unit = "%" if chosen.measure.is_share else chosen.unit[1]
    figure = figures.trend_figure(
        period.weeks, drawn, chosen.measure, unit, dark=is_dark(), open_week=period.open_week
    )
    figures.detach(figure, period.weeks, period.open_week)
    if any(bound is not None for bound in bounds[0]):
        figures.add_interval(figure, period.weeks, *bounds, dark=is_dark())
    highest = max((value for curve in drawn for value in curve.figures if value is not None), default=0)
    if highest * (100 if chosen.measure.is_share else 1) < 6:
        figure.update_yaxes(dtick=1)  # Halves would be written as whole numbers, twice.
    st.markdown(f"**{plain(title)}** ({unit})")
    st.plotly_chart(
        figure,
        height=340,
        config=figures.TREND_CONFIG,
        alt=f"{title} ({unit}), {period.when}. Les mêmes chiffres sont dans le tableau.",
    )
    st.caption(f"{source(period.when, period.answers[-1]).rstrip('.')} en {period.weeks[-1].label}.")
