"""A pharmacy closed, reopened or merged by hand: its history stays, its owner follows, FINESS keeps off."""

from datetime import date, datetime
from pathlib import Path

import pytest

from dp_ruptures import accounts, acts, aggregates, finess_desk
from dp_ruptures.acts import Act
from dp_ruptures.errors import Refused
from dp_ruptures.imports.finess import import_finess
from dp_ruptures.pharmacy_acts import Closing, Merging, Reopening, record
from dp_ruptures.progress import silent
from dp_ruptures.rules.change import Plan
from dp_ruptures.rules.finess import with_key
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.rows import declare

WEEK, TEST = parse_week("2026-W47"), "2999000000012"
TODAY = date(2026, 11, 18)
KNOWN, OTHER = with_key("01000230"), with_key("01000123")


def do(store: Store, act: Act, now: datetime) -> Plan:
    seen = acts.plan(store, act, now)
    acts.perform(store, act, seen, now=now, actor="admin")
    return seen


def active(store: Store, week: date) -> int:
    rows = store.query("stock_by_department", week=week, item_level="produit", item=TEST)
    return sum(row["active"] for row in rows)


def extract(folder: Path, *finesses: str, dated: str = "2026-11-10") -> Path:
    fields = [""] * 32
    fields[0], fields[3], fields[13], fields[15], fields[18] = (
        "structureet", "PHARMACIE", "01", "01500 AMBERIEU EN BUGEY", "620",
    )  # fmt: skip
    lines = [";".join([fields[0], finess, *fields[2:]]) for finess in finesses]
    file = folder / "extrait.csv"
    file.write_text("\n".join([f"finess;etalab;111;{dated}", *lines, ""]), encoding="latin-1")
    return file


def test_a_closed_pharmacy_leaves_the_expected_and_keeps_its_history(store: Store, now: datetime) -> None:
    finess, _ = add_pharmacy(store, "01000230"), add_pharmacy(store, "01000123")
    for number, week in enumerate((WEEK.shift(-1), WEEK), 1):
        declare(store, number, finess, week.monday, {TEST: 5})
        aggregates.refresh(store, week, now)
    plan = do(store, Closing(finess, WEEK.monday, "cession"), now)
    assert "2026-S46" in plan.changes[0].note
    assert (active(store, WEEK.shift(-1).monday), active(store, WEEK.monday)) == (2, 1)
    assert len(store.query("declaration_history", finess=finess)) == 2
    (line,) = [row for row in store.query("audit_latest") if row["action"] == "pharmacy.close"]
    assert "Motif : — → cession" in line["detail"]
    with pytest.raises(Refused, match="déjà fermée"):
        acts.plan(store, Closing(finess, TODAY, "encore"), now)
    do(store, Reopening(finess, "erreur"), now)
    assert (record(store, finess)["closed_on"], active(store, WEEK.monday)) == (None, 2)


@pytest.mark.parametrize(
    ("act", "word"),
    [
        (Closing(KNOWN, TODAY, ""), "motif"),
        (Closing(OTHER, TODAY, "x"), "référentiel"),
        (Reopening(KNOWN, "x"), "rien à rouvrir"),
        (Merging(KNOWN, KNOWN, TODAY, "x", move_accounts=True), "elle-même"),
        (Merging(KNOWN, OTHER, TODAY, "x", move_accounts=True), "référentiel"),
    ],
)
def test_an_act_that_cannot_be_is_refused(store: Store, now: datetime, act: Act, word: str) -> None:
    assert add_pharmacy(store, "01000230") == KNOWN
    with pytest.raises(Refused, match=word):
        acts.plan(store, act, now)


