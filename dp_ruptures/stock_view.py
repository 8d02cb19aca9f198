"""What the pages of the Ordre draw: headline figures, curves, and the table beside each drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from dp_ruptures import explore_tables, figures, french, stock_tables
from dp_ruptures.exploration import Look
from dp_ruptures.filters import Selection
from dp_ruptures.measures import Figure
from dp_ruptures.rules.measure import AT_ZERO, ESTIMATED, MEASURES, RESPONSE, UNITS, Measure, Tally, figure_of
from dp_ruptures.rules.spreadsheet import csv_bytes, plain
from dp_ruptures.rules.week import Week
from dp_ruptures.stock_tables import Table
from dp_ruptures.stocks import Item

CREDIT = (
    "Fond de carte : Natural Earth (domaine public). "
    "Codes, noms, populations : Insee / Etalab, Licence Ouverte."
)
# As high as it is wide, on a phone as on a large screen (classes `st-key-…` are Streamlit's own promise).
MAP_SHAPE = "<style>.st-key-carte_figure { aspect-ratio: 1 / 0.93; }</style>"


@dataclass(frozen=True)
class View:
    """What is looked at, and when; `is_open` while the week still receives."""

    chosen: Selection
    week: Week
    is_open: bool

    @property
    def title(self) -> str:
        return title_of(self.chosen)

    @property
    def when(self) -> str:
        label = f"semaine {self.week.label}, {french.span(self.week.monday, self.week.sunday)}"
        return f"{label} (en cours, chiffres provisoires)" if self.is_open else label


@dataclass(frozen=True)
class Period:
    """The weeks of a curve, oldest first, and who answered in each; the open one is not over."""

    weeks: Sequence[Week]
    answers: Sequence[Tally]
    open_week: Week | None

    @property
    def when(self) -> str:
        return f"semaines {self.weeks[0].label} à {self.weeks[-1].label}"


def is_dark() -> bool:
    """Whether the reader's browser shows the dark theme."""
    return st.context.theme.type == "dark"


def title_of(chosen: Selection) -> str:
    """`Stock déclaré · Vaccins contre la grippe`; the response is not about a product."""
    subject = "" if chosen.measure.key == RESPONSE else f" · {chosen.item.label}"
    return f"{chosen.measure.title}{subject}"


def headlines(view: View, seen: Look) -> None:
    """Four figures of the area; the response rate is one of them, always."""
    area, tally = seen.chosen.area, seen.reading.tally(seen.chosen.area)
    estimated = [view.chosen.measure] if view.chosen.measure.key in ESTIMATED else []
    columns = st.columns(4)
    for column, measure in zip(
        columns,
        [*estimated, *(MEASURES[k] for k in (UNITS, AT_ZERO, RESPONSE))],
        strict=False,
    ):
        _metric(column, measure, seen, tally)
    if not estimated and not area.is_department:
        silent = [code for code in area.departments if not seen.reading.tallies[code].declarants]
        columns[3].metric(
            "Départements sans donnée",
            f"{french.number(len(silent))} sur {french.number(len(area.departments))}",
            help="Aucune officine n'y a déclaré de quantité : ce n'est pas un stock nul.",
        )
    for words in _worth(seen, tally):
        st.caption(words)


def source(when: str, whole: Tally) -> str:
    """`Source : déclarations des officines, semaine …, n réponses sur N officines actives (x %).`"""
    return f"Source : déclarations des officines, {when}, {stock_tables.answers_of(whole)}."


def twin(name: str, table: Table, file: Table, file_name: str) -> None:
    """The drawing's figures as a table, and as a file for a spreadsheet."""
    with st.expander(f"{plain(name)} : les mêmes chiffres en tableau"):
        st.download_button(
            "Télécharger (CSV)", csv_bytes(file), file_name, "text/csv", on_click="ignore",
            key=f"csv-{file_name}",
        )  # fmt: skip
        st.table(table, hide_index=True, border="horizontal", height=420, alt=name)


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


def _metric(column: st.delta_generator.DeltaGenerator, measure: Measure, seen: Look, tally: Tally) -> None:
    chosen = replace(seen.chosen, measure=measure)
    is_shown = measure.key == seen.chosen.measure.key
    figure = seen.figure(chosen.area) if is_shown else Figure(figure_of(measure.key, tally))
    change = explore_tables.moved(seen.former(chosen.area), figure, chosen) if is_shown else None
    column.metric(
        measure.title,
        explore_tables.said(figure, chosen),
        delta=f"{change} depuis {seen.against.label}" if change and seen.against else None,
        # The arrow would say good or bad by its colour; the sign is in the words.
        delta_color="off",
        delta_arrow="off",
        help=measure.explanation,
    )


def _worth(seen: Look, tally: Tally) -> list[str]:
    """What the headline figures are worth, in sentences."""
    said = []
    if bounds := explore_tables.interval(seen.figure(seen.chosen.area), seen.chosen):
        said.append(f"{seen.chosen.measure.title} : {bounds}.")
    if seen.is_sure(seen.chosen.area) is False:
        said.append("Les deux intervalles se recouvrent : l'écart peut tenir au hasard des réponses.")
    rate = figure_of(RESPONSE, tally)
    if rate is not None and rate < 0.2:
        said.append("Moins d'une officine sur cinq a répondu : les totaux déclarés décrivent mal la zone.")
    return said


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
