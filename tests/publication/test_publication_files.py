"""The workbook and the bulletin say what the frozen cells say, and nothing of a withheld one."""

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook

from dp_ruptures import released_figures
from dp_ruptures.publication import bulletin, drawing, story, workbook
from dp_ruptures.released_measures import MEASURES, PER_PHARMACY
from dp_ruptures.rules.measure import ZERO
from tests.conftest import ROOT
from tests.publication.cells import ITEMS, WEEK, an_older_monday, cell, table

SECRET = {"status": "secret"}


def written(cells: list[dict[str, Any]]) -> dict[str, list[tuple[Any, ...]]]:
    """Each sheet's rows, as a reader of the workbook finds them."""
    book = load_workbook(io.BytesIO(workbook.write(WEEK, cells, cells)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_workbook_holds_every_cell_with_its_figures() -> None:
    cells = table(**{"01_vaccins": {"units": 1234, "declarants": 7}, "2A_vaccins": SECRET})
    sheets = written(cells)
    departments = {row[0]: row for row in sheets["Départements"][1:]}
    assert departments["01"][2:7] == ("publié", 1234, 7, pytest.approx(1234 / 7), "2026-S46")
    assert departments["2A"][2:7] == ("secret", None, None, None, None)
    assert len(sheets["Toutes les cellules"]) == len(cells) + 1
    assert {row[0] for row in sheets["Régions"][1:]} == {"84"}


def test_a_name_never_becomes_a_formula() -> None:
    book = load_workbook(io.BytesIO(workbook.write(WEEK, table(), table())))
    cells = [cell for row in book["Par produit"].iter_rows() for cell in row]
    named = [cell for cell in cells if cell.value == "=Vaxigrip"]
    assert named
    assert {cell.data_type for cell in named} == {"s"}


def test_the_same_cells_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = table(**{"2A_vaccins": SECRET})
    first = workbook.write(WEEK, cells, cells), bulletin.write(WEEK, 1, cells, table())
    monkeypatch.setenv("TZ", "Pacific/Noumea")
    # Two seconds is a ZIP archive's grain of time: its clock must not show either.
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert (workbook.write(WEEK, cells, cells), bulletin.write(WEEK, 1, cells, table())) == first


def test_no_file_carries_a_withheld_figure() -> None:
    """The frozen table holds none; should one slip in, no file may show it."""
    cells = table(**{"2A_vaccins": SECRET})
    for row in cells:
        if row["status"] == "secret":
            row.update(units=987654, declarants=4321)
    flat = [{**cell, "units": None, "declarants": None} for cell in cells if cell["status"] == "secret"]
    book = zipfile.ZipFile(io.BytesIO(workbook.write(WEEK, cells, flat)))
    shown = b"".join(book.read(name) for name in book.namelist())
    assert b"987654" not in shown
    content = bulletin.content(WEEK, 1, cells)
    assert "987" not in str(content)
    assert "4321" not in str(content).replace("\u202f", "")


def test_the_bulletin_is_two_tagged_pages_in_french() -> None:
    pdf = bulletin.write(WEEK, 2, table(), table())
    assert len(re.findall(rb"/Type ?/Page\b", pdf)) == 2
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang(fr)" in pdf
    assert b"pdfuaid" in pdf


def test_the_bulletin_of_the_whole_country_keeps_two_pages_however_long_its_names() -> None:
    cells = nation(1000)
    for row in cells:
        if len(row["area_name"]) > 17:
            row["units"] = 100
    said = "".join(story.sentences(cells, nation(90_000)))
    assert "Alpes-de-Haute-Provence" in said
    pdf = bulletin.write(WEEK, 1, cells, nation(90_000), demo=True)
    assert len(re.findall(rb"/Type ?/Page\b", pdf)) == 2


def nation(units: int) -> list[dict[str, Any]]:
    """Every département and région, all published, and estimates of eight digits for France."""
    with (ROOT / "data" / "reference" / "departements.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    regions = {line["region"]: line["nom_region"] for line in lines}
    areas = [
        *(("departement", line["code"], line["nom"]) for line in lines),
        *(("region", code, name) for code, name in regions.items()),
    ]
    large = {"estimated_units": 98_765_432, "estimate_low": 87_654_321, "estimate_high": 99_999_999}
    return [
        *(cell(area, item, units=units, declarants=100, active=150) for area in areas for item in ITEMS),
        *(cell(("france", "FR", "France"), item, units=units * 1000, **large) for item in ITEMS),
    ]


def test_the_bulletin_says_the_national_figures_and_marks_older_data() -> None:
    older = {"units": 50, "data_of": an_older_monday()}
    content = bulletin.content(WEEK, 1, table(FR_vaccins={"units": 12345}, **{"01_vaccins": older}))
    assert content["figures"][0]["value"] == "12\u202f345"
    lines = [line for table in content["tables"] for block in table["blocks"] for line in block]
    assert ["01 Ain", "50*", "10", "100", "10"] in lines


def test_a_week_of_régions_only_lists_régions() -> None:
    hidden = {
        f"{area}_{item}": SECRET for area in ("01", "2A", "971") for item in ("ensemble", "vaccins", "tests")
    }
    titles = [table["title"] for table in bulletin.content(WEEK, 1, table(**hidden))["tables"]]
    assert titles == ["Par région"]


def test_invented_data_is_said_to_be_invented() -> None:
    assert "inventées" in bulletin.content(WEEK, 1, table(), demo=True)["notice"]
    assert bulletin.content(WEEK, 1, table())["notice"] is None


def test_zero_withheld_and_no_data_are_drawn_apart_from_each_other_and_from_every_grey() -> None:
    fills = [
        drawing.paint(0, "publie", [ZERO]),
        drawing.paint(None, "secret", [ZERO]),
        drawing.paint(None, "sans_donnee", [ZERO]),
    ]
    assert len({*fills, *drawing.GREYS}) == 3 + len(drawing.GREYS)


def test_the_map_of_the_bulletin_has_the_classes_of_the_screen_s() -> None:
    cells = table(
        **{f"{area}_vaccins": {"units": 10 * rank} for rank, area in enumerate(("01", "2A", "971"), 1)}
    )
    rows = [cell for cell in cells if (cell["area_level"], cell["item"]) == ("departement", "vaccins")]
    drawn = bulletin.content(WEEK, 1, cells)["maps"][0]
    unit = ("dose", "doses")
    screen = released_figures.classes(rows, MEASURES[PER_PHARMACY], unit, dark=False)
    known = [entry.label for entry in screen if not entry.hatched and not entry.without_pharmacy]
    assert [entry["label"] for entry in drawn["legend"]][: len(known)] == known
    for entry in screen:
        assert len({drawn["fills"][code] for code in entry.codes if code in drawn["fills"]}) <= 1


def test_a_thin_week_paints_each_département_as_its_région() -> None:
    cells = table(
        **{f"{area}_{item}": SECRET for area in ("01", "2A", "971") for item in ("tests", "vaccins")}
    )
    drawn = bulletin.content(WEEK, 1, cells, thin="Moins de 10 %")["maps"][0]
    assert drawn["title"].endswith("par région")
    assert drawn["fills"]["01"] == drawn["fills"]["69"]
    assert drawn["fills"]["01"] in drawing.GREYS
    assert "2A" not in drawn["fills"]