def test_an_extract_that_still_lists_it_does_not_reopen_what_was_closed_by_hand(
    store: Store, now: datetime, tmp_path: Path
) -> None:
    finess = add_pharmacy(store, "01000230")
    do(store, Closing(finess, TODAY, "retraite"), now)
    report = import_finess(store, extract(tmp_path, finess), today=TODAY)
    assert (report["reopened"], report["kept_closed"]) == (0, 1)
    assert "fermée par décision" in report["message"]
    assert record(store, finess)["closed_on"] == TODAY
    do(store, Reopening(finess, "elle reste"), now)
    assert import_finess(store, extract(tmp_path, finess), today=TODAY)["kept_closed"] == 0
    assert record(store, finess)["closed_on"] is None


def test_a_merged_pharmacy_is_one_owner_with_the_other_and_its_account_follows(
    store: Store, now: datetime
) -> None:
    old = add_pharmacy(store, "01000230", name="Ancienne", owner_key="one")
    new = add_pharmacy(store, "01000123", name="Nouvelle", owner_key="two", department_code="38")
    declare(store, 1, old, WEEK.shift(-1).monday, {TEST: 5})
    accounts.create_with_password(
        store, name="ancienne", role="pharmacist", finess=old, password=None, now=now, actor="t"
    )
    plan = do(store, Merging(old, new, WEEK.monday, "regroupement", move_accounts=True), now)
    assert ("one", "two") in [(change.before, change.after) for change in plan.changes]
    assert [note for note in plan.notes if "même département" in note]
    moved = accounts.find(store, "ancienne")
    assert moved is not None
    assert (moved.finess, moved.display_name) == (new, "Nouvelle")
    row = record(store, old)
    assert (row["owner_key"], row["closed_on"]) == ("two", WEEK.monday)
    assert store.query("pharmacy_decisions", finess=old)[0]["successor"] == new
    assert len(store.query("declaration_history", finess=old)) == 1
    with pytest.raises(Refused, match="est fermée"):
        acts.plan(store, Merging(new, old, TODAY, "retour", move_accounts=False), now)


def test_accounts_stay_where_they_are_when_it_is_said(store: Store, now: datetime) -> None:
    old, new = add_pharmacy(store, "01000230"), add_pharmacy(store, "01000123")
    accounts.create_with_password(
        store, name="ancienne", role="pharmacist", finess=old, password=None, now=now, actor="t"
    )
    do(store, Merging(old, new, WEEK.monday, "regroupement", move_accounts=False), now)
    kept = accounts.find(store, "ancienne")
    assert kept is not None
    assert kept.finess == old


def test_an_extract_is_looked_at_then_taken_as_it_was_seen(process_store: Store, now: datetime) -> None:
    known, new = add_pharmacy(process_store, "01000230"), OTHER
    place = finess_desk.folder()
    extract(place, known, new)
    (place / "notes.xlsx").write_bytes(b"x")
    assert finess_desk.files() == ["extrait.csv"]
    seen = finess_desk.look(process_store, "extrait.csv", close_missing=False, now=now, progress=silent)
    assert (seen.report["added"], seen.report["changed"]) == (1, 1)
    assert not process_store.query("pharmacy_record", finess=new)
    extract(place, known)
    with pytest.raises(Refused, match="changé depuis l'aperçu"):
        finess_desk.take(process_store, seen, now=now, actor="admin", progress=silent)
    extract(place, known, new)
    finess_desk.take(process_store, seen, now=now, actor="admin", progress=silent)
    assert process_store.query("pharmacy_record", finess=new)
    (line,) = [row for row in process_store.query("audit_latest") if row["action"] == "import-finess"]
    assert (line["actor"], line["subject"]) == ("admin", "extrait.csv")


@pytest.mark.usefixtures("process_store")
@pytest.mark.parametrize("name", ["../signature.pem", "absent.csv", ""])
def test_only_a_file_of_the_folder_is_read(process_store: Store, now: datetime, name: str) -> None:
    with pytest.raises(Refused, match="dossier de dépôt"):
        finess_desk.look(process_store, name, close_missing=False, now=now, progress=silent)
