"""How a FINESS extract differs from the pharmacies that the store knows."""

from dataclasses import dataclass, fields

from dp_ruptures.imports.finess_extract import Extract, Pharmacy
from dp_ruptures.store import Row

_FACTS = {column.name for column in fields(Pharmacy)}


@dataclass(frozen=True)
class Changes:
    """The pharmacies of an extract by what they are to the store; `missing`: those the extract lacks."""

    added: list[Pharmacy]
    changed: list[Pharmacy]
    reopened: list[Pharmacy]
    unchanged: int
    missing: list[Row]
    # Closed by an administrator's decision, and listed all the same: they stay closed, as they are.
    kept_closed: int


def compare(extract: Extract, known: list[Row], kept: set[str]) -> Changes:
    """Sort the pharmacies of `extract`; `known`: rows of finess_pharmacies; `kept`: closed by decision."""
    by_finess = {row["finess"]: row for row in known}
    new = [pharmacy for pharmacy in extract.pharmacies.values() if pharmacy.finess not in by_finess]
    both = [(p, by_finess[p.finess]) for p in extract.pharmacies.values() if p.finess in by_finess]
    old = [(pharmacy, row) for pharmacy, row in both if row["finess"] not in kept]
    reopened = [pharmacy for pharmacy, row in old if row["closed_on"]]
    changed = [p for p, row in old if not row["closed_on"] and _differs(p, row)]
    present = extract.pharmacies.keys() | extract.doubtful
    missing = [row for row in known if not row["closed_on"] and row["finess"] not in present]
    unchanged = len(old) - len(reopened) - len(changed)
    return Changes(new, changed, reopened, unchanged, missing, len(both) - len(old))


def _differs(pharmacy: Pharmacy, row: Row) -> bool:
    # Some extracts leave every number out: they say nothing of those an earlier one gave.
    told = _FACTS if pharmacy.telephone else _FACTS - {"telephone"}
    return any(getattr(pharmacy, fact) != row[fact] for fact in told)
