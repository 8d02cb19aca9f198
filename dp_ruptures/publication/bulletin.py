"""The bulletin: two A4 pages, set by Typst from the frozen cells, tagged for screen readers.

Typst is one self-contained wheel with its fonts: the same cells give the same bytes anywhere.
"""

import json
from collections.abc import Iterable, Sequence
from math import ceil
from pathlib import Path
from typing import Any

import typst

from dp_ruptures.french import NO_BREAK, number, plural, span
from dp_ruptures.publication import drawing, erratum, headlines, story
from dp_ruptures.publication.erratum import Erratum
from dp_ruptures.publication.regions import region_of
from dp_ruptures.publication.story import ALL, DEPARTMENT, FAMILIES, FAMILY, REGION, Cell
from dp_ruptures.released_measures import class_label
from dp_ruptures.rules.measure import ZERO, Band, bands
from dp_ruptures.rules.week import Week

_TEMPLATE = Path(__file__).with_name("bulletin.typ")
_STATES = {"secret": "s", "sans_donnee": "–"}
_CREDIT = "Fond de carte : Natural Earth (domaine public). Codes et noms : Insee / Etalab, Licence Ouverte."
_READING = (
    "Les officines déclarent librement : un total déclaré n'est pas le stock du territoire. Comparez le "
    "stock par officine déclarante, et regardez combien ont répondu. Une officine qui se tait compte encore "
    "deux semaines avec sa dernière déclaration.",
    "s (secret) : publier ce chiffre, ou un chiffre dont il se déduirait, permettrait de reconnaître une "
    "officine. Ce n'est ni zéro, ni une absence de stock. – (sans donnée) : aucune déclaration.",
    "* : donnée d'une semaine antérieure, quatre semaines au plus : la colonne "
    "donnees_de des fichiers dit laquelle. Une semaine publiée ne change pas, sauf erratum annoncé : les "
    "retards entrent dans la suivante.",
)
# What page 1 has room for.
_ERRATUM_ROWS = 6
_NOTE = (
    "Doses et tests : unités déclarées en stock. Offic. : officines qui ont déclaré la famille. "
    "s : secret. – : sans donnée. * : donnée d'une semaine antérieure."
)


def write(
    week: Week,
    revision: int,
    cells: Sequence[Cell],
    before: Sequence[Cell] = (),
    *,
    demo: bool = False,
    changed: Erratum | None = None,
    thin: str | None = None,
) -> bytes:
    """The PDF of a week's release; `before`: the cells of the week before as they were published, if any."""
    said = content(week, revision, cells, before, demo=demo, changed=changed, thin=thin)
    files = {"main.typ": _TEMPLATE.read_bytes(), "data.json": json.dumps(said, ensure_ascii=False).encode()}
    for drawn in said["maps"]:
        files[drawn["file"]] = drawing.france(drawn["fills"])
        files |= {entry["file"]: drawing.swatch(entry["fill"]) for entry in drawn["legend"]}
    made = typst.compile(files, ignore_system_fonts=True, pdf_standards="ua-1")  # type: ignore[call-overload]
    return bytes(made)


def content(
    week: Week,
    revision: int,
    cells: Sequence[Cell],
    before: Sequence[Cell] = (),
    *,
    demo: bool = False,
    changed: Erratum | None = None,
    thin: str | None = None,
) -> dict[str, Any]:
    """Every word and figure of the bulletin, as the template reads them."""
    return {
        "title": f"Stocks des officines, semaine {week.label}",
        "author": "Ordre national des pharmaciens, DP-Ruptures",
        "subtitle": f"Tests antigéniques et vaccins contre la grippe, {span(week.monday, week.sunday)}. "
        "Déclarations volontaires et hebdomadaires des officines.",
        "erratum": _erratum(changed) if changed else None,
        "notice": "Données inventées : ceci est une démonstration." if demo else None,
        "footer": f"DP-Ruptures · semaine {week.label} · publication n°{NO_BREAK}{revision}",
        "figures": headlines.headlines(cells, thin),
        "sentences": story.sentences(cells, before, thin),
        "maps": [_map(family, cells, by_region=bool(thin)) for family in FAMILIES],
        "credit": _CREDIT,
        "reading": list(_READING),
        **_placed(_tables(cells, thin), with_regions_first=not (thin or changed)),
        "note": _NOTE,
    }


