"""The tables of the exploring page's curves: a season week after week, in words and as bare figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dp_ruptures import french
from dp_ruptures.explore_tables import alone, interval, measured, said
from dp_ruptures.filters import Selection
from dp_ruptures.measures import Figure
from dp_ruptures.rules.measure import ESTIMATED, RESPONSE, Tally
from dp_ruptures.rules.week import Week
from dp_ruptures.stock_tables import Table, answering, bare


@dataclass(frozen=True)
class Curve:
    """A figure week after week: `drawn`, who answered, and the same weeks of `former` season where known."""

    chosen: Selection
    weeks: Sequence[Week]
    tallies: Sequence[Tally]
    drawn: Sequence[Figure]
    former: Sequence[Figure] | None = None


def curve_table(curve: Curve) -> Table:
    """One row per week: the figure, its interval, last season's, who answered; the twin of the curves."""
    return [_row(curve, rank, week) for rank, week in enumerate(curve.weeks)]


def curve_file(curve: Curve) -> Table:
    """The same rows as bare figures; an empty cell is « no data »."""
    return [
        {"semaine": week.iso, "zone": curve.chosen.area.label, "produit": curve.chosen.item.label}
        | measured(curve.drawn[rank], curve.chosen)
        | ({"saison_derniere": curve.former[rank].value} if curve.former else {})
        | bare(curve.tallies[rank])
        for rank, week in enumerate(curve.weeks)
    ]


def _row(curve: Curve, rank: int, week: Week) -> dict[str, Any]:
    row, figure = {"Semaine": week.label, "Du lundi": french.day(week.monday)}, curve.drawn[rank]
    if curve.chosen.measure.key != RESPONSE:
        row[curve.chosen.measure.title] = alone(figure, curve.chosen)
    if curve.chosen.measure.key in ESTIMATED:
        row["Intervalle à 95 %"] = interval(figure, curve.chosen) or "—"
    if curve.former:
        row["Saison dernière"] = said(curve.former[rank], curve.chosen)
    return row | answering(curve.tallies[rank])
