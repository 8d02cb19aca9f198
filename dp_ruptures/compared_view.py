"""A few products on one chart, chosen by hand: which of them runs out first, and does one replace another?"""

from collections.abc import Mapping, Sequence

import streamlit as st

from dp_ruptures import figures, filters, stock_view
from dp_ruptures.rules.measure import Measure, Tally, figure_of
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.season_charts import Period
from dp_ruptures.stocks import Item


def compared(
    listed: Sequence[Item], seen: Mapping[str, Sequence[Tally]], measure: Measure, period: Period, area: str
) -> None:
    """The choice of products, and their curves: one chart per unit, for tests and doses share no scale.

    `seen`: the counts of each product, one per week of `period`.
    """
    chosen = filters.choose_products(listed)
    if not chosen:
        return
    units = list(dict.fromkeys("%" if measure.is_share else item.unit[1] for item in chosen))
    for place, unit in zip(st.columns(len(units), gap="medium"), units, strict=True):
        ours = [item for item in chosen if measure.is_share or item.unit[1] == unit]
        curves = [
            figures.Curve(item.label, [figure_of(measure.key, tally) for tally in seen[item.code]])
            for item in ours
        ]
        with place:
            _chart(curves, measure, unit, period, area)


def _chart(curves: Sequence[figures.Curve], measure: Measure, unit: str, period: Period, area: str) -> None:
    # A curve alone has no legend: its name is in the title.
    lead = f"{curves[0].label} · " if len(curves) == 1 else ""
    title = f"{lead}{measure.title}, {area}"
    names = ", ".join(curve.label for curve in curves)
    st.markdown(f"**{plain(title)}** ({unit})")
    st.plotly_chart(
        figures.trend_figure(period.weeks, curves, measure, unit, dark=stock_view.is_dark()),
        key=f"comparaison-{unit}",
        height=400,
        config=figures.TREND_CONFIG,
        alt=f"{title} ({unit}), {period.when} : {names}. Les mêmes chiffres sont dans le tableau.",
    )
    st.caption(f"Source : déclarations des officines, {period.when}.")
