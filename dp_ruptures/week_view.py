"""The part of the exploring page that plays: one week as headline figures, map, ranking and table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import streamlit as st

from dp_ruptures import (
    access,
    alert_view,
    difference_view,
    explore_tables,
    figures,
    filters,
    french,
    legend,
    map_slots,
    playback,
    ranking,
    stock_view,
)
from dp_ruptures.areas import FRANCE, Area, below
from dp_ruptures.exploration import Country, Look, bare, look, running_out
from dp_ruptures.filters import Selection
from dp_ruptures.legend import MapClass
from dp_ruptures.outline import SHARED, WITHOUT_PHARMACY
from dp_ruptures.rules.measure import ESTIMATED
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import Week
from dp_ruptures.stock_view import CREDIT, View, is_dark
from dp_ruptures.store import Store


def week_part(
    store: Store, weeks: Sequence[Week], chosen: Selection, country: Country, now: datetime
) -> None:
    """Everything that is about the week under the slider. `weeks`: oldest first."""
    # While the weeks play this part runs by itself, without the page's own guard.
    access.require("read_stocks")
    known = country.known
    week = playback.controls(weeks)
    seen = look(store, chosen, week)
    view = View(chosen, week, week.is_open(now))
    st.header(plain(view.title), anchor=False)
    st.caption(f"{plain(chosen.area.label)}, {view.when}")
    short, told = running_out(seen, known.values())
    # One place for what comes and goes: a line more or less must not move what stands below.
    with st.container():
        stock_view.headlines(view, seen)
        if chosen.measure.key in ESTIMATED:
            alert_view.headline(short, told, seen)
        _no_answer(seen)
    shown = _classes(seen, country)
    left, right = st.columns([1.7, 1], gap="medium")
    with left:
        _drawing(view, seen, shown, known)
        _sources(view, seen, known)
    with right:
        st.html(legend.legend_html(shown, _title(view, seen), dark=is_dark()))
        st.caption(french.kept_together(chosen.measure.explanation))
        _ranking(seen, known)
    alert_view.ways(short, seen, _go_to)
    alert_view.bare(bare(seen, known.values()), seen)
    stock_view.twin(
        "carte",
        f"Carte, {_title(view, seen)}, {chosen.area.name}, {week.label}",
        lambda: explore_tables.map_table(known, seen),
        lambda: explore_tables.map_file(known, seen),
        f"carte-{chosen.item.code}-{chosen.measure.key}-{chosen.area.code}-{week.iso}.csv",
    )


def _no_answer(seen: Look) -> None:
    if not seen.reading.tally(seen.chosen.area).respondents:
        st.info(
            "Aucune officine de cette zone n'a encore répondu pour cette semaine : choisissez une semaine "
            "précédente, ou une zone plus grande."
        )
    if seen.chosen.against == filters.ALONE or seen.before:
        return
    if seen.chosen.against == filters.LAST_SEASON:
        st.info(
            "La saison dernière n'est pas dans le portail pour cette semaine : il n'y a rien à comparer. "
            "Les totaux de cette saison y resteront, et serviront de repère l'an prochain."
        )
    else:
        st.info(f"Personne n'a répondu en {seen.against.label if seen.against else 'cette semaine'} : "
                "choisissez une autre semaine à comparer.")  # fmt: skip


def _classes(seen: Look, country: Country) -> list[MapClass]:
    departments = [area for area in country.known.values() if area.is_department]
    if seen.before:
        steps = {area.code: seen.step(area) for area in departments}
        return difference_view.classes(steps, seen.chosen.measure, dark=is_dark())
    found = {area.code: seen.figure(area).value for area in departments}
    shown = legend.classify(found, seen.chosen.measure, seen.chosen.unit, dark=is_dark(), scale=country.scale)
    if seen.chosen.measure.key not in ESTIMATED:
        return shown
    # An estimate is withheld where too few answered, which is not « nobody declared ».
    return [
        replace(entry, label="non estimé, trop peu de réponses") if entry.hatched else entry
        for entry in shown
    ]


def _drawing(view: View, seen: Look, shown: Sequence[MapClass], known: Mapping[str, Area]) -> None:
    area = seen.chosen.area
    hover = explore_tables.hover_texts(known, seen)
    figure = figures.map_figure(
        shown, hover, dark=is_dark(), chosen=area.code if area.is_department else None
    )
    if area.is_region:
        figures.add_contours(figure, area.departments, dark=is_dark())
    alt = f"Carte des départements. {_title(view, seen)}, {view.when}. Mêmes chiffres dans le tableau."
    map_slots.draw(map_slots.Sheet(figure, alt, area.code), _take_click)


def _sources(view: View, seen: Look, known: Mapping[str, Area]) -> None:
    whole = seen.reading.tally(known[FRANCE])
    lines = [stock_view.source(view.when, whole)]
    if seen.before and seen.against:
        former = seen.before.tally(known[FRANCE])
        lines.append(stock_view.source(f"semaine {seen.against.label}", former))
    st.caption("  \n".join([*lines, CREDIT]))


def _ranking(seen: Look, known: Mapping[str, Area]) -> None:
    """The worst areas one step down, each a way to it: the whole drill works from the keyboard."""
    listed = below(dict(known), seen.chosen.area)
    if not listed:
        return
    ranked, few, inside = ranking.worst(seen, listed), ranking.too_few(seen, listed), ranking.inside(seen)
    empty = ranking.none_found(seen, listed)
    if ranked or empty:
        st.markdown(f"**{ranking.title(seen)}** · {inside[1]}", help=ranking.explained(seen))
    if not ranked and empty:
        st.caption(empty)
    with st.container(gap=None):
        for place in ranked:
            st.button(
                f"{plain(place.area.name)} : {place.said}", key=f"vers-{place.area.code}", wrap=False,
                type="tertiary", icon=":material/chevron_right:", on_click=_go_to, args=(place.area.code,),
            )  # fmt: skip
    if few:
        aside = f"hors classement : moins de {ranking.FEWEST_COUNTS} officines y ont donné une quantité"
        st.caption(f"{french.plural(len(few), *inside)} {aside}.")


def _title(view: View, seen: Look) -> str:
    return (
        f"{view.title}, évolution depuis {seen.against.label}" if seen.before and seen.against else view.title
    )


def _go_to(code: str) -> None:
    playback.touch()
    filters.go_to(code)


def _take_click(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    code = points[0].get("location") if points else None
    if code and code not in WITHOUT_PHARMACY:
        _go_to(SHARED.get(code, code))
