"""Files of many pharmacies: edge cases 24 to 28, 32, 33, 35, 37 and 40 of domain.md."""

import gc
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dp_ruptures import bulk_declarations, declarations, operations
from dp_ruptures.errors import Refused
from dp_ruptures.imports import declarations as imported
from dp_ruptures.imports.declarations import GroupFile, Outcome, import_declarations
from dp_ruptures.progress import silent
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.finess import with_key
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy

WEEK = parse_week("2026-W47")
VAXIGRIP, INFLUVAC, BOXED = "3400930306000", "3400930296165", "2999000000012"


@pytest.fixture
def finesses(store: Store) -> list[str]:
    return [add_pharmacy(store, f"0100023{rank}", finess_ej=f"01000900{rank}") for rank in range(3)]


def load(store: Store, *rows: str, dry_run: bool = False, restore_zeros: bool = False) -> Outcome:
    content = "\n".join(["finess;code;quantité", *rows]).encode()
    file = GroupFile(content, "groupement.csv", WEEK, restore_zeros)
    return import_declarations(store, file, now=NOW, actor="ordre", dry_run=dry_run)


def refusal(store: Store, *rows: str) -> str:
    """What is said of the only refused line; nothing was written."""
    outcome = load(store, *rows)
    assert (outcome.accepted, outcome.written) == (False, 0)
    (line,) = outcome.refused
    return str(line["reason"])


def count(store: Store) -> int:
    return int(store.query("administration_counts")[0]["declarations"])


def test_a_file_declares_for_many_pharmacies_with_its_line_of_the_register(
    store: Store, finesses: list[str]
) -> None:
    first, second, _ = finesses
    outcome = load(store, f"{first};{VAXIGRIP};12", f"{second};{VAXIGRIP};0", f"{first};{INFLUVAC};3")
    assert (outcome.accepted, outcome.pharmacies, outcome.written) == (True, 2, 2)
    receipt = declarations.current(store, first, WEEK)
    assert receipt is not None
    assert receipt.author == "ordre"
    assert set(receipt.lines) == {Line(VAXIGRIP, QUANTITY, 12), Line(INFLUVAC, QUANTITY, 3)}
    assert declarations.history(store, first)[0]["channel"] == "file"
    (act,) = store.query("audit_latest")
    assert (act["actor"], act["action"], act["subject"]) == ("ordre", "import-declarations", "groupement.csv")


def test_the_receipt_is_the_one_that_the_form_would_have_given(store: Store, finesses: list[str]) -> None:
    first, second, _ = finesses
    load(store, f"{first};{VAXIGRIP};12")
    lines = (Line(VAXIGRIP, QUANTITY, 12),)
    kept = declarations.current(store, first, WEEK)
    again = declarations.declare(store, Declaration(first, WEEK, lines, "officine", "form"), NOW)
    assert kept is not None
    assert again.receipt_id == kept.receipt_id
    other = declarations.declare(store, Declaration(second, WEEK, lines, "officine", "form"), NOW)
    load(store, f"{second};{VAXIGRIP};12")
    assert declarations.current(store, second, WEEK) == other


def test_a_dry_run_never_tells_that_a_guess_at_a_pharmacy_s_stock_is_right(
    store: Store, finesses: list[str]
) -> None:
    load(store, f"{finesses[0]};{VAXIGRIP};12")
    right, wrong = (load(store, f"{finesses[0]};{VAXIGRIP};{guess}", dry_run=True) for guess in (12, 13))
    assert (right.message, right.written) == (wrong.message, wrong.written)
    assert "identique" not in right.message


def test_edge_case_40_the_same_file_twice_is_the_same_declarations(store: Store, finesses: list[str]) -> None:
    rows = [f"{finess};{VAXIGRIP};12" for finess in finesses]
    load(store, *rows)
    receipts = [declarations.current(store, finess, WEEK) for finess in finesses]
    outcome = load(store, *reversed(rows))
    assert (outcome.accepted, outcome.written) == (True, 0)
    assert "3 déjà reçues à l'identique" in outcome.message.replace("\u00a0", " ")
    assert [declarations.current(store, finess, WEEK) for finess in finesses] == receipts
    assert count(store) == 3


def test_edge_case_34_a_second_file_replaces_and_keeps_the_first_in_history(
    store: Store, finesses: list[str]
) -> None:
    load(store, f"{finesses[0]};{VAXIGRIP};12")
    load(store, f"{finesses[0]};{VAXIGRIP};12")
    load(store, f"{finesses[0]};{VAXIGRIP};13")
    load(store, f"{finesses[0]};{VAXIGRIP};12")
    receipt = declarations.current(store, finesses[0], WEEK)
    assert receipt is not None
    assert (receipt.sequence, receipt.lines[0].units) == (2, 12)
    assert [each["replaced"] for each in declarations.history(store, finesses[0])] == [False, True, True]


