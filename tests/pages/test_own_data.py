"""« Vos données »: everything held on the pharmacy, nothing of another, and how to have it corrected."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date

from dp_ruptures import declarations, drafts, own_data, tokens
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store, sql
from tests.conftest import NOW, add_pharmacy
from tests.pages.conftest import open_page, texts

WEEK = parse_week("2026-W47")
VACCINE = "3400930306000"
Enter = Callable[[str], None]


def fill(store: Store, finess: str, units: int) -> str:
    sent = Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=units),), author="a", channel="form")
    receipt = declarations.declare(store, sent, NOW).number
    drafts.keep(store, finess, WEEK, {f"units:{VACCINE}": str(units + 1)}, now=NOW, device="d")
    tokens.create(store, finess, f"logiciel {units}", account_name=None, now=NOW, actor="t")
    return receipt


def test_the_copy_holds_what_is_held_on_the_pharmacy_and_nothing_of_another(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    other = add_pharmacy(process_store, "01000231", name="Pharmacie voisine")
    fill(process_store, finess, 4101)
    fill(process_store, other, 5201)
    for department in ("01", "02"):
        subject = f"officines du département {department}, 2026-W46"
        process_store.execute("access_insert", now=NOW, actor="analyste", subject=subject, purpose="carte")
    text = own_data.as_json(process_store, finess, NOW).decode()
    held = json.loads(text)
    assert [(line["units"], line["effacement"]) for line in held["declarations"]] == [(4101, "2027-05-17")]
    assert held["saisies_non_envoyees"][0]["typed"] == "4102"
    assert held["officine"][0]["name"] == "Pharmacie du Lac"
    assert [token["label"] for token in held["jetons"]] == ["logiciel 4101"]
    assert [one["name"] for one in held["comptes"]] == ["compte-pharmacist"]
    assert [look["subject"] for look in held["consultations"]] == ["officines du département 01, 2026-W46"]
    for foreign in (other, "5201", "5202", "voisine", "analyste", "password", "sha256"):
        assert foreign not in text


def test_every_table_that_names_a_pharmacy_is_in_the_copy() -> None:
    named = set()
    for _, text in sql.migrations():
        for statement in text.split("CREATE TABLE ")[1:]:
            if "\n    finess TEXT" in statement.partition(");")[0]:
                named.add(statement.split()[0])
    asked = "".join(sql.question(question) for question in own_data._SECTIONS.values())
    asked += sql.question("own_lines")
    # Hashes of requests, kept a fortnight: nothing can be read in them.
    assert {table for table in named if f"FROM {table}" not in asked} == {"idempotency_key"}


def test_the_lines_open_in_a_spreadsheet(process_store: Store, finess: str) -> None:
    assert own_data.as_csv(process_store, finess) == b""
    fill(process_store, finess, 41)
    text = own_data.as_csv(process_store, finess).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["Semaine"], row["Unités"], row["État"]) == ("2026-W47", "41", "quantité")
    assert date.fromisoformat(row["Effacement"]) == date(2027, 5, 17)


def test_the_page_offers_the_copy_and_says_how_a_closed_week_is_corrected(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("my_declarations.py")
    assert len(page.get("download_button")) == 1
    assert "mailto:" in texts(page)
    receipt = fill(process_store, finess, 41)
    page = open_page("my_declarations.py")
    assert len(page.get("download_button")) == 2
    assert f"objet « Rectification, récépissé {receipt} »" in texts(page).replace("\u00a0", " ")
    assert finess not in texts(page)
