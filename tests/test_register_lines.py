"""The registers: append-only, found by period, person and words, exported without a formula."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pglast
import pytest
from pglast import ast
from pglast.visitors import Visitor

from dp_ruptures import operations, register_words, registers
from dp_ruptures.errors import Refused
from dp_ruptures.progress import silent
from dp_ruptures.registers import REGISTERS, Filter
from dp_ruptures.rules.spreadsheet import csv_bytes
from dp_ruptures.store import Store, sql
from tests.conftest import ROOT
from tests.queries.test_portable_sql import QUESTIONS, SCHEMA, numbered

APPEND_ONLY = {"access_log", "audit_log", "purge_record"}
ACCESS, ACTS = REGISTERS["Accès"], REGISTERS["Actes"]
DAY = date(2026, 11, 18)
ALL = Filter(date(2026, 1, 1), date(2026, 12, 31))


class _Changes(Visitor):
    """The tables that a statement changes other than by adding rows."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: set[str] = set()

    def visit_UpdateStmt(self, _: object, node: ast.UpdateStmt) -> None:  # noqa: N802
        self.tables.add(node.relation.relname)

    def visit_DeleteStmt(self, _: object, node: ast.DeleteStmt) -> None:  # noqa: N802
        self.tables.add(node.relation.relname)

    def visit_MergeStmt(self, _: object, node: ast.MergeStmt) -> None:  # noqa: N802
        self.tables.add(node.relation.relname)

    def visit_InsertStmt(self, _: object, node: ast.InsertStmt) -> None:  # noqa: N802
        if node.onConflictClause:
            self.tables.add(node.relation.relname)

    def visit_AlterTableStmt(self, _: object, node: ast.AlterTableStmt) -> None:  # noqa: N802
        self.tables.add(node.relation.relname)

    def visit_TruncateStmt(self, _: object, node: ast.TruncateStmt) -> None:  # noqa: N802
        self.tables.update(relation.relname for relation in node.relations)

    def visit_DropStmt(self, _: object, node: ast.DropStmt) -> None:  # noqa: N802
        self.tables.update(name[-1].sval for name in node.objects)


def changed(text: str) -> set[str]:
    found = _Changes()
    found(pglast.parse_sql(numbered(text)))
    return found.tables


def test_nothing_in_queries_changes_or_erases_a_register_but_the_purge_of_a_year_ago() -> None:
    files = [*QUESTIONS, *SCHEMA]
    assert len(files) > 50
    changing = {path.stem for path in files if changed(path.read_text(encoding="utf-8")) & APPEND_ONLY}
    assert changing == {"purge_accesses", "purge_acts"}
    for name in changing:
        assert sql.question(name).rstrip().endswith("WHERE happened_at < $registers;")


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE access_log SET actor = 'x'",
        "DELETE FROM audit_log",
        "WITH gone AS (DELETE FROM access_log RETURNING *) SELECT * FROM gone",
        "TRUNCATE audit_log",
        "DROP TABLE access_log",
        "ALTER TABLE audit_log DROP COLUMN actor",
        "INSERT INTO access_log VALUES (1) ON CONFLICT (actor) DO UPDATE SET actor = 'x'",
        "MERGE INTO audit_log USING s ON true WHEN MATCHED THEN DELETE",
    ],
)
def test_the_walk_sees_every_way_to_change_a_register(text: str) -> None:
    assert changed(text) & APPEND_ONLY


def look(store: Store, when: datetime, actor: str = "ordre", subject: str = "officine X") -> None:
    store.execute("access_insert", now=when, actor=actor, subject=subject, purpose="carte des stocks")


def act(store: Store, when: datetime, action: str = "account.create", detail: str = "") -> None:
    store.execute("audit_insert", now=when, actor="commande", action=action, subject="marie", detail=detail)


def test_a_period_counts_both_days_in_paris_time(empty_store: Store) -> None:
    # 23:30 UTC on the 17th is 0:30 on the 18th in Paris; 23:30 UTC on the 18th is the 19th.
    for hours in (-24.5, -0.5, 12, 22.9, 23.5):
        look(empty_store, datetime(2026, 11, 18, tzinfo=UTC) + timedelta(hours=hours), subject=str(hours))
    found = registers.page(empty_store, ACCESS, Filter(DAY, DAY), 1)
    assert [row["Données consultées"] for row in found] == ["22.9", "12", "-0.5"]


def test_words_are_found_in_any_case_and_mean_themselves(empty_store: Store, now: datetime) -> None:
    look(empty_store, now, "Ordre", "officines du département 01")
    look(empty_store, now, "autre", "100 % des officines_x")
    assert registers.count(empty_store, ACCESS, ALL) == (2, 2)
    for actor, words, lines in [
        ("ORDRE", "", 1), ("", "Département", 1), ("", "CARTE", 2), ("", "%", 1), ("", "_", 1),
        ("", "' OR 1=1 --", 0), ("autre", "01", 0),
    ]:  # fmt: skip
        chosen = Filter(ALL.since, ALL.until, actor, words)
        assert registers.count(empty_store, ACCESS, chosen)[0] == lines, (actor, words)
        assert len(registers.page(empty_store, ACCESS, chosen, 1)) == lines


