"""The files of a release, all written from the frozen table and from nothing else.

No clock and no machine name goes in: the same release gives the same bytes anywhere.
"""

import csv
import hashlib
import io
import json
from typing import Any

from dp_ruptures import released, settings
from dp_ruptures.errors import Refused
from dp_ruptures.publication import bulletin, erratum, headlines, signature, workbook
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Transaction

# Column of the file → column of release_cell, with its Table Schema type and meaning.
COLUMNS: list[tuple[str, str, str, str]] = [
    ("semaine", "week", "string", "Semaine ISO de la publication, par exemple 2026-W47."),
    ("niveau", "area_level", "string", "Niveau du territoire : departement, region ou france."),
    ("code", "area_code", "string", "Code du territoire (Insee)."),
    ("nom", "area_name", "string", "Nom du territoire."),
    ("produit_niveau", "item_level", "string", "Niveau du produit : produit, famille ou ensemble."),
    ("produit", "item", "string", "Code du produit (CIP13 ou EAN-13), de la famille, ou « ensemble »."),
    ("famille", "family", "string", "Famille du produit : tests ou vaccins."),
    ("libelle", "item_label", "string", "Nom du produit ou de la famille."),
    (
        "statut",
        "status",
        "string",
        "publie ; secret : non publié pour qu'aucune officine ne se reconnaisse ; "
        "sans_donnee : aucune déclaration.",
    ),
    ("unites", "units", "integer", "Unités (tests ou doses) déclarées en stock. Vide si non publié."),
    ("donnees_de", "data_of", "string", "Semaine ISO des données publiées."),
    (
        "officines_declarantes",
        "declarants",
        "integer",
        "Officines ayant déclaré une quantité de ce produit, cette semaine ou l'une des deux d'avant.",
    ),
    ("officines_actives", "active", "integer", "Officines en activité dans le territoire cette semaine."),
    (
        "unites_estimees",
        "estimated_units",
        "integer",
        "Stock total, officines muettes comprises, estimé d'après les seules cellules publiées.",
    ),
    ("estimation_bas", "estimate_low", "integer", "Borne basse à 95 %, si les muettes sont semblables."),
    ("estimation_haut", "estimate_high", "integer", "Borne haute à 95 %, sous la même réserve."),
    (
        "jours_de_stock",
        "days_of_supply",
        "number",
        "Jours de stock au rythme net de baisse des dernières publications ; 90 veut dire 90 ou plus. "
        "Vide si rien ne baisse.",
    ),
]
_CHOICES = {
    "niveau": ["departement", "region", "france"],
    "produit_niveau": ["produit", "famille", "ensemble"],
    "statut": ["publie", "secret", "sans_donnee"],
}
_ALWAYS = {name for name, *_ in COLUMNS[:9]}


def contents(store: Transaction, week: Week) -> dict[str, bytes]:
    """Every file of the week's release, name to bytes. Raises Refused when it is not released."""
    headers = store.query("release_by_week", week=week.monday)
    if not headers:
        raise Refused(f"La semaine {week.label} n'est pas publiée.")
    revision = headers[0]["revision"]
    rows = store.query("release_cells", week=week.monday, revision=revision)
    cells = _listed(rows)
    demo = bool(store.query("setting_by_name", name="demo"))
    before = _cells_before(store, week, headers[0])
    changed = released.erratum(store, week, headers[0])
    thin = headlines.only_regions(headers[0])
    told = {"semaine": week.iso, "revision": revision, "cellules": cells}
    files = {
        "stocks.csv": _csv(cells),
        "stocks.schema.json": _json(table_schema()),
        "stocks.json": _json(told | ({"erratum": erratum.as_json(changed)} if changed else {})),
        "stocks.xlsx": workbook.write(week, rows, cells, changed),
        "bulletin.pdf": bulletin.write(week, revision, rows, before, demo=demo, changed=changed, thin=thin),
    }
    manifest = _json(_manifest(headers[0], week, files))
    key = signature.signing_key(settings.load().signing_key)
    return {**files, signature.MANIFEST: manifest, **signature.sign(manifest, key)}


def table(store: Transaction, week: Week, revision: int) -> bytes:
    """stocks.csv of one release, alone."""
    return _csv(_listed(store.query("release_cells", week=week.monday, revision=revision)))


def _listed(rows: list[Row]) -> list[dict[str, Any]]:
    return [{name: _shown(row[column]) for name, column, *_ in COLUMNS} for row in rows]


def _cells_before(store: Transaction, week: Week, header: Row) -> list[Row]:
    """The former week as its readers knew it: a later erratum must not change this week's bulletin."""
    monday = week.shift(-1).monday
    former = store.query("release_before", week=monday, until=header["published_at"])
    return store.query("release_cells", week=monday, revision=former[0]["revision"]) if former else []


def table_schema() -> dict[str, Any]:
    """The Table Schema (Frictionless) of stocks.csv."""
    return {
        "fields": [_field(name, kind, meaning) for name, _, kind, meaning in COLUMNS],
        "missingValues": [""],
        "primaryKey": ["semaine", "niveau", "code", "produit_niveau", "produit"],
    }


def _field(name: str, kind: str, meaning: str) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if name in _ALWAYS else {}
    if name in _CHOICES:
        constraints["enum"] = _CHOICES[name]
    if kind != "string":
        constraints["minimum"] = 0
    return {"name": name, "type": kind, "description": meaning, "constraints": constraints}


def _manifest(header: Row, week: Week, files: dict[str, bytes]) -> dict[str, Any]:
    return {
        "week": week.iso,
        "revision": header["revision"],
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
        "state_sha256": header["state_sha256"],
        "policy_sha256": header["policy_sha256"],
        "audit_sha256": header["audit_sha256"],
        "counts": {
            "publie": header["cells_published"],
            "secret": header["cells_withheld"],
            "sans_donnee": header["cells_empty"],
        },
        "solver_gap": header["solver_gap"],
    }


def _shown(content: Any) -> Any:
    return Week(content).iso if hasattr(content, "weekday") else content


def _csv(cells: list[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, [name for name, *_ in COLUMNS], lineterminator="\n")
    writer.writeheader()
    writer.writerows(cells)
    return text.getvalue().encode()


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
