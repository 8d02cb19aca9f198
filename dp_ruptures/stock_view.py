"""What the pages of the Ordre draw: headline figures, curves, and the table beside each drawing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from dp_ruptures import explore_tables, french, stock_tables
from dp_ruptures.exploration import Look
from dp_ruptures.filters import Selection
from dp_ruptures.measures import Figure
from dp_ruptures.rules.measure import AT_ZERO, ESTIMATED, MEASURES, RESPONSE, UNITS, Measure, Tally, figure_of
from dp_ruptures.rules.spreadsheet import csv_bytes, plain
from dp_ruptures.rules.week import Week
from dp_ruptures.stock_tables import Table

CREDIT = (
    "Fond de carte : Natural Earth (domaine public). "
    "Codes, noms, populations : Insee / Etalab, Licence Ouverte."
)
# Under one answer in five a total says little of an area; over one in two, most of it.
_THIN, _FAIR = 0.2, 0.5
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
    # In a row that wraps: four columns would be four lines of a phone.
    row = st.container(horizontal=True, gap="medium")
    for measure in [*estimated, *(MEASURES[k] for k in (UNITS, AT_ZERO, RESPONSE))]:
        _metric(row, measure, seen, tally)
    if not estimated and not area.is_department:
        silent = [code for code in area.departments if not seen.reading.tallies[code].declarants]
        row.metric(
            "Départements sans donnée",
            f"{french.number(len(silent))} sur {french.number(len(area.departments))}",
            help="Aucune officine n'y a déclaré de quantité : ce n'est pas un stock nul.",
        )
    for words in _worth(seen, tally):
        st.caption(words)


def source(when: str, whole: Tally) -> str:
    """`Source : déclarations des officines, semaine …, n réponses sur N officines actives (x %).`"""
    return f"Source : déclarations des officines, {when}, {stock_tables.answers_of(whole)}."


def twin(key: str, name: str, table: Callable[[], Table], file: Callable[[], Table], file_name: str) -> None:
    """The drawing's figures as a table, and as a file for a spreadsheet; both made once they are asked for.

    A table of the départements is a thousand cells, which cost a browser as much as the whole page beside.
    `key`: one for each drawing of a page, so that an open table stays open when the figures change.
    """
    beside = st.expander(
        f"{plain(name)} : les mêmes chiffres en tableau", key=f"tableau-{key}", on_change="rerun"
    )
    if not beside.open:
        return
    with beside:
        st.download_button(
            "Télécharger (CSV)", lambda: csv_bytes(file()), file_name, "text/csv", on_click="ignore",
            key=f"csv-{file_name}",
        )  # fmt: skip
        rows = table()
        st.table(
            rows, hide_index=True, border="horizontal", height=stock_tables.height_of(len(rows)), alt=name
        )


def _metric(row: st.delta_generator.DeltaGenerator, measure: Measure, seen: Look, tally: Tally) -> None:
    chosen = replace(seen.chosen, measure=measure)
    is_shown = measure.key == seen.chosen.measure.key
    figure = seen.figure(chosen.area) if is_shown else Figure(figure_of(measure.key, tally))
    change = explore_tables.moved(seen.former(chosen.area), figure, chosen) if is_shown else None
    row.metric(
        measure.title,
        explore_tables.alone(figure, chosen),
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
    if tally.declarants:
        out, told = tally.at_zero or 0, tally.declarants
        given = "qui ont donné une quantité" if told > 1 else "qui a donné une quantité"
        said.append(f"Part en rupture : {french.number(out)} sur {french.plural(told, 'officine')} {given}.")
    if seen.before and seen.against and seen.chosen.measure.key == UNITS:
        said.append(_answers_moved(tally, seen.before.tally(seen.chosen.area), seen.against))
    return [*said, _coverage(figure_of(RESPONSE, tally))]


def _answers_moved(tally: Tally, former: Tally, against: Week) -> str:
    """Fewer answers must not read as less stock."""
    return (
        f"Un total déclaré suit le nombre de réponses : {french.plural(tally.declarants or 0, 'officine')} "
        f"avec quantité, contre {french.number(former.declarants or 0)} en {against.label}."
    )


def _coverage(rate: float | None) -> str:
    """How far the declared totals can be believed; always one line, so that nothing jumps under it."""
    if not rate:
        return "Sans réponse, rien ne dit ce que la zone détient : ce n'est pas un stock nul."
    if rate < _THIN:
        return "Moins d'une officine sur cinq a répondu : les totaux déclarés décrivent mal la zone."
    if rate < _FAIR:
        return "Moins d'une officine sur deux a répondu : un total déclaré est loin du stock de la zone."
    return "Plus d'une officine sur deux a répondu ; un total déclaré est tout de même un minimum."