def test_a_week_is_found_however_it_was_written_and_however_it_is_asked(
    empty_store: Store, now: datetime
) -> None:
    for subject in ("chiffres, 2026-W47", "rappels, 2026-S47", "chiffres, 2026-W46"):
        look(empty_store, now, "Ordre", subject)
    for words in ("2026-S47", "2026-w47", "S47", "W47", "s47"):
        assert registers.count(empty_store, ACCESS, Filter(ALL.since, ALL.until, "", words))[0] == 2, words


def test_acts_are_found_by_action_and_subject(empty_store: Store, now: datetime) -> None:
    act(empty_store, now, detail="analyst")
    act(empty_store, now, "sessions.end")
    (found,) = registers.page(empty_store, ACTS, Filter(ALL.since, ALL.until, "", "account"), 1)
    assert (found["Acte"], found["Détail"]) == ("compte créé", "Ordre des pharmaciens")
    chosen = Filter(ALL.since, ALL.until, "", "Compte créé")
    assert registers.count(empty_store, ACTS, chosen) == (1, 1), "found by the words on screen too"
    (line,) = registers.export(empty_store, ACTS, chosen)
    assert (line["Acte"], line["Détail"]) == ("compte créé (account.create)", "analyst")
    assert registers.count(empty_store, ACTS, Filter(ALL.since, ALL.until, "", "marie"))[0] == 2


@pytest.mark.parametrize(
    ("action", "written", "said"),
    [
        ("account.role", "analyst → admin", "Ordre des pharmaciens → Administration"),
        ("account.role", "admin : Ministère → Administration", "admin : Ministère → Administration"),
        ("password.set", "invitation", "par l'invitation"),
        ("figure.keep", "admin", "admin"),
    ],
)
def test_a_code_is_said_in_words_and_a_name_is_left_alone(action: str, written: str, said: str) -> None:
    assert register_words.detail(action, written) == said


def test_every_act_the_portal_writes_is_said_in_french() -> None:
    written = r'(?:trace\([^)]*?|_act\([^)]*?|action=)"([a-z]+\.[a-z]+)"'
    found = {
        code
        for path in ROOT.glob("dp_ruptures/**/*.py")
        for code in re.findall(written, path.read_text("utf-8"))
    }
    assert len(found) >= 5
    assert found <= set(registers.ACTS)


def test_an_import_is_an_act(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text("code;nom;famille;unites_par_boite\n3400930306000;Vaxigrip;vaccins;1\n")
    operations.perform(store, "import-products", {"file": str(file)}, silent)
    (found,) = store.query(
        "register_acts", **ALL.bounds | {"words": "import-products", "actions": []}, size=9, skip=0
    )
    assert found["actor"] == "commande"
    assert found["subject"] == "products.csv"
    assert found["detail"]


def test_pages_follow_one_another_without_gap_or_repeat(empty_store: Store, now: datetime) -> None:
    lines = 2 * registers.PAGE_ROWS + 1
    for number in range(lines):
        look(empty_store, now, subject=f"{number:04}")  # All at the same instant.
    pages = registers.page_count(lines)
    seen = [
        row["Données consultées"]
        for number in range(1, pages + 1)
        for row in registers.page(empty_store, ACCESS, ALL, number)
    ]
    assert pages == 3
    assert seen == [f"{number:04}" for number in range(lines)]
    assert registers.page_count(0) == registers.page_count(registers.PAGE_ROWS) == 1


def test_an_export_opens_in_french_and_computes_nothing(empty_store: Store, now: datetime) -> None:
    look(empty_store, now, subject="=HYPERLINK(1)")
    look(empty_store, now, actor="@somme", subject="é;à")
    content = csv_bytes(registers.export(empty_store, ACCESS, ALL))
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Quand (heure de Paris);Qui;Données consultées;Motif"
    assert lines[1] == '2026-11-18 11:00:00;\'@somme;"é;à";carte des stocks'
    assert ";'=HYPERLINK(1);" in lines[2]


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [
        ("18/11/2026", "17/11/2026", "finit avant de commencer"),
        ("hier", "17/11/2026", "n'est pas une date"),
        ("31/02/2026", "17/11/2026", "n'est pas une date"),
        ("", "17/11/2026", "n'est pas une date"),
        ("01/01/0001", "17/11/2026", "L'année 1 "),
        ("01/01/2026", "31/12/9999", "L'année 9999"),
    ],
)
def test_a_period_that_is_none_is_refused_in_french(since: str, until: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        registers.read_filter(since, until, "", "")


def test_what_is_typed_is_cut_and_cleaned() -> None:
    chosen = registers.read_filter("01/11/2026", "18/11/2026", " Ordre ", "a\0b" + "x" * 200)
    assert chosen.actor == "Ordre"
    assert chosen.words.startswith("ab")
    assert len(chosen.words) == 80
    assert chosen.sentence.startswith("du 1er au 18 novembre 2026, qui : Ordre, quoi : abx")


def test_the_questions_of_both_registers_bind_the_same_names() -> None:
    for register in REGISTERS.values():
        for name in (register.question, f"{register.question}_count"):
            assert "$since" in sql.question(name)
            assert "$words" in sql.question(name)
