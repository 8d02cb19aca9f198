"""The words and tables of the exploring page: the same figures as its map."""

from collections.abc import Mapping
from typing import Any

from dp_ruptures import days_words, difference_view, french
from dp_ruptures.areas import Area
from dp_ruptures.exploration import Look
from dp_ruptures.filters import Selection
from dp_ruptures.measures import Figure
from dp_ruptures.outline import SHARED
from dp_ruptures.rules import difference
from dp_ruptures.rules.measure import AT_ZERO, DAYS, ESTIMATED, RESPONSE, Tally
from dp_ruptures.stock_tables import NONE, Table, answering, answers_of, bare, declarants_of

_ISLANDS = {"977": "Saint-Barthélemy", "978": "Saint-Martin"}
_NOT_ESTIMATED = "non estimé"
_WAIT = "Attente d'une livraison, jours"
_LASTS = {True: "à court", False: "suffit", None: "on ne sait pas"}


def said(figure: Figure, chosen: Selection) -> str:
    """A figure with its unit, days with their interval, or what its absence means."""
    return alone(figure, chosen) + days_words.bracket(figure) * (chosen.measure.key == DAYS)


def alone(figure: Figure, chosen: Selection) -> str:
    """The same without the interval, where that stands beside."""
    if figure.value is None:
        return _NOT_ESTIMATED if chosen.measure.key in ESTIMATED else NONE
    if chosen.measure.is_share:
        return french.percent(figure.value, 1)
    if chosen.measure.key == DAYS:
        return days_words.lasts(figure.value)
    return french.plural(round(figure.value), *chosen.unit)


def out_of(tally: Tally, chosen: Selection) -> str:
    """` (3 sur 7)` after a share in rupture: of how many pharmacies it is; nothing after another figure."""
    if chosen.measure.key != AT_ZERO or not tally.declarants:
        return ""
    counts = french.number(tally.at_zero or 0), french.number(tally.declarants)
    return f" ({french.NO_BREAK.join((counts[0], 'sur', counts[1]))})"


def interval(figure: Figure, chosen: Selection) -> str | None:
    """`entre 1 200 et 1 500 doses (intervalle à 95 %)`; None where there is none."""
    if figure.low is None or figure.high is None:
        return None
    low, high, more = french.number(round(figure.low)), french.number(round(figure.high)), ""
    if chosen.measure.key == DAYS:
        (low, high), more = days_words.ends(figure.low, figure.high), days_words.past(figure.high)
    return f"entre {low} et {high} {chosen.unit[1]}{more} (intervalle à 95{french.THIN}%)"


def moved(former: Figure, figure: Figure, chosen: Selection) -> str | None:
    """`+12 %`, `−3,4 points`, `−3 jours`, `inchangé`; from nothing, in units; None when a week has none."""
    read = [difference.as_read(one.value, chosen.measure) for one in (former, figure)]
    gap = difference.gap(*read)
    if gap is None:
        return None
    if gap == 0:
        return "inchangé"
    if chosen.measure.is_share:
        return _signed(gap * 100, " points", 1)
    rate = difference.relative(former.value, figure.value)
    if rate is None or not difference.is_relative(chosen.measure):
        return _signed(gap, f"{french.NO_BREAK}{chosen.unit[abs(round(gap)) > 1]}", 0)
    return _signed(rate * 100, f"{french.THIN}%", 0)


def hover_texts(known: Mapping[str, Area], seen: Look) -> dict[str, str]:
    """What each area of the map says under the pointer, by code of the drawing."""
    texts = {
        area.code: f"<b>{area.name} ({area.code})</b><br>" + "<br>".join(area_lines(area, seen))
        for area in known.values()
        if area.is_department
    }
    shared = {
        island: f"<b>{_ISLANDS[island]}</b>, publié avec :<br>{texts[home]}"
        for island, home in SHARED.items()
        if home in texts
    }
    return {**texts, **shared, "975": "<b>Saint-Pierre-et-Miquelon</b><br>aucune officine"}