def test_edge_case_40_one_wrong_line_and_nothing_is_written(store: Store, finesses: list[str]) -> None:
    rows = [f"{finess};{VAXIGRIP};12" for finess in finesses]
    outcome = load(store, *rows, f"{finesses[0]};{INFLUVAC};-1")
    assert [line["line"] for line in outcome.refused] == [5]
    assert outcome.message.startswith("Rien n'a été importé. 1\u00a0ligne refusée. Ligne 5 :")
    assert len(outcome.report) == 4
    assert (count(store), store.query("audit_latest")) == (0, [])


def test_python_collects_again_after_a_file_whatever_became_of_it(
    store: Store, finesses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    during: list[bool] = []
    read = imported.read_table
    monkeypatch.setattr(imported, "read_table", lambda *told: during.append(gc.isenabled()) or read(*told))
    load(store, f"{finesses[0]};{VAXIGRIP};12")
    with pytest.raises(Refused):
        import_declarations(store, GroupFile(b"", "vide.csv", WEEK), now=NOW, actor="ordre")
    assert (during, gc.isenabled()) == ([False, False], True)


def test_a_dry_run_says_the_same_and_writes_nothing(store: Store, finesses: list[str]) -> None:
    outcome = load(store, f"{finesses[0]};{VAXIGRIP};12", dry_run=True)
    assert (outcome.accepted, outcome.written) == (True, 1)
    assert "rien n'a été écrit" in outcome.message
    assert (count(store), store.query("audit_latest")) == (0, [])


def test_a_blank_quantity_repeats_last_week_without_telling_it(store: Store, finesses: list[str]) -> None:
    before = Declaration(finesses[0], WEEK.shift(-1), (Line(BOXED, QUANTITY, 175, 7),), "officine", "form")
    declarations.declare(store, before, NOW - timedelta(days=7))
    outcome = load(store, f"{finesses[0]};{BOXED};", f"{finesses[1]};{BOXED};", f"{finesses[1]};{VAXIGRIP};1")
    receipt = declarations.current(store, finesses[0], WEEK)
    assert receipt is not None
    assert receipt.lines == (Line(BOXED, QUANTITY, 175, 7, unchanged=True),)
    assert not any("175" in line.said for line in outcome.report)
    assert "non déclaré" in outcome.report[1].said


def test_edge_case_24_a_lost_zero_is_proposed_and_given_back_on_demand(
    store: Store, finesses: list[str]
) -> None:
    row = f"{finesses[0][1:]};{VAXIGRIP};12"
    outcome = load(store, row)
    assert f"Essayez {finesses[0]}" in str(outcome.refused[0]["reason"])
    assert outcome.lost_zeros == 1
    assert load(store, row, restore_zeros=True).written == 1
    assert declarations.current(store, finesses[0], WEEK) is not None


@pytest.mark.parametrize(
    ("finess", "sentence"),
    [
        ("", "Indiquez le numéro FINESS"),
        ("200000956", "essayez 2A0000956"),  # edge case 26
        ("010002302", "sa clé ne correspond pas"),
        ("750000010", "d'aucune officine"),  # edge case 28
    ],
)
def test_edge_case_26_28_a_number_that_is_no_pharmacys_is_refused_in_words(
    store: Store, finesses: list[str], finess: str, sentence: str
) -> None:
    assert sentence in refusal(store, f"{finesses[0]};{VAXIGRIP};1", f"{finess};{VAXIGRIP};2")


def test_edge_case_25_a_corsican_number_is_read_in_small_letters(store: Store) -> None:
    finess = add_pharmacy(store, "2A000095", territory_code="2A", department_code="2A")
    assert load(store, f"{finess.lower()};{VAXIGRIP};4").written == 1


def test_edge_case_27_the_number_of_a_legal_entity_names_its_pharmacy(store: Store) -> None:
    finess = add_pharmacy(store, "01000230", finess_ej=with_key("01000900"), name="Pharmacie du Lac")
    said = refusal(store, f"{with_key('01000900')};{VAXIGRIP};1")
    assert "entité juridique" in said
    assert f"{finess} (Pharmacie du Lac)" in said


def test_edge_case_32_a_closed_pharmacy_is_refused(store: Store, finesses: list[str]) -> None:
    closed = add_pharmacy(store, "01000240", closed_on=date(2026, 11, 17))
    assert "fermée" in refusal(store, f"{finesses[0]};{VAXIGRIP};1", f"{closed};{VAXIGRIP};2")


def test_edge_case_9_a_product_that_is_not_surveyed_is_refused_in_a_file_of_many(
    store: Store, finesses: list[str]
) -> None:
    assert "n'est pas suivi" in refusal(store, f"{finesses[0]};3400930067727;1")


def test_edge_case_35_different_figures_are_refused_within_one_pharmacy_only(
    store: Store, finesses: list[str]
) -> None:
    first, second, _ = finesses
    assert load(store, f"{first};{VAXIGRIP};1", f"{second};{VAXIGRIP};2").accepted
    assert "déjà ligne 2" in refusal(store, f"{first};{VAXIGRIP};1", f"{first};{VAXIGRIP};2")


@pytest.mark.parametrize(("week", "sentence"), [("2026-W48", "n'a pas commencé"), ("2026-W46", "est close")])
def test_edge_case_37_a_week_that_is_not_open_is_refused(store: Store, week: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        import_declarations(store, GroupFile(b"x", "x.csv", parse_week(week)), now=NOW, actor="x")


def test_a_file_that_declares_nothing_is_refused(store: Store, finesses: list[str]) -> None:
    outcome = load(store, f"{finesses[0]};{VAXIGRIP};NC")
    assert (outcome.accepted, outcome.message) == (
        False, "Rien n'a été importé. Aucune ligne de ce fichier ne déclare quelque chose.",
    )  # fmt: skip


def test_in_bulk_as_one_by_one_a_pharmacy_that_may_not_declare_stops_all(
    store: Store, finesses: list[str]
) -> None:
    closed = add_pharmacy(store, "01000240", closed_on=date(2026, 11, 17))
    lines = (Line(VAXIGRIP, QUANTITY, 1),)
    sent = [Declaration(finess, WEEK, lines, "x", "file") for finess in (finesses[0], closed)]
    for refused in (sent, [Declaration(finesses[0], WEEK, (), "x", "file")]):
        with pytest.raises(Refused), store.transaction() as transaction:
            bulk_declarations.declare_all(transaction, refused, NOW)
    assert count(store) == 0


def perform(store: Store, file: Path, **options: Any) -> dict[str, Any]:
    return operations.perform(store, "import-declarations", {"file": str(file), **options}, silent)


def test_the_command_reports_every_line_and_writes_the_report(process_store: Store, tmp_path: Path) -> None:
    finess = add_pharmacy(process_store, "01000230")
    file, report = tmp_path / "groupe.csv", tmp_path / "rapport.csv"
    file.write_text(f"finess;code;boîtes\n{finess};{BOXED};4\n")
    said = perform(process_store, file, week="2026-W47", dry_run=False, report=str(report))
    assert json.loads(json.dumps(said))["lines"] == [
        {
            "line": 2, "finess": finess, "code": BOXED, "product": said["lines"][0]["product"],
            "outcome": "prise", "message": "4\u00a0boîtes de 25, soit 100\u00a0tests.",
        }
    ]  # fmt: skip
    assert (said["week"], said["dry_run"], said["declarations"], said["identical"]) == (
        "2026-W47",
        False,
        1,
        0,
    )
    assert f"2;{finess};{BOXED};" in report.read_text(encoding="utf-8-sig")


def test_the_command_refuses_whole_says_which_lines_and_still_writes_the_report(
    process_store: Store, tmp_path: Path
) -> None:
    finess = add_pharmacy(process_store, "01000230")
    file, report = tmp_path / "groupe.csv", tmp_path / "rapport.csv"
    file.write_text(f"finess;code;stock\n{finess};{BOXED};4\n{finess};{VAXIGRIP};12,5\n")
    with pytest.raises(Refused, match="Rien n'a été importé") as refused:
        perform(process_store, file, report=str(report))
    assert refused.value.lines == [{"line": 3, "reason": "12,5 : comptez en unités entières."}]
    assert "3;" in report.read_text(encoding="utf-8-sig")
    with pytest.raises(Refused, match="n'est pas une semaine"):
        perform(process_store, file, week="47")
    with pytest.raises(Refused, match="introuvable"):
        perform(process_store, tmp_path / "absent.csv")
    with pytest.raises(Refused, match="ne peut pas être écrit"):
        perform(process_store, file, report=str(tmp_path / "absent" / "rapport.csv"))
