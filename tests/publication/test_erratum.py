"""An erratum is said everywhere a week is: number, day, reason, each figure before and after."""

import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dp_ruptures import announcement, mailing_lists, release, release_files, released
from dp_ruptures.publication import bulletin, erratum
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.pages.conftest import *  # noqa: F403 - the fixtures of pages serve here too
from tests.publication.cells import WEEK, table
from tests.rows import declare

VACCINE = "3400930306000"
DAY = datetime(2026, 11, 17, 9, 5, tzinfo=UTC)
FRANCE = {
    "revision": 2, "area_level": "france", "area_code": "FR", "area_name": "France", "item_level": "famille",
    "item": "vaccins", "item_label": "Vaccins", "status_before": "publie", "units_before": 1400,
    "status_after": "publie", "units_after": 1000,
}  # fmt: skip
AIN = FRANCE | {
    "area_level": "departement", "area_code": "01", "area_name": "Ain", "status_after": "secret",
    "units_after": None,
}  # fmt: skip


def of(*changes: dict[str, Any], reason: str = "erreur d'import.") -> erratum.Erratum:
    header = {"revision": 2, "published_at": DAY, "reason": reason}
    found = erratum.erratum_of(header, changes)
    assert found is not None
    return found


def readable(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2212", "-")


def test_a_first_release_is_no_erratum_and_another_revision_s_changes_are_not_its_own() -> None:
    assert erratum.erratum_of({"revision": 1, "published_at": DAY, "reason": None}, []) is None
    assert of(AIN | {"revision": 3}, FRANCE).changes == (FRANCE,)


def test_the_erratum_says_its_number_its_day_its_reason_and_how_much_changes() -> None:
    said = readable(erratum.announced(of(AIN, FRANCE)))
    assert "publication n° 2" in said
    assert "17 nov. 2026 à 10 h 05" in said
    assert "Motif : erreur d'import. 2 chiffres changent par rapport à la publication n° 1." in said


def test_the_widest_figure_comes_first_and_what_is_withheld_shows_no_difference() -> None:
    rows = [{name: readable(text) for name, text in row.items()} for row in erratum.table(of(AIN, FRANCE))]
    assert [list(row.values())[1:] for row in rows] == [
        ["France", "Vaccins", "1 400", "1 000", "-400"],
        ["01 · Ain", "Vaccins", "1 400", "secret", "—"],
    ]


def test_the_bulletin_keeps_two_pages_however_many_figures_change() -> None:
    many = [AIN | {"area_code": f"{rank:02d}"} for rank in range(40)]
    shown = bulletin.content(WEEK, 2, table(), table(), changed=of(FRANCE, *many))["erratum"]
    assert shown["rows"][0][1] == "France"
    assert readable(shown["more"]).startswith("Et 35 autres chiffres")
    pdf = bulletin.write(WEEK, 2, table(), table(), changed=of(FRANCE, *many, reason="= #raison [x] " * 10))
    assert len(re.findall(rb"/Type ?/Page\b", pdf)) == 2


@pytest.fixture
def corrected(process_store: Store, tmp_path: Path) -> Store:
    """Ten pharmacies of the Ain: 40 doses each, then 50 by an erratum."""
    finesses = [add_pharmacy(process_store, f"0100{rank:04d}") for rank in range(10)]
    for number, (units, terms) in enumerate(
        ((40, release.Terms()), (50, release.Terms(erratum=True, reason="erreur d'import")))
    ):
        for rank, finess in enumerate(finesses):
            declare(process_store, 100 * number + rank + 1, finess, WEEK.monday, {VACCINE: units})
        now = WEEK.closes_at + timedelta(hours=number)
        release.publish(process_store, WEEK, now=now, actor="test", terms=terms)
    return process_store


def test_files_and_letter_carry_the_erratum(corrected: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    files = release_files.contents(corrected, WEEK)
    told = json.loads(files["stocks.json"])["erratum"]
    assert (told["numero"], told["motif"]) == (2, "erreur d'import")
    ain = {"code": "01", "produit": VACCINE, "unites_avant": 400, "unites_apres": 500}
    assert any(ain.items() <= change.items() for change in told["changements"])
    sheet = load_workbook(io.BytesIO(files["stocks.xlsx"]))["Erratum"]
    assert ("France", "400", "500", "+100") in {(r[1], *r[3:6]) for r in sheet.iter_rows(values_only=True)}
    mailing_lists.change(corrected, mailing_lists.MINISTRY, "dgs@sante.example", now=DAY, actor="test")
    assert announcement.unwritten(corrected, WEEK, 2) == ["dgs@sante.example"]


@pytest.mark.parametrize("page", ["week_answer.py", "downloads.py", "released_map.py"])
def test_the_ministry_s_pages_show_the_erratum(
    corrected: Store, enter: Callable[[str], None], page: str
) -> None:
    enter("ministry")
    opened = open_page(page)  # noqa: F405
    assert not opened.exception
    assert "publication n°\u00a02" in opened.warning[0].value
    assert "erreur d'import" in opened.warning[0].value
    rows = opened.dataframe[0].value
    assert list(rows.iloc[0][["Territoire", "Avant", "Après", "Écart"]]) == ["France", "400", "500", "+100"]


def test_a_first_release_shows_no_erratum(process_store: Store) -> None:
    release.publish(process_store, WEEK, now=WEEK.closes_at, actor="test")
    header = released.header(process_store, WEEK)
    assert header is not None
    assert released.erratum(process_store, WEEK, header) is None
    files = release_files.contents(process_store, WEEK)
    assert "erratum" not in json.loads(files["stocks.json"])
    assert "Erratum" not in load_workbook(io.BytesIO(files["stocks.xlsx"])).sheetnames
