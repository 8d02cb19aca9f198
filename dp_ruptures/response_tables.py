"""The answers in words and as bare figures: by area, by day, and the pharmacies that are silent."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from dp_ruptures import french, telephones
from dp_ruptures.figures import DAYS
from dp_ruptures.responses import Silent
from dp_ruptures.rules.measure import share
from dp_ruptures.rules.response import Turnout
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import PARIS, Week
from dp_ruptures.stock_tables import Table
from dp_ruptures.stocks import Department

Named = tuple[str, Turnout]


def added(turnouts: Iterable[Turnout]) -> Turnout:
    """Several areas together."""
    return reduce(lambda whole, part: whole + part, turnouts, Turnout())


def by_region(places: Sequence[Department], turnouts: Mapping[str, Turnout]) -> list[Named]:
    """One row per region that has pharmacies, the lowest rate first."""
    names = dict.fromkeys(place.region_name for place in places)
    return _ranked(
        (name, added(turnouts.get(place.department_code, Turnout())
                     for place in places if place.region_name == name))
        for name in names
    )  # fmt: skip


def by_department(places: Sequence[Department], turnouts: Mapping[str, Turnout]) -> list[Named]:
    """One row per département that has pharmacies, the lowest rate first."""
    return _ranked((place.label, turnouts.get(place.department_code, Turnout())) for place in places)


def area_table(rows: Sequence[Named]) -> Table:
    """One row per area, in words."""
    return [
        {
            "Zone": plain(name),
            "Taux de réponse": rate_of(turnout.answered, turnout.expected),
            "Réponses": french.NO_BREAK.join(
                (french.number(turnout.answered), "sur", french.number(turnout.expected))
            ),
            "À temps": french.number(turnout.on_time),
            "Déjà répondu": french.number(turnout.ever),
            "Inactives": french.number(turnout.inactive),
        }
        for name, turnout in rows
    ]


def area_file(rows: Sequence[Named], week: Week) -> Table:
    """The same rows as bare figures; an empty rate: nobody was expected."""
    return [
        {
            "semaine": week.iso,
            "zone": name,
            "officines_en_activite": turnout.in_business,
            "officines_attendues": turnout.expected,
            "ont_repondu": turnout.answered,
            "a_temps": turnout.on_time,
            "ont_deja_repondu": turnout.ever,
            "inactives": turnout.inactive,
            "taux_de_reponse": share(turnout.answered, turnout.expected),
        }
        for name, turnout in rows
    ]


def day_table(come: Mapping[Week, Sequence[int | None]]) -> Table:
    """One row per day, one column per week: cumulative answers."""
    return [
        {"Fin du jour": day}
        | {week.label: "à venir" if counts[rank] is None else french.number(counts[rank] or 0)
           for week, counts in come.items()}
        for rank, day in enumerate(DAYS)
    ]  # fmt: skip


def day_file(come: Mapping[Week, Sequence[int | None]], area: str) -> Table:
    """One row per week and day, as bare figures."""
    return [
        {"semaine": week.iso, "zone": area, "jour": day, "reponses_cumulees": counts[rank]}
        for week, counts in come.items()
        for rank, day in enumerate(DAYS)
    ]


def silent_table(listed: Sequence[Silent]) -> Table:
    """One row per silent pharmacy, in words. Individual data."""
    return [
        {
            "Officine": _named(each),
            "Téléphone": telephones.linked(each.telephone),
            "Dernière réponse": french.unbroken(each.last_week.label) if each.last_week else "jamais",
            "Relances": _reminded(each),
            "État": state_of(each),
            "Semaines répondues": french.number(each.weeks_answered),
            "FINESS": each.finess,
        }
        for each in listed
    ]


def silent_file(listed: Sequence[Silent], week: Week) -> Table:
    """The same rows for a spreadsheet. Individual data."""
    return [
        {
            "semaine": week.iso,
            "finess": each.finess,
            "officine": each.name,
            "commune": each.city,
            "departement": each.department_code,
            "telephone": telephones.in_file(each.telephone),
            "derniere_reponse": each.last_week.iso if each.last_week else None,
            "semaines_repondues": each.weeks_answered,
            "etat": state_of(each),
            "relances": each.reminders,
            "derniere_relance": each.reminded_at and f"{each.reminded_at.astimezone(PARIS):%Y-%m-%d %H:%M}",
        }
        for each in listed
    ]


def state_of(each: Silent) -> str:
    """Expected or inactive, and whether it can be written to."""
    state = "Inactive" if each.inactive else "Attendue"
    return state if each.has_email else f"{state}, sans courriel"


def rate_of(part: int, whole: int) -> str:
    """`42,5 %`, or a dash when nobody was expected."""
    rate = share(part, whole)
    return "—" if rate is None else french.percent(rate, 1)


def _named(each: Silent) -> str:
    name = ", ".join(filter(None, (each.name, each.city)))
    return f"{plain(name)} ({each.department_code})"


def _reminded(each: Silent) -> str:
    if not each.reminders or each.reminded_at is None:
        return "aucune"
    return f"{each.reminders}, {french.short_day(each.reminded_at.astimezone(PARIS).date())}"


def _ranked(rows: Iterable[Named]) -> list[Named]:
    known = [(name, turnout) for name, turnout in rows if turnout.in_business]
    return sorted(known, key=lambda row: (share(row[1].answered, row[1].expected) or 0, row[0]))
