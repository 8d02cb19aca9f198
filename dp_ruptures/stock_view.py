"""What the pages of the Ordre draw: headline figures, map, curves and the table beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from dp_ruptures import figures, french, legend, stock_tables
from dp_ruptures.filters import DEPARTMENT_KEY
from dp_ruptures.legend import MapClass
from dp_ruptures.outline import SHARED, WITHOUT_PHARMACY
from dp_ruptures.rules.measure import AT_ZERO, MEASURES, RESPONSE, UNITS, Measure, Tally, figure_of, total
from dp_ruptures.rules.spreadsheet import csv_bytes, plain
from dp_ruptures.rules.week import Week
from dp_ruptures.stock_tables import Table
from dp_ruptures.stocks import Department, Item

CREDIT = (
    "Fond de carte : Natural Earth (domaine public). "
    "Codes, noms, populations : Insee / Etalab, Licence Ouverte."
)
# As high as it is wide, on a phone as on a large screen (classes `st-key-…` are Streamlit's own promise).
MAP_SHAPE = "<style>.st-key-carte_figure { aspect-ratio: 1 / 0.93; }</style>"


@dataclass(frozen=True)
class View:
    """What is looked at: an item, a week, a measure; `is_open` while the week still receives."""

    item: Item
    week: Week
    measure: Measure
    is_open: bool

    @property
    def title(self) -> str:
        subject = "" if self.measure.key == RESPONSE else f" · {self.item.label}"
        return f"{self.measure.title}{subject}"

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


def headlines(view: View, tallies: Mapping[str, Tally]) -> None:
    """Four figures of the whole; the response rate is one of them, always."""
    whole = total(tallies.values())
    silent = sum(not tally.declarants for tally in tallies.values())
    rate = figure_of(RESPONSE, whole)
    columns = st.columns(4)
    for column, key in zip(columns, (UNITS, AT_ZERO, RESPONSE), strict=False):
        measure = MEASURES[key]
        said = legend.spoken(figure_of(key, whole), measure, view.item.unit[1])
        column.metric(measure.title, said, help=measure.explanation)
    columns[3].metric(
        "Départements sans donnée",
        f"{french.number(silent)} sur {french.number(len(tallies))}",
        help="Aucune officine n'y a déclaré de quantité : ce n'est pas un stock nul.",
    )
    if rate is not None and rate < 0.2:
        st.caption("Moins d'une officine sur cinq a répondu : ces totaux décrivent mal le pays.")


def classes(view: View, tallies: Mapping[str, Tally]) -> list[MapClass]:
    """The classes of the map, for the drawing and for its legend."""
    known = {code: figure_of(view.measure.key, tally) for code, tally in tallies.items()}
    return legend.classify(known, view.measure, view.item.unit, dark=is_dark())


def france_map(
    view: View, shown: Sequence[MapClass], hover: Mapping[str, str], chosen: Department | None
) -> None:
    """The map; a click on a département chooses it."""
    code = chosen.department_code if chosen else None
    key = f"carte-{code}"
    st.html(MAP_SHAPE)
    with st.container(key="carte_figure"):
        st.plotly_chart(
            figures.map_figure(shown, hover, dark=is_dark(), chosen=code),
            key=key,
            height="stretch",
            config=figures.MAP_CONFIG,
            on_select=partial(_take_click, key),
            selection_mode="points",
            alt=f"Carte des départements. {view.title}, {view.when}. Mêmes chiffres dans le tableau.",
        )


def map_legend(view: View, shown: Sequence[MapClass], whole: Tally) -> None:
    """What the colours mean, in words, and where the figures come from."""
    st.html(legend.legend_html(shown, view.title, dark=is_dark()))
    st.caption(source(view.when, whole) + "  \n" + CREDIT)


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


def curves(
    title: str,
    period: Period,
    drawn: Sequence[figures.Curve],
    measure: Measure,
    unit: str,
    *,
    height: int = 340,
) -> None:
    """Curves over weeks, between their title and their source; a hollow mark: the week is not over."""
    unit = "%" if measure.is_share else unit
    st.markdown(f"**{plain(title)}** ({unit})")
    st.plotly_chart(
        figures.trend_figure(period.weeks, drawn, measure, unit, dark=is_dark(), open_week=period.open_week),
        height=height,
        config=figures.TREND_CONFIG,
        alt=f"{title} ({unit}), {period.when}. Les mêmes chiffres sont dans le tableau.",
    )
    st.caption(f"{source(period.when, period.answers[-1]).rstrip('.')} en {period.weeks[-1].label}.")


def item_curve(view: View, area: str, period: Period, seen: Sequence[Tally]) -> None:
    """The viewed measure of the viewed item, week after week."""
    curve = figures.Curve(view.item.label, [figure_of(view.measure.key, tally) for tally in seen])
    curves(f"{view.title}, {area}", period, [curve], view.measure, view.item.unit[1])


def response_curve(area: str, period: Period, *, height: int = 340) -> None:
    """How many answered, week after week: what the other curves are worth."""
    measure = MEASURES[RESPONSE]
    curve = figures.Curve(measure.title, [figure_of(RESPONSE, tally) for tally in period.answers])
    curves(f"{measure.title}, {area}", period, [curve], measure, "%", height=height)


def _take_click(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    code = points[0].get("location") if points else None
    if code and code not in WITHOUT_PHARMACY:
        st.session_state[DEPARTMENT_KEY] = SHARED.get(code, code)
