"""Brings the register of pharmacies up to date from a FINESS extract."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from dp_ruptures.errors import Refused
from dp_ruptures.french import day, plural
from dp_ruptures.imports.finess_changes import Changes, compare
from dp_ruptures.imports.finess_extract import Extract, Pharmacy, read_extract
from dp_ruptures.imports.report import tell_refused
from dp_ruptures.imports.text import read_text
from dp_ruptures.progress import Progress, silent
from dp_ruptures.store import Row, Store, Transaction, in_transaction

# France loses 1.3 % of its pharmacies in a year: more at once is a truncated file.
_MOST_CLOSED_PERCENT = 10
_MISSING_NAMED = 50
_DATED = "finess_dated"


def import_finess(  # noqa: PLR0913 - a run of the import, told whole
    store: Store,
    file: Path,
    *,
    today: date,
    close_missing: bool = False,
    dry_run: bool = False,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Bring the pharmacies up to date from `file`; the others are closed only on `close_missing`.

    Returns a JSON-able report: message, dated, added, changed, reopened, closed, unchanged, missing,
    missing_pharmacies (the first ones), kept_closed, ignored by kind, refused lines. A refused line's
    pharmacy stays as it is, and so does one that an administrator closed; a telephone number that the extract
    does not give stays too. `dry_run` writes nothing.
    Raises Refused when the file is no extract, is older than the last one taken, or would close too many,
    and in a store of invented data.
    """
    extract = read_extract(read_text(file), progress)

    def write(transaction: Transaction) -> dict[str, Any]:
        _refuse_demo(transaction)
        _refuse_older(transaction, extract)
        known = transaction.query("finess_pharmacies")
        kept = {row["finess"] for row in transaction.query("finess_kept_closed")}
        changes = compare(extract, known, kept)
        closing = changes.missing if close_missing else []
        _refuse_too_many(closing, known)
        if not dry_run:
            _save(transaction, changes)
            finesses = [row["finess"] for row in closing]
            transaction.execute("finess_close_pharmacies", finesses=finesses, closed_on=today)
            _remember_date(transaction, extract, today)
        return _report(extract, changes, len(closing), dry_run=dry_run)

    return in_transaction(store, write)


def _refuse_demo(transaction: Transaction) -> None:
    if transaction.query("setting_by_name", name="demo"):
        raise Refused(
            "Rien n'a été importé : cette base contient une saison inventée. Importez le registre dans une "
            "autre base (une autre valeur de DP_RUPTURES_HOME)."
        )


def _refuse_older(transaction: Transaction, extract: Extract) -> None:
    """An older extract would reopen the pharmacies closed since; one of the same day changes nothing."""
    last = transaction.query("setting_by_name", name=_DATED)
    if not last:
        return
    taken = date.fromisoformat(last[0]["content"])
    if extract.dated is None:
        raise Refused(
            f"Rien n'a été importé : ce fichier ne dit pas sa date, et le registre vient d'un extrait du "
            f"{day(taken)}. Importez un extrait daté."
        )
    if extract.dated < taken:
        raise Refused(
            f"Rien n'a été importé : ce fichier est du {day(extract.dated)}, et le registre vient d'un "
            f"extrait plus récent, du {day(taken)}. Importez un extrait de cette date ou d'une date "
            f"ultérieure."
        )


def _remember_date(transaction: Transaction, extract: Extract, today: date) -> None:
    if extract.dated and extract.pharmacies:
        # No later than today: a wrong date to come would shut out every true extract until then.
        transaction.execute("finess_dated_upsert", dated=min(extract.dated, today).isoformat())


def _save(transaction: Transaction, changes: Changes) -> None:
    pharmacies = [*changes.added, *changes.changed, *changes.reopened]
    transaction.execute(
        "finess_upsert_pharmacies",
        finesses=_column(pharmacies, "finess"),
        finess_ejs=_column(pharmacies, "finess_ej"),
        owner_keys=_column(pharmacies, "owner_key"),
        names=_column(pharmacies, "name"),
        addresses=_column(pharmacies, "address"),
        postcodes=_column(pharmacies, "postcode"),
        cities=_column(pharmacies, "city"),
        territory_codes=_column(pharmacies, "territory_code"),
        department_codes=_column(pharmacies, "department_code"),
        opened_on=_column(pharmacies, "opened_on"),
        updated_on=_column(pharmacies, "updated_on"),
        telephones=_column(pharmacies, "telephone"),
    )


def _column(pharmacies: Iterable[Pharmacy], fact: str) -> list[Any]:
    return [getattr(pharmacy, fact) for pharmacy in pharmacies]


def _refuse_too_many(closing: list[Row], known: list[Row]) -> None:
    opened = sum(row["closed_on"] is None for row in known)
    if 100 * len(closing) > _MOST_CLOSED_PERCENT * opened:
        raise Refused(
            f"Rien n'a été importé : {plural(len(closing), 'officine')} sur {opened} à fermer, plus de "
            f"{_MOST_CLOSED_PERCENT} %. Le fichier est sans doute incomplet."
        )


def _report(extract: Extract, changes: Changes, closed: int, *, dry_run: bool) -> dict[str, Any]:
    missing = len(changes.missing) - closed
    trial = " Essai : rien n'a été écrit." if dry_run else ""
    return {
        "message": _message(extract, changes, closed, missing) + trial,
        "dated": extract.dated.isoformat() if extract.dated else None,
        "added": len(changes.added),
        "changed": len(changes.changed),
        "reopened": len(changes.reopened),
        "closed": closed,
        "unchanged": changes.unchanged,
        "missing": missing,
        "kept_closed": changes.kept_closed,
        "missing_pharmacies": [
            {"finess": row["finess"], "name": row["name"], "city": row["city"]}
            for row in changes.missing[: _MISSING_NAMED if missing else 0]
        ],
        "ignored": dict(extract.ignored),
        "refused": extract.refused,
    }


def _message(extract: Extract, changes: Changes, closed: int, missing: int) -> str:
    parts = [
        plural(len(changes.added), "ajoutée"),
        plural(len(changes.changed), "modifiée"),
        plural(len(changes.reopened), "rouverte"),
        plural(closed, "fermée"),
        plural(changes.unchanged, "inchangée"),
    ]
    told = [f"{plural(len(extract.pharmacies), 'officine lue', 'officines lues')} : {', '.join(parts)}."]
    if missing:
        told.append(
            f"{plural(missing, 'officine absente', 'officines absentes')} du fichier sans être fermée"
            f"{'s' if missing > 1 else ''} (--close-missing pour fermer)."
        )
    if changes.kept_closed:
        told.append(
            f"{plural(changes.kept_closed, 'officine fermée', 'officines fermées')} par décision, laissée"
            f"{'s' if changes.kept_closed > 1 else ''} fermée{'s' if changes.kept_closed > 1 else ''}."
        )
    told.append(tell_refused(extract.refused))
    return " ".join(part for part in told if part)
