"""The release as an XLSX workbook: how to read it, one sheet a level, and every cell.

Text is written as text: no name of a product can become a formula. A withheld figure is an
empty cell, never a zero. The same cells give the same bytes: the dates inside are the week's.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dp_ruptures.french import span
from dp_ruptures.publication import erratum, story
from dp_ruptures.publication.erratum import Erratum
from dp_ruptures.publication.story import ALL, DEPARTMENT, FAMILIES, FAMILY, FRANCE, PRODUCT, REGION, Cell
from dp_ruptures.rules.week import Week

_STATES = {"publie": "publié", "secret": "secret", "sans_donnee": "sans donnée"}
_SHEETS = ((DEPARTMENT, "Départements"), (REGION, "Régions"), (FRANCE, "France"))
_NOTES = (
    "Source : déclarations volontaires et hebdomadaires des officines, Ordre national des pharmaciens.",
    "Unités : doses de vaccin, tests. Un total déclaré n'est pas le stock du territoire : voyez combien "
    "d'officines ont répondu, et comparez le stock par officine déclarante. Une officine qui se tait compte "
    "encore deux semaines avec sa dernière déclaration.",
    "État « secret » : publier ce chiffre, ou un chiffre dont il se déduirait, permettrait de reconnaître "
    "une officine. La cellule est vide ; ce n'est pas zéro.",
    "État « sans donnée » : aucune officine n'a déclaré ce produit. Ce n'est pas zéro non plus.",
    "« Données de » : la semaine des données, quand elles sont plus anciennes que la publication (quatre "
    "semaines au plus).",
    "Estimation (feuille « Toutes les cellules ») : « unites_estimees » est le stock de toutes les "
    "officines, muettes comprises, déduit des seuls chiffres publiés, avec son intervalle à 95 % ; "
    "« jours_de_stock » s'arrête à 90, qui veut dire 90 ou plus.",
    "Saint-Barthélemy et Saint-Martin sont publiés avec la Guadeloupe. Saint-Pierre-et-Miquelon et "
    "Wallis-et-Futuna n'ont pas d'officine.",
    "Les mêmes chiffres sont dans stocks.csv, stocks.json et bulletin.pdf ; manifest.json donne l'empreinte "
    "de chaque fichier, et manifest.sig la signe.",
)


def write(
    week: Week, cells: Sequence[Cell], flat: Sequence[Mapping[str, Any]], changed: Erratum | None = None
) -> bytes:
    """The bytes of the workbook. `flat`: every cell as the CSV names its columns, in its order."""
    made = io.BytesIO()
    safe = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(made, safe)
    instant = datetime.combine(week.sunday, time(), UTC).replace(tzinfo=None)
    title = f"Stocks des officines, semaine {week.label}"
    book.set_properties({"title": title, "author": "DP-Ruptures", "created": instant})
    styles = _styles(book)
    _notes(book.add_worksheet("Lire d'abord"), week, title, styles)
    if changed:
        _erratum(book.add_worksheet("Erratum"), changed, styles)
    for level, name in _SHEETS:
        _level(book.add_worksheet(name), story.of(cells, level, ALL), _families(cells, level), styles)
    _products(book.add_worksheet("Par produit"), cells, styles)
    _flat(book.add_worksheet("Toutes les cellules"), flat, styles)
    book.close()
    return made.getvalue()


def _styles(book: Workbook) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        # Excel shows the comma's thousands as the reader's own locale writes them.
        "number": book.add_format({"num_format": "#,##0"}),
        "decimal": book.add_format({"num_format": "#,##0.0"}),
    }


def _notes(sheet: Worksheet, week: Week, title: str, styles: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, title, styles["title"])
    sheet.write_string(1, 0, span(week.monday, week.sunday).capitalize() + ".")
    for row, note in enumerate(_NOTES, 3):
        sheet.write_string(row, 0, note, styles["wrap"])


def _erratum(sheet: Worksheet, changed: Erratum, styles: dict[str, Any]) -> None:
    """What changes, as text: « secret » stands beside figures."""
    rows = erratum.table(changed)
    _head(sheet, ["Niveau", "Territoire", "Produit", "Avant", "Après", "Écart"], styles)
    for rank, row in enumerate(rows, 1):
        for column, content in enumerate(row.values()):
            sheet.write_string(rank, column, content)
    sheet.write_string(len(rows) + 2, 0, erratum.announced(changed))


def _families(cells: Sequence[Cell], level: str) -> dict[str, dict[str, Cell]]:
    return {
        family: {str(cell["area_code"]): cell for cell in story.of(cells, level, FAMILY, family)}
        for family in FAMILIES
    }


def _level(
    sheet: Worksheet, areas: Sequence[Cell], families: dict[str, dict[str, Cell]], styles: dict[str, Any]
) -> None:
    """One line per area: for each family its state, units, declaring pharmacies and their ratio."""
    heads = ["Code", "Territoire"]
    for family in families:
        name, unit = story.TITLES[family], story.UNIT[family]
        heads += [
            f"{name} : état",
            f"{unit} {story.DECLARED[family]}",
            "officines déclarantes",
            f"{unit} par officine",
            "données de",
        ]
    _head(sheet, heads, styles)
    for row, area in enumerate(areas, 1):
        sheet.write_string(row, 0, str(area["area_code"]))
        sheet.write_string(row, 1, str(area["area_name"]))
        for block, family in enumerate(families):
            _figures(sheet, row, 2 + 5 * block, families[family].get(str(area["area_code"])), styles)
    sheet.autofilter(0, 0, max(len(areas), 1), len(heads) - 1)


def _figures(sheet: Worksheet, row: int, column: int, cell: Cell | None, styles: dict[str, Any]) -> None:
    if cell is None:
        return
    sheet.write_string(row, column, _STATES[cell["status"]])
    if cell["status"] != story.PUBLISHED:
        return
    sheet.write_number(row, column + 1, int(cell["units"]), styles["number"])
    sheet.write_number(row, column + 2, int(cell["declarants"]), styles["number"])
    ratio = story.per_pharmacy(cell)
    if ratio is not None:
        sheet.write_number(row, column + 3, ratio, styles["decimal"])
    sheet.write_string(row, column + 4, Week(cell["data_of"]).label)


def _products(sheet: Worksheet, cells: Sequence[Cell], styles: dict[str, Any]) -> None:
    """One line per département × product."""
    heads = [
        "Code",
        "Département",
        "Code produit",
        "Produit",
        "État",
        "unités déclarées",
        "officines déclarantes",
    ]
    heads += ["unités par officine", "données de"]
    _head(sheet, heads, styles)
    row = 0
    for row, cell in enumerate(story.of(cells, DEPARTMENT, PRODUCT), 1):
        for column, name in enumerate(("area_code", "area_name", "item", "item_label")):
            sheet.write_string(row, column, str(cell[name]))
        _figures(sheet, row, 4, cell, styles)
    sheet.autofilter(0, 0, max(row, 1), len(heads) - 1)


def _flat(sheet: Worksheet, flat: Sequence[Mapping[str, Any]], styles: dict[str, Any]) -> None:
    heads = list(flat[0]) if flat else []
    _head(sheet, heads, styles)
    for row, line in enumerate(flat, 1):
        for column, name in enumerate(heads):
            _write(sheet, row, column, line[name])
    if heads:
        sheet.autofilter(0, 0, max(len(flat), 1), len(heads) - 1)


def _write(sheet: Worksheet, row: int, column: int, content: Any) -> None:
    if content is None:
        return
    if isinstance(content, int | float):
        sheet.write_number(row, column, content)
    else:
        sheet.write_string(row, column, str(content))


def _head(sheet: Worksheet, heads: Sequence[str], styles: dict[str, Any]) -> None:
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, styles["head"])
        sheet.set_column(column, column, 26 if head in {"Territoire", "Département", "Produit"} else 15)
    sheet.freeze_panes(1, 2)
