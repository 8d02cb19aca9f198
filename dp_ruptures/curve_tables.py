"""The tables of the exploring page's curves: a season week after week, in words and as bare figures."""

from collections.abc import Sequence

from dp_ruptures import french
from dp_ruptures.explore_tables import alone, interval, measured, said
from dp_ruptures.filters import Selection
from dp_ruptures.measures import Figure
from dp_ruptures.rules.measure import ESTIMATED, RESPONSE, Tally
from dp_ruptures.rules.week import Week
from dp_ruptures.stock_tables import Table, answering, bare


def curve_table(
    weeks: Sequence[Week],
    tallies: Sequence[Tally],
    chosen: Selection,
    drawn: Sequence[Figure],
    former: Sequence[Figure] | None,
) -> Table:
    """One row per week: the figure, its interval, last season's, who answered; the twin of the curves."""
    rows = []
    for rank, week in enumerate(weeks):
        row = {"Semaine": week.label, "Du lundi": french.day(week.monday)}
        if chosen.measure.key != RESPONSE:
            row[chosen.measure.title] = alone(drawn[rank], chosen)
        if chosen.measure.key in ESTIMATED:
            row["Intervalle à 95 %"] = interval(drawn[rank], chosen) or "—"
        if former:
            row["Saison dernière"] = said(former[rank], chosen)
        rows.append(row | answering(tallies[rank]))
    return rows


def curve_file(
    weeks: Sequence[Week],
    tallies: Sequence[Tally],
    chosen: Selection,
    drawn: Sequence[Figure],
    former: Sequence[Figure] | None,
) -> Table:
    """The same rows as bare figures; an empty cell is « no data »."""
    return [
        {"semaine": week.iso, "zone": chosen.area.label, "produit": chosen.item.label}
        | measured(drawn[rank], chosen)
        | ({"saison_derniere": former[rank].value} if former else {})
        | bare(tallies[rank])
        for rank, week in enumerate(weeks)
    ]
