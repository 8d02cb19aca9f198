"""The tables of the shortage watch, in words and as bare figures."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dp_ruptures import french
from dp_ruptures import shortage_words as words
from dp_ruptures.rules.presentation import is_open_shortage
from dp_ruptures.rules.public_list import is_listed
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.trend import trend
from dp_ruptures.rules.week import PARIS, Week
from dp_ruptures.shortage_products import Notice
from dp_ruptures.shortage_watch import Reach, Watched
from dp_ruptures.stocks import Department

Table = list[dict[str, Any]]
ANSM = "ANSM"


def product_table(listed: Sequence[Watched], active: int, country: int, now: datetime) -> Table:
    """One row per product, the widest shortage first; `active` pharmacies in the zone, `country` in all."""
    return [
        {
            "Produit": f"{plain(words.short(one.name))} ({one.cip13})",
            "Officines": french.number(one.pharmacies),
            "Part": _share(one.pharmacies, active),
            "En 7 jours": trend(one.before, one.pharmacies),
            "Plus d'une semaine": french.number(one.week_old),
            "Plus d'un mois": french.number(one.month_old),
            "La plus ancienne": french.plural((now - one.oldest).days, "jour"),
            "Sans nouvelle": french.number(one.silent),
            "Réponse reçue": french.number(one.answered),
            "Liste publique": listing(one, country),
            ANSM: notice_of(one.notice),
        }
        for one in listed
    ]


def product_file(listed: Sequence[Watched], active: int, country: int, zone: str) -> Table:
    """The same as bare figures."""
    return [
        {
            "zone": zone,
            "cip13": one.cip13,
            "produit": one.name,
            "officines_en_rupture": one.pharmacies,
            "officines_actives": active,
            "part": one.pharmacies / active if active else None,
            "officines_il_y_a_7_jours": one.before,
            "ouvertes_depuis_plus_d_une_semaine": one.week_old,
            "ouvertes_depuis_plus_d_un_mois": one.month_old,
            "la_plus_ancienne": one.oldest.astimezone(PARIS).date().isoformat(),
            "sans_nouvelle_depuis_une_semaine": one.silent,
            "reponse_recue": one.answered,
            "officines_en_rupture_france": one.nationwide,
            "liste_publique": "oui" if is_listed(one.nationwide, country) else "non",
            "ansm_statut": words.STATUS[one.notice.status_code] if one.notice else None,
            "ansm_depuis": _iso(one.notice and one.notice.started_on),
            "ansm_retour": _iso(one.notice and one.notice.back_on),
            "ansm_lien": one.notice.link if one.notice else None,
        }
        for one in listed
    ]


def listing(one: Watched, country: int) -> str:
    """`oui (6,2 % de la France)`, `non (0,4 %)`: the 5 % rule, of the whole country whatever the zone."""
    said = "oui" if is_listed(one.nationwide, country) else "non"
    return f"{said} ({_share(one.nationwide, country)})"


def notice_of(notice: Notice | None) -> str:
    """ANSM's last word in a few: `Tension d'approvisionnement, 14 avr. 2026`, `rien de signalé`."""
    if notice is None:
        return "rien de signalé"
    if notice.back_on and is_open_shortage(notice.status_code, is_back=False):
        return f"Terminé, retour le {french.day(notice.back_on)}"
    since = notice.updated_on or notice.started_on
    return words.STATUS[notice.status_code] + (f", {french.day(since)}" if since else "")


def place_table(places: Sequence[Department], by_department: Mapping[str, Reach]) -> Table:
    """One row per département, the largest share first; the twin of the map."""
    return [
        {
            "Département": place.label,
            "Officines en rupture déclarée": french.number(found.concerned),
            "Officines actives": french.number(found.active),
            "Part": "aucune officine" if found.share is None else french.percent(found.share, 1),
        }
        for place, found in _by_share(places, by_department)
    ]


def place_file(places: Sequence[Department], by_department: Mapping[str, Reach], product: str) -> Table:
    """The same as bare figures."""
    return [
        {
            "produit": product,
            "departement": place.department_code,
            "nom": place.name,
            "officines_en_rupture": found.concerned,
            "officines_actives": found.active,
            "part": found.share,
        }
        for place, found in _by_share(places, by_department)
    ]


def history_table(weeks: Sequence[Week], counts: Sequence[int]) -> Table:
    """One row per week, the twin of the curve."""
    return [
        {"Semaine": week.label, "Au soir du": french.day(week.sunday), "Officines": french.number(count)}
        for week, count in zip(weeks, counts, strict=True)
    ]


def history_file(weeks: Sequence[Week], counts: Sequence[int], product: str, zone: str) -> Table:
    """The same as bare figures."""
    return [
        {"semaine": week.iso, "zone": zone, "produit": product, "officines_en_rupture": count}
        for week, count in zip(weeks, counts, strict=True)
    ]


def hover(places: Sequence[Department], by_department: Mapping[str, Reach]) -> dict[str, str]:
    """What each département says under the pointer."""
    return {
        place.department_code: f"<b>{place.name} ({place.department_code})</b><br>"
        f"{french.number(found.concerned)} sur {french.number(found.active)} officines actives"
        for place in places
        if (found := by_department.get(place.department_code))
    }


def _by_share(
    places: Sequence[Department], by_department: Mapping[str, Reach]
) -> list[tuple[Department, Reach]]:
    found = [(place, by_department.get(place.department_code, Reach(0, 0))) for place in places]
    return sorted(found, key=lambda pair: -(pair[1].share or 0.0))


def _share(count: int, whole: int) -> str:
    return french.percent(count / whole, 1) if whole else "—"


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
