"""The table beside each drawing: the same figures in words, for readers and for spreadsheets."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from dp_ruptures import french, telephones
from dp_ruptures.legend import spoken
from dp_ruptures.rules.measure import AT_ZERO, RESPONSE, UNITS, Measure, Tally, figure_of
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import Week
from dp_ruptures.stocks import Item, PharmacyStock, state_of

NONE = "aucune donnée"
Table = list[dict[str, Any]]
# What a row of names and figures takes on a large screen, in pixels.
_ROW = 36


def height_of(rows: int, most: int = 420) -> int | Literal["content"]:
    """What Streamlit is told of a table's height: as high as its rows, `most` pixels and a scroll past it."""
    return most if (rows + 1) * _ROW > most else "content"


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


def trend_table(
    weeks: Sequence[Week], chosen: Sequence[Item], seen: Mapping[str, Sequence[Tally]], measure: Measure
) -> Table:
    """One row per week: the figure of each item, then who answered; the twin of the curves."""
    answers = next(iter(seen.values()), [Tally()] * len(weeks))
    named = [] if measure.key == RESPONSE else chosen
    return [
        {"Semaine": week.label, "Du lundi": french.day(week.monday)}
        | {plain(item.label): spoken(figure_of(measure.key, seen[item.code][rank]), measure, item.unit[1])
           for item in named}
        | answering(answers[rank])
        for rank, week in enumerate(weeks)
    ]  # fmt: skip


def trend_file(
    weeks: Sequence[Week], chosen: Sequence[Item], seen: Mapping[str, Sequence[Tally]], area: str
) -> Table:
    """One row per week and item, as bare figures; an empty cell is « no data »."""
    return [
        {"semaine": week.iso, "zone": area, "produit": item.label} | bare(seen[item.code][rank])
        for item in chosen
        for rank, week in enumerate(weeks)
    ]


def pharmacy_table(listed: Sequence[PharmacyStock], item: Item) -> Table:
    """One row per pharmacy that declared. Individual data."""
    return [
        {
            "Officine": plain(", ".join(filter(None, (pharmacy.name, pharmacy.city)))),
            f"Stock ({item.unit[1]})": "—" if pharmacy.units is None else french.number(pharmacy.units),
            "État": state_of(pharmacy),
            "Téléphone": telephones.linked(pharmacy.telephone),
            "Reçue le": french.instant(pharmacy.received_at),
            "FINESS": pharmacy.finess,
        }
        for pharmacy in listed
    ]


def answering(tally: Tally) -> dict[str, str]:
    """Who answered, in French words: what every figure is worth."""
    return {
        "Réponses": number(tally.respondents),
        "Officines actives": number(tally.active),
        "Taux de réponse": percent(figure_of(RESPONSE, tally)),
    }


def bare(tally: Tally) -> dict[str, Any]:
    """The counts of an area as a spreadsheet takes them; None is an empty cell."""
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


def number(figure: float | None) -> str:
    """A count in French, or that there is none."""
    return NONE if figure is None else french.number(figure)


def percent(figure: float | None) -> str:
    """A share in French, or that there is none."""
    return NONE if figure is None else french.percent(figure, 1)
