"""Proves that what the portal keeps holds together: rows, releases and their files, signatures, purges."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from dp_ruptures import french, purge_journal, purge_records, release_files, settings
from dp_ruptures.errors import Refused
from dp_ruptures.publication import signature
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store, Transaction, expected_migrations


def check(store: Store, now: datetime) -> dict[str, Any]:
    """The counts of what is kept, once everything is proven. Raises Refused, each fault on a line."""
    known = settings.load()
    trusted = signature.trusted_keys(known)
    records = store.query("purge_records")
    released, absent = released_weeks(store, known.releases)
    found = [
        *faults(store),
        *(fault for header in released for fault in release_faults(store, header, known.releases)),
        *purge_records.faults(records, trusted),
        *purge_journal.faults(store),
    ]
    if found:
        raise Refused(f"{french.plural(len(found), 'défaut')} : {found[0]}", found)
    counts = counted(store)
    told = ", ".join(
        [
            french.plural(counts["declarations"], "déclaration"),
            french.plural(len(released), "publication vérifiée", "publications vérifiées"),
            french.plural(
                len(records), "procès-verbal d'effacement vérifié", "procès-verbaux d'effacement vérifiés"
            ),
        ]
    )
    later = f" Sans dossier de fichiers : {', '.join(absent)}." if absent else ""
    unknown = unknown_releases(store, known.releases)
    passed_over = purge_journal.passed_over()
    later += f" Publié sans que la base le sache : {', '.join(unknown)}." if unknown else ""
    return {
        "message": f"Tout concorde : {told}.{later} {passed_over}".strip(),
        "checked_at": now.isoformat(),
        "counts": counts,
        "releases": [Week(header["week"]).iso for header in released],
        "without_files": absent,
        "unknown_releases": unknown,
        "purges": len(records),
        "passed_over": passed_over,
        "faults": [],
    }


def counted(store: Store | Transaction) -> dict[str, int]:
    """How many rows of each kind the store holds."""
    return {row["kind"]: row["held"] for row in store.query("check_counts")}


def faults(store: Store) -> list[str]:
    """What does not hold together within the store, as French sentences."""
    applied = {row["name"] for row in store.query("migrations_applied")}
    expected = set(expected_migrations())
    said = [f"La migration {name} n'est pas appliquée." for name in sorted(expected - applied)]
    said += [f"La migration {name} vient d'une version plus récente." for name in sorted(applied - expected)]
    if said:
        return said
    rows = store.query("check_faults")
    return [f"{row['fault'].capitalize()} : {french.number(row['found'])}." for row in rows if row["found"]]


def released_weeks(store: Store, folder: Path) -> tuple[list[Row], list[str]]:
    """The last revision of each release that has its files in `folder`; the weeks that have none."""
    weeks = sorted({row["week"] for row in store.query("release_ledger")})
    headers = [store.query("release_by_week", week=week)[0] for week in weeks]
    present = [header for header in headers if (folder / Week(header["week"]).iso).is_dir()]
    return present, [Week(header["week"]).iso for header in headers if header not in present]


def unknown_releases(store: Store | Transaction, folder: Path) -> list[str]:
    """The weeks whose files in `folder` are of a release that the store does not know: it is an older one."""
    known = {(Week(row["week"]).iso, row["revision"]) for row in store.query("release_ledger")}
    return [
        place.name for place in sorted(folder.glob("[0-9]*-W[0-9]*"))
        if (place / signature.MANIFEST).is_file() and (place.name, _revision(place)) not in known
    ]  # fmt: skip


def _revision(place: Path) -> int:
    """Which release of its week a folder holds; 0 when its manifest does not say."""
    try:
        return int(json.loads((place / signature.MANIFEST).read_bytes())["revision"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def release_faults(store: Store, header: Row, folder: Path) -> Iterator[str]:
    """Where the files of a release are not those of the frozen table, or not signed by us."""
    week = Week(header["week"])
    place = folder / week.iso
    try:
        signature.verify(place, signature.claimed_key(place, settings.load()))
        manifest = json.loads((place / signature.MANIFEST).read_bytes())
    except Refused as refused:
        yield f"Publication {week.label} : {refused}"
        return
    if manifest["revision"] != header["revision"]:
        yield f"Publication {week.label} : les fichiers sont ceux d'une autre révision."
        return
    if any(manifest[name] != header[name] for name in ("state_sha256", "policy_sha256", "audit_sha256")):
        yield f"Publication {week.label} : les empreintes du manifeste ne sont pas celles de la base."
    if (place / "stocks.csv").read_bytes() != release_files.table(store, week, header["revision"]):
        yield f"Publication {week.label} : stocks.csv n'est pas la table publiée."
