"""The tables of single pharmacies on the rebalancing page. Individual data."""

import math
from collections.abc import Sequence

from dp_ruptures import french, telephones
from dp_ruptures.rebalancing import PharmacySupply
from dp_ruptures.rebalancing_tables import UNKNOWN, Table, days, signed
from dp_ruptures.rules.pooling import Handover
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.transport import Terms


def pharmacy_table(listed: Sequence[PharmacySupply], terms: Terms, unit: str) -> Table:
    """One row per pharmacy, fewest days first: above or below the goal. Individual data."""
    return [
        {
            "Officine": plain(f"{pharmacy.name}, {pharmacy.city}"),
            "Jours de stock": days(pharmacy.days),
            "Rythme": _pace(pharmacy),
            f"Écart à {terms.goal} jours (boîtes)": _gap(pharmacy, terms),
            "Téléphone": telephones.linked(pharmacy.telephone),
            f"Stock ({unit})": french.number(pharmacy.units),
            "FINESS": pharmacy.area.code,
        }
        for pharmacy in sorted(listed, key=lambda one: (one.days is None, one.days or 0.0, one.area.code))
    ]


def handover_table(handed: Sequence[Handover], listed: Sequence[PharmacySupply]) -> Table:
    """One row per hand-over. Individual data."""
    known = {pharmacy.area.code: pharmacy for pharmacy in listed}
    return [
        {
            "De": _called(known[one.start]),
            "Boîtes": french.number(one.boxes),
            "Vers": _called(known[one.end]),
            "Trajet": "même commune" if one.near else "entre communes",
        }
        for one in handed
    ]


def _called(pharmacy: PharmacySupply) -> str:
    """Who it is, and how to call it; its number in the register where there is none to call."""
    reach = telephones.linked(pharmacy.telephone) if pharmacy.telephone else f"FINESS {pharmacy.area.code}"
    return f"{plain(pharmacy.name)}, {plain(pharmacy.city)}{french.NO_BREAK}· {reach}"


def _pace(pharmacy: PharmacySupply) -> str:
    if pharmacy.borrowed:
        return "rythme emprunté au département"
    return "le sien" if pharmacy.area.need else UNKNOWN


def _gap(pharmacy: PharmacySupply, terms: Terms) -> str:
    if pharmacy.days is None:
        return UNKNOWN
    return signed(math.floor(pharmacy.area.stock - pharmacy.area.need * terms.goal + 1e-9))
