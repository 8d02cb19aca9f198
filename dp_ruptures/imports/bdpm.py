"""Replaces what the portal knows of the public medicines database (BDPM)."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from dp_ruptures.french import number, plural
from dp_ruptures.imports.bdpm_files import Bdpm, Notice, Presentation, read_bdpm
from dp_ruptures.imports.report import tell_refused
from dp_ruptures.progress import Progress, silent
from dp_ruptures.rules.presentation import is_open_shortage
from dp_ruptures.rules.search import searchable
from dp_ruptures.store import Row, Store, Transaction, in_transaction

_LABEL = "Base des médicaments"


def import_bdpm(store: Store, folder: Path, *, progress: Progress = silent) -> dict[str, Any]:
    """Replace the presentations and ANSM's notices by those of the four files of `folder`.

    Returns a JSON-able report: message, presentations, added, changed and closed (gone) ones, stopped,
    mitm, flu_vaccines (cip13, name, stopped), open_shortages, notices, refused lines (file, line,
    reason). Raises Refused.
    """
    progress(_LABEL, 0, 2)
    bdpm = read_bdpm(folder)
    progress(_LABEL, 1, 2)
    changes = in_transaction(store, lambda transaction: _replace(transaction, bdpm))
    progress(_LABEL, 2, 2)
    return _report(bdpm, changes)


def _replace(transaction: Transaction, bdpm: Bdpm) -> dict[str, int]:
    changes = _compare(bdpm, transaction.query("bdpm_presentations"))
    transaction.execute("bdpm_delete_presentations")
    transaction.execute("bdpm_delete_notices")
    transaction.execute("shortage_words_delete")
    _insert_presentations(transaction, list(bdpm.presentations.values()))
    _insert_notices(transaction, bdpm.notices)
    return changes


def _compare(bdpm: Bdpm, known: list[Row]) -> dict[str, int]:
    before = {row["cip13"]: row for row in known}
    now = {cip13: asdict(presentation) for cip13, presentation in bdpm.presentations.items()}
    kept = now.keys() & before.keys()
    return {
        "added": len(now) - len(kept),
        "changed": sum(now[cip13] != before[cip13] for cip13 in kept),
        "closed": len(before) - len(kept),
    }


def _insert_presentations(transaction: Transaction, presentations: list[Presentation]) -> None:
    transaction.execute(
        "bdpm_insert_presentations",
        cip13s=[presentation.cip13 for presentation in presentations],
        cip7s=[presentation.cip7 for presentation in presentations],
        cises=[presentation.cis for presentation in presentations],
        names=[presentation.name for presentation in presentations],
        labels=[presentation.label for presentation in presentations],
        marketed_states=[presentation.marketed_state for presentation in presentations],
        stopped=[presentation.stopped for presentation in presentations],
        mitm=[presentation.mitm for presentation in presentations],
        flu_vaccines=[presentation.flu_vaccine for presentation in presentations],
    )
    transaction.execute(
        "shortage_words_insert",
        cip13s=[presentation.cip13 for presentation in presentations],
        words=[searchable(f"{presentation.name} {presentation.label}") for presentation in presentations],
    )


def _insert_notices(transaction: Transaction, notices: list[Notice]) -> None:
    transaction.execute(
        "bdpm_insert_notices",
        cises=[notice.cis for notice in notices],
        cip13s=[notice.cip13 for notice in notices],
        status_codes=[notice.status_code for notice in notices],
        started_on=[notice.started_on for notice in notices],
        updated_on=[notice.updated_on for notice in notices],
        back_on=[notice.back_on for notice in notices],
        links=[notice.link for notice in notices],
    )


def _report(bdpm: Bdpm, changes: dict[str, int]) -> dict[str, Any]:
    presentations = bdpm.presentations.values()
    flu_vaccines = [
        {"cip13": presentation.cip13, "name": presentation.name, "stopped": presentation.stopped}
        for presentation in presentations
        if presentation.flu_vaccine
    ]
    open_shortages = sum(is_open_shortage(n.status_code, n.back_on is not None) for n in bdpm.notices)
    mitm = sum(presentation.mitm for presentation in presentations)
    return {
        "message": _message(bdpm, changes, flu_vaccines, open_shortages, mitm),
        "presentations": len(presentations),
        **changes,
        "stopped": sum(presentation.stopped for presentation in presentations),
        "mitm": mitm,
        "flu_vaccines": flu_vaccines,
        "open_shortages": open_shortages,
        "notices": len(bdpm.notices),
        "refused": bdpm.refused,
    }


def _tell(changes: dict[str, int]) -> str:
    added, changed = plural(changes["added"], "ajoutée"), plural(changes["changed"], "modifiée")
    return f"{added}, {changed}, {plural(changes['closed'], 'disparue')}"


def _message(
    bdpm: Bdpm, changes: dict[str, int], flu_vaccines: list[dict[str, Any]], open_shortages: int, mitm: int
) -> str:
    sold = sum(not vaccine["stopped"] for vaccine in flu_vaccines)
    shortages = plural(open_shortages, "rupture ou tension ouverte", "ruptures ou tensions ouvertes")
    told = (
        f"{plural(len(bdpm.presentations), 'présentation')} ({_tell(changes)}), dont {number(mitm)} "
        f"d'intérêt thérapeutique majeur et {plural(len(flu_vaccines), 'vaccin')} contre la grippe "
        f"({sold} en vente). ANSM : {shortages}."
    )
    return f"{told} {tell_refused(bdpm.refused)}".strip()
