"""The table beside each drawing: the same figures in words, for readers and for spreadsheets."""

from collections.abc import Mapping, Sequence
from typing import Any

from dp_ruptures import french
from dp_ruptures.legend import spoken
from dp_ruptures.outline import SHARED
from dp_ruptures.rules.measure import AT_ZERO, RESPONSE, UNITS, Measure, Tally, figure_of
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import Week
from dp_ruptures.stocks import Department, Item, PharmacyStock, state_of

_ISLANDS = {"977": "Saint-Barthélemy", "978": "Saint-Martin"}
_NONE = "aucune donnée"
Table = list[dict[str, Any]]


def hover_texts(
    places: Sequence[Department], tallies: Mapping[str, Tally], measure: Measure, item: Item, week: Week
) -> dict[str, str]:
    """What each area of the drawing says under the pointer."""
    said = {
        place.department_code: f"<b>{place.name} ({place.department_code})</b><br>"
        + hover_text(tallies.get(place.department_code, Tally()), measure, item, week)
        for place in places
    }
    shared = {
        island: f"<b>{_ISLANDS[island]}</b>, publié avec :<br>{said[home]}"
        for island, home in SHARED.items()
        if home in said
    }
    return {**said, **shared, "975": "<b>Saint-Pierre-et-Miquelon</b><br>aucune officine"}


def hover_text(tally: Tally, measure: Measure, item: Item, week: Week) -> str:
    """One area: the figure with its unit, who declared it, who answered, when."""
    lines = [f"{measure.title} : {spoken(figure_of(measure.key, tally), measure, item.unit[1])}"]
    if measure.key != RESPONSE:
        lines.append(declarants_of(tally))
    return "<br>".join([*lines, answers_of(tally), f"semaine {week.label}"])


def declarants_of(tally: Tally) -> str:
    """`12 officines ont donné une quantité`; the pharmacies that do not stock it are said too."""
    given = french.plural(tally.declarants or 0, "officine")
    verb = "ont" if (tally.declarants or 0) > 1 else "a"
    aside = f", {french.number(tally.not_stocked)} ne le référencent pas" if tally.not_stocked else ""
    return f"{given} {verb} donné une quantité{aside}"


def answers_of(tally: Tally) -> str:
    """`n réponses sur N officines actives (x %)`; not counted yet is not « no pharmacy »."""
    if tally.active is None:
        return "réponses pas encore comptées"
    if not tally.active:
        return "aucune officine active"
    answers = french.plural(tally.respondents or 0, "réponse")
    rate = french.percent((tally.respondents or 0) / tally.active)
    return f"{answers} sur {french.plural(tally.active, 'officine active', 'officines actives')} ({rate})"


def map_table(places: Sequence[Department], tallies: Mapping[str, Tally], item: Item) -> Table:
    """One row per département, in French words; the twin of the map."""
    return [
        {
            "Code": place.department_code,
            "Département": place.name,
            f"Stock déclaré ({item.unit[1]})": _number(figure_of(UNITS, tally)),
            "Part en rupture": _percent(figure_of(AT_ZERO, tally)),
            "Officines avec quantité": french.number(tally.declarants or 0),
            **_answering(tally),
        }
        for place, tally in _placed(places, tallies)
    ]


def map_file(places: Sequence[Department], tallies: Mapping[str, Tally], item: Item, week: Week) -> Table:
    """The same rows as bare figures, for a spreadsheet; an empty cell is « no data »."""
    return [
        {
            "semaine": week.iso,
            "code": place.department_code,
            "departement": place.name,
            "produit": item.label,
        }
        | _bare(tally)
        for place, tally in _placed(places, tallies)
    ]


def trend_table(
    weeks: Sequence[Week], chosen: Sequence[Item], seen: Mapping[str, Sequence[Tally]], measure: Measure
) -> Table:
    """One row per week: the figure of each item, then who answered; the twin of the curves."""
    answering = next(iter(seen.values()), [Tally()] * len(weeks))
    named = [] if measure.key == RESPONSE else chosen
    return [
        {"Semaine": week.label, "Du lundi": french.day(week.monday)}
        | {plain(item.label): spoken(figure_of(measure.key, seen[item.code][rank]), measure, item.unit[1])
           for item in named}
        | _answering(answering[rank])
        for rank, week in enumerate(weeks)
    ]  # fmt: skip


def trend_file(
    weeks: Sequence[Week], chosen: Sequence[Item], seen: Mapping[str, Sequence[Tally]], area: str
) -> Table:
    """One row per week and item, as bare figures; an empty cell is « no data »."""
    return [
        {"semaine": week.iso, "zone": area, "produit": item.label} | _bare(seen[item.code][rank])
        for item in chosen
        for rank, week in enumerate(weeks)
    ]


def pharmacy_table(listed: Sequence[PharmacyStock], item: Item) -> Table:
    """One row per pharmacy that declared. Individual data."""
    return [
        {
            "Officine": plain(pharmacy.name),
            "Commune": plain(pharmacy.city or ""),
            "FINESS": pharmacy.finess,
            "État": state_of(pharmacy),
            f"Stock ({item.unit[1]})": "—" if pharmacy.units is None else french.number(pharmacy.units),
            "Reçue le": french.instant(pharmacy.received_at),
        }
        for pharmacy in listed
    ]


def _answering(tally: Tally) -> dict[str, str]:
    return {
        "Réponses": _number(tally.respondents),
        "Officines actives": _number(tally.active),
        "Taux de réponse": _percent(figure_of(RESPONSE, tally)),
    }


def _bare(tally: Tally) -> dict[str, Any]:
    return {
        "unites_declarees": figure_of(UNITS, tally),
        "part_en_rupture": figure_of(AT_ZERO, tally),
        "officines_avec_quantite": tally.declarants,
        "officines_a_zero": tally.at_zero,
        "officines_non_referencees": tally.not_stocked,
        "officines_repondantes": tally.respondents,
        "officines_actives": tally.active,
        "taux_de_reponse": figure_of(RESPONSE, tally),
    }


def _placed(places: Sequence[Department], tallies: Mapping[str, Tally]) -> list[tuple[Department, Tally]]:
    return [(place, tallies.get(place.department_code, Tally())) for place in places]


def _number(figure: float | None) -> str:
    return _NONE if figure is None else french.number(figure)


def _percent(figure: float | None) -> str:
    return _NONE if figure is None else french.percent(figure, 1)