def area_lines(area: Area, seen: Look) -> list[str]:
    """One area: the figure and its interval, the change, who declared, who answered, when."""
    figure, tally = seen.figure(area), seen.reading.tally(area)
    value = said(figure, seen.chosen) + out_of(tally, seen.chosen)
    is_days = seen.chosen.measure.key == DAYS
    lines = [f"{seen.chosen.measure.title} : {value}", None if is_days else interval(figure, seen.chosen)]
    if seen.before and seen.against:
        former = seen.former(area)
        lines.append(f"{seen.against.label} : {said(former, seen.chosen)}{_change(area, seen)}")
    if figure.runs_out:
        every = f", tous les {french.plural(round(figure.wait), 'jour')} en moyenne" if figure.wait else ""
        lines.append(f"<b>à court avant la prochaine livraison</b>{days_words.certainty(figure)}{every}")
    if seen.chosen.measure.key != RESPONSE:
        lines.append(declarants_of(tally))
    return [line for line in (*lines, answers_of(tally), f"semaine {seen.week.label}") if line]


def map_table(known: Mapping[str, Area], seen: Look) -> Table:
    """One row per département of the area chosen, in French words; the twin of the map."""
    return [_row(known, known[code], seen) for code in seen.chosen.area.departments]


def map_file(known: Mapping[str, Area], seen: Look) -> Table:
    """The same rows as bare figures, for a spreadsheet; an empty cell is « no data »."""
    return [_bare_row(known, known[code], seen) for code in seen.chosen.area.departments]


def measured(figure: Figure, chosen: Selection) -> dict[str, Any]:
    """A figure as a spreadsheet takes it: what it measures, its value, the bounds of an estimate."""
    row = {"mesure": chosen.measure.title, "valeur": figure.value}
    if chosen.measure.key in ESTIMATED:
        row |= {"bas_95": figure.low, "haut_95": figure.high}
    return row


def _row(known: Mapping[str, Area], area: Area, seen: Look) -> dict[str, Any]:
    figure, tally = seen.figure(area), seen.reading.tally(area)
    row = {
        "Code": area.code,
        "Département": area.name,
        "Région": known[str(area.parent)].name,
        seen.chosen.measure.title: alone(figure, seen.chosen),
    }
    if seen.chosen.measure.key in ESTIMATED:
        row["Intervalle à 95 %"] = interval(figure, seen.chosen) or "—"
        row["Avant la prochaine livraison"] = _LASTS[figure.runs_out] + days_words.certainty(figure)
        row[_WAIT] = "—" if figure.wait is None else french.number(figure.wait, 1)
    if seen.before and seen.against:
        row[f"En {seen.against.label}"] = said(seen.former(area), seen.chosen)
        row["Écart"] = moved(seen.former(area), figure, seen.chosen) or "—"
        row["Évolution"] = difference_view.in_words(seen.step(area), seen.chosen.measure)
    return row | {"Officines avec quantité": french.number(tally.declarants or 0)} | answering(tally)


def _bare_row(known: Mapping[str, Area], area: Area, seen: Look) -> dict[str, Any]:
    row: dict[str, Any] = {
        "semaine": seen.week.iso,
        "code": area.code,
        "departement": area.name,
        "region": known[str(area.parent)].name,
        "produit": seen.chosen.item.label,
    } | measured(seen.figure(area), seen.chosen)
    if seen.chosen.measure.key in ESTIMATED:
        figure = seen.figure(area)
        row["a_court_avant_livraison"] = _LASTS[figure.runs_out]
        row["certitude"] = days_words.sureness(figure)
        row["attente_livraison_jours"] = _tenth(figure.wait)
    if seen.before and seen.against:
        former = seen.former(area).value
        row["semaine_comparee"] = seen.against.iso
        row["valeur_comparee"] = former
        row["ecart"] = difference.gap(former, seen.figure(area).value)
    return row | bare(seen.reading.tally(area))


def _change(area: Area, seen: Look) -> str:
    change = moved(seen.former(area), seen.figure(area), seen.chosen)
    if change is None:
        return ""
    return f", soit {change}" + (" (dans la marge d'erreur)" if seen.is_sure(area) is False else "")


def _tenth(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 1)


def _signed(amount: float, unit: str, decimals: int) -> str:
    text = french.number(amount, decimals)
    return f"{'' if text.startswith(french.MINUS) else '+'}{text}{unit}"
