"""A pharmacist reads and writes their own pharmacy only, the ministry release tables only.

Every question that a page asks is recorded with what it binds, under addresses made to
tempt it; PostgreSQL's parser says which tables each question touches.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Any

import pglast
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pglast import ast
from pglast.visitors import Visitor
from streamlit.testing.v1 import AppTest

from dp_ruptures import access, release, sessions, shortage_acts
from dp_ruptures.rules.shortage import Facts
from dp_ruptures.rules.week import parse_week
from dp_ruptures.screens import Screen, screens_of
from dp_ruptures.store import Row, Store, Transaction, holder, sql
from tests.conftest import NOW, ROOT, add_pharmacy
from tests.pages.conftest import *  # noqa: F403 - the fixtures of pages serve here too
from tests.queries.test_portable_sql import numbered
from tests.rows import declare

Enter = Callable[[str], None]
WEEK = parse_week("2026-W47")
VACCINE = "3400930306000"
# Figures that nobody else declares, to look for on a screen.
OWN_UNITS, OTHER_UNITS = 1_237, 876_543
# Who is logged in, and what is everybody's: the season, its products, the demo's banner.
HOUSE = {
    "account", "session", "api_token", "setting", "campaign", "campaign_product", "product",
    "schema_migration",
}  # fmt: skip
WHO_YOU_ARE = {"session_by_token", "account_by_name", "session_seen"}
RELEASED = {"release", "release_cell", "release_difference"}
# Tables that hold one pharmacy's own affairs, whoever asks.
INDIVIDUAL = {"declaration", "declaration_line", "shortage", "shortage_event", "access_log", "audit_log"}

# The figures of a week before the rules of secrecy.
LIVE = {
    "declaration", "declaration_line", "week_aggregate", "week_response", "shortage", "shortage_event",
}  # fmt: skip


class _Tables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.read: set[str] = set()
        self.named: set[str] = set()

    def visit_RangeVar(self, _: object, node: ast.RangeVar) -> None:  # noqa: N802
        self.read.add(node.relname)

    def visit_CommonTableExpr(self, _: object, node: ast.CommonTableExpr) -> None:  # noqa: N802
        self.named.add(node.ctename)


@cache
def tables(question: str) -> frozenset[str]:
    """The tables that a question reads or writes, its own named steps left out."""
    found = _Tables()
    found(pglast.parse_sql(numbered(sql.question(question))))
    return frozenset(found.read - found.named)


class Recorder:
    """A store that remembers every question, what it bound and what it answered."""

    def __init__(self, store: Store | Transaction) -> None:
        self.store = store
        self.asked: list[tuple[str, dict[str, Any], list[Row]]] = []

    def query(self, name: str, /, **parameters: Any) -> list[Row]:
        rows = self.store.query(name, **parameters)
        self.asked.append((name, parameters, rows))
        return rows

    def execute(self, name: str, /, **parameters: Any) -> None:
        self.asked.append((name, parameters, []))
        self.store.execute(name, **parameters)

    @contextmanager
    def transaction(self) -> Iterator["Recorder"]:
        with self.store.transaction() as inside:  # type: ignore[union-attr]
            nested = Recorder(inside)
            nested.asked = self.asked
            yield nested

    def close(self) -> None:
        self.store.close()  # type: ignore[union-attr]


@pytest.fixture
def other(process_store: Store, finess: str) -> str:
    """Another pharmacy of the same département; both declared this week and the week before."""
    stranger = add_pharmacy(process_store, "01000123", name="Pharmacie Voisine", city="Belley")
    for number, week in ((901, WEEK), (905, WEEK.shift(-1))):
        declare(process_store, number, stranger, week.monday, {VACCINE: OTHER_UNITS})
        declare(process_store, number + 1, finess, week.monday, {VACCINE: OWN_UNITS})
    for pharmacy, units in ((stranger, OTHER_UNITS), (finess, OWN_UNITS)):
        facts = Facts(None, 2, NOW - timedelta(hours=80), "", units)
        shortage_acts.declare(process_store, pharmacy, (VACCINE, "Vaxigrip"), facts, author="a", now=NOW)
    return stranger


@pytest.fixture
def recorder(process_store: Store, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recording = Recorder(process_store)
    monkeypatch.setattr(holder, "_store", recording)
    return recording


def visit(file: str, address: dict[str, str]) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / file), default_timeout=60)
    for name, content in address.items():
        page.query_params[name] = content
    return page.run()


def everything(page: AppTest) -> str:
    """All that the page sends to the browser, figures of tables and names of files included."""
    kinds = [page.title, page.markdown, page.caption, page.subheader, page.error, page.info, page.metric]
    words = [str(element.value) for kind in kinds for element in kind]
    drawn = [element.value.to_csv() for kind in (page.table, page.dataframe) for element in kind]
    fields = [f"{field.value} {field.label} {field.placeholder}" for field in page.text_input]
    return "\n".join([*words, *drawn, *fields]).replace("\u202f", "").replace("\u00a0", " ")


def bound(parameters: dict[str, Any]) -> set[str]:
    """Every text that the question was given, inside lists too."""
    lists = [content if isinstance(content, list) else [content] for content in parameters.values()]
    return {item for items in lists for item in items if isinstance(item, str)}


NAMES = [
    "finess", "dep", "departement", "semaine", "week", "produit", "id", "compte", "account", "role", "qui",
    "rupture",
]  # fmt: skip
TEMPTATIONS = [
    "$other", "$own", "01", "France entière", "2026-S46", VACCINE, "admin", "902", "%", "' OR 1=1 --", "",
]  # fmt: skip
ADDRESSES = some.dictionaries(some.sampled_from(NAMES), some.sampled_from(TEMPTATIONS), max_size=4)
PROPERTY = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def tempting(address: dict[str, str], own: str, other: str) -> dict[str, str]:
    return {name: content.replace("$other", other).replace("$own", own) for name, content in address.items()}


@PROPERTY
@given(screen=some.sampled_from(screens_of("pharmacist")), address=ADDRESSES)
def test_a_pharmacist_s_pages_ask_about_their_own_pharmacy_only(  # noqa: PLR0917
    process_store: Store, finess: str, other: str, recorder: Recorder, enter: Enter, screen: Screen,
    address: dict[str, str],
) -> None:  # fmt: skip
    enter("pharmacist")
    recorder.asked.clear()
    page = visit(screen.file, tempting(address, finess, other))
    assert not page.exception
    _only_own(recorder, finess, other)
    said = everything(page)
    for foreign in (other, "Voisine", "Belley", str(OTHER_UNITS)):
        assert foreign not in said


# Writes that answer nothing: questions about the declaration just sent, and the moves of all products.
BLIND_WRITES = {"question_insert", "question_confirm", "peer_insert_moves"}


def _only_own(recorder: Recorder, finess: str, other: str) -> None:
    assert recorder.asked
    for name, parameters, rows in recorder.asked:
        assert other not in bound(parameters), name
        assert all(row.get("finess", finess) in {finess, None} for row in rows), name
        kept = {"declaration", "declaration_line", "shortage", "shortage_event"}
        if name in BLIND_WRITES:
            assert rows == [], name
        elif tables(name) & kept and not name.startswith(("declaration_insert", "shortage_insert")):
            # Either by their own FINESS, or by a declaration that such a question gave.
            own = parameters.get("finess") == finess
            assert own or set(parameters) == {"declaration_id"}, name
            assert all(OTHER_UNITS not in row.values() for row in rows), name
        assert "week_aggregate" not in tables(name), f"{name}: never live peers"


def test_a_pharmacist_s_declaration_is_written_under_their_own_finess(
    process_store: Store, finess: str, other: str, recorder: Recorder, enter: Enter
) -> None:
    enter("pharmacist")
    page = visit("declare.py", {"finess": other, "compte": "admin"})
    (field,) = [widget for widget in page.text_input if widget.key.endswith(VACCINE)]
    field.set_value("42")
    recorder.asked.clear()
    sent = [button for button in page.button if "déclaration" in button.label or "Déclarer" in button.label]
    sent[0].click().run()
    _only_own(recorder, finess, other)
    written = [parameters for name, parameters, _ in recorder.asked if name == "declaration_insert_header"]
    assert written
    assert all(finess in bound(parameters) for parameters in written)
    latest = process_store.query("declaration_of_week", finess=other, week=WEEK.monday)
    assert [row["declaration_id"] for row in latest] == [901]


@PROPERTY
@given(screen=some.sampled_from(screens_of("ministry")), address=ADDRESSES)
def test_the_ministry_s_pages_touch_release_tables_only(  # noqa: PLR0917
    process_store: Store, finess: str, other: str, recorder: Recorder, enter: Enter, screen: Screen,
    address: dict[str, str],
) -> None:  # fmt: skip
    _publish(process_store)
    enter("ministry")
    recorder.asked.clear()
    page = visit(screen.file, tempting(address, finess, other))
    assert not page.exception
    assert recorder.asked
    for name, parameters, _ in recorder.asked:
        assert tables(name) <= HOUSE | RELEASED, name
        assert not {finess, other} & bound(parameters), name
    said = everything(page)
    for individual in (finess, other, "Voisine", str(OTHER_UNITS), str(OWN_UNITS)):
        assert individual not in said


@PROPERTY
@given(screen=some.sampled_from(screens_of("admin")), address=ADDRESSES)
def test_the_administrator_s_pages_show_no_figure_of_the_week(  # noqa: PLR0917
    process_store: Store, finess: str, other: str, recorder: Recorder, enter: Enter, screen: Screen,
    address: dict[str, str],
) -> None:  # fmt: skip
    _publish(process_store)
    enter("admin")
    recorder.asked.clear()
    page = visit(screen.file, tempting(address, finess, other))
    assert not page.exception
    assert recorder.asked
    for name, _, rows in recorder.asked:
        # Numbers of rows of the whole country, or its oldest week, and no row.
        allowed = {"administration_counts", "purge_counts", "retention_oldest"}
        assert not tables(name) & LIVE or name in allowed, name
        assert name != "retention_oldest" or [list(row) for row in rows] == [["week"]]
        assert name != "purge_counts" or {column for row in rows for column in row} == {"kind", "erased"}
        assert not {OTHER_UNITS, OWN_UNITS} & {content for row in rows for content in row.values()}, name
    for figure in (str(OTHER_UNITS), str(OWN_UNITS), str(OWN_UNITS + OTHER_UNITS)):
        assert figure not in everything(page)


def _publish(store: Store) -> None:
    week = WEEK.shift(-1)
    if not store.query("release_by_week", week=week.monday):
        release.release(store, week, now=NOW, actor="test")


@pytest.mark.parametrize("role", ["pharmacist", "ministry"])
def test_a_page_of_another_role_asks_the_store_nothing_but_who_you_are(
    process_store: Store, recorder: Recorder, enter: Enter, role: str
) -> None:
    enter(role)
    own = {screen.file for screen in screens_of(role)}
    for screen in {*screens_of("analyst"), *screens_of("admin"), *screens_of("ministry")}:
        if screen.file not in own:
            recorder.asked.clear()
            visit(screen.file, {})
            assert {name for name, _, _ in recorder.asked} <= WHO_YOU_ARE, screen.file


def test_an_analyst_who_opens_individual_data_leaves_a_trace_first(
    process_store: Store, other: str, recorder: Recorder, enter: Enter
) -> None:
    enter("analyst")
    page = visit("stock_map.py", {"departement": "01 · Ain"})
    (wish,) = [toggle for toggle in page.toggle if "officines" in toggle.label]
    assert "Voisine" not in everything(page)
    recorder.asked.clear()
    wish.set_value(True).run()
    assert "Voisine" in everything(page)
    names = [name for name, _, _ in recorder.asked]
    assert names.index("access_insert") < names.index("stock_pharmacies")


def test_the_recorder_would_see_a_question_about_somebody_else(
    process_store: Store, finess: str, other: str
) -> None:
    recording = Recorder(process_store)
    recording.query("declaration_of_week", finess=other, week=WEEK.monday)
    with pytest.raises(AssertionError):
        _only_own(recording, finess, other)
    assert tables("stock_pharmacies") & INDIVIDUAL
    assert not tables("release_states") <= HOUSE | RELEASED
    assert "current_declaration" not in tables("release_states")


def test_a_session_says_whose_finess_it_is_and_the_address_cannot(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    person = sessions.person_of(process_store, access.session_token() or "", NOW)
    assert person is not None
    assert (person.role, person.finess) == ("pharmacist", finess)