def _erratum(changed: Erratum) -> dict[str, Any]:
    """The widest figures of an erratum, before and after; the workbook has them all."""
    rows = [list(row.values()) for row in erratum.table(changed)]
    left = len(rows) - _ERRATUM_ROWS
    more = f"Et {plural(left, 'autre chiffre', 'autres chiffres')} : feuille « Erratum » de stocks.xlsx."
    return {
        "said": erratum.announced(changed),
        "head": ["Niveau", "Territoire", "Produit", "Avant", "Après", "Écart"],
        "rows": rows[:_ERRATUM_ROWS],
        "more": more if left > 0 else None,
    }


def _map(family: str, cells: Sequence[Cell], *, by_region: bool) -> dict[str, Any]:
    """`by_region`: where no département is shown, each is painted as its région is."""
    told = story.of(cells, REGION if by_region else DEPARTMENT, FAMILY, family)
    made = _classes(told)
    rows = _in_regions(told) if by_region else told
    subject = f"{story.TITLES[family]}, {story.UNIT[family]} par officine déclarante"
    stocks = {str(row["area_code"]): story.per_pharmacy(row) for row in rows}
    status = {str(row["area_code"]): str(row["status"]) for row in rows}
    return {
        "title": f"{subject}, par région" if by_region else subject,
        "file": f"{family}.svg",
        "alt": f"Carte des départements : {story.TITLES[family].lower()}, {story.UNIT[family]} par officine "
        "déclarante. Les chiffres sont dans le tableau de la page 2.",
        "fills": {code: drawing.paint(stock, status[code], made) for code, stock in stocks.items()},
        "legend": _legend(family, made),
    }


def _classes(rows: Iterable[Cell]) -> list[Band]:
    """Those of the map on screen: one week has one legend, whatever it is printed on."""
    stocks = (story.per_pharmacy(row) for row in rows)
    return bands((stock for stock in stocks if stock is not None), is_share=False)


def _in_regions(rows: Iterable[Cell]) -> list[Cell]:
    """The figure of each région, once for each of its départements."""
    regions = {str(row["area_code"]): row for row in rows}
    return [
        {**regions[region], "area_code": code} for code, region in region_of().items() if region in regions
    ]


def _legend(family: str, made: Sequence[Band]) -> list[dict[str, str]]:
    above = [class_label(band, (story.UNIT[family].removesuffix("s"), story.UNIT[family]))
             for band in made if band != ZERO]  # fmt: skip
    entries = [
        *zip(above, drawing.GREYS, strict=False),
        ("0", drawing.paint(0, story.PUBLISHED, ())),
        ("s : secret", drawing.paint(None, story.WITHHELD, ())),
        ("– : sans donnée", drawing.paint(None, story.EMPTY, ())),
    ]
    return [
        {"file": f"{family}-{rank}.svg", "label": label, "alt": f"Motif : {label}", "fill": fill}
        for rank, (label, fill) in enumerate(entries)
    ]


def _tables(cells: Sequence[Cell], thin: str | None) -> list[dict[str, Any]]:
    levels = [(DEPARTMENT, "Par département"), (REGION, "Par région")]
    if thin or not any(story.tally(cells, family)[story.PUBLISHED] for family in FAMILIES):
        # Only régions are published, and a table of 101 « s » tells nothing.
        del levels[0]
    return [_table(cells, level, title) for level, title in levels if story.of(cells, level, ALL)]


def _placed(tables: list[dict[str, Any]], *, with_regions_first: bool) -> dict[str, Any]:
    """Régions fill the foot of page 1, unless an erratum takes it, or they are all there is for page 2."""
    first = [part for part in tables if with_regions_first and part["level"] == REGION and len(tables) > 1]
    return {"first": first, "tables": [part for part in tables if part not in first]}


def _table(cells: Sequence[Cell], level: str, title: str) -> dict[str, Any]:
    families = {
        family: {str(cell["area_code"]): cell for cell in story.of(cells, level, FAMILY, family)}
        for family in FAMILIES
    }
    rows = [
        _line(str(area["area_code"]), str(area["area_name"]), families)
        for area in story.of(cells, level, ALL)
    ]
    half = ceil(len(rows) / 2)
    head = ["Territoire", "Doses", "Offic.", "Tests", "Offic."]
    return {"level": level, "title": title, "head": head, "blocks": [rows[:half], rows[half:]]}


def _line(code: str, name: str, families: dict[str, dict[str, Cell]]) -> list[str]:
    line = [f"{code} {name}"]
    for family in FAMILIES:
        line += _pair(families[family].get(code))
    return line


def _pair(cell: Cell | None) -> list[str]:
    if cell is None:
        return ["–", "–"]
    if cell["status"] != "publie":
        return [_STATES[cell["status"]]] * 2
    mark = "*" if story.older(cell) else ""
    return [f"{number(cell['units'])}{mark}", number(cell["declarants"])]
