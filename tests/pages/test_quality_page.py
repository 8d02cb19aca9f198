"""Qualité: one figure at a time, one key per act, and every look and act on record."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import quality, quality_bulk, quality_bulk_view, quality_queue, record
from dp_ruptures.quality import EXCLUDED, KEPT
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, ROOT, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.rows import declare, put

WEEK = parse_week("2026-W47")
TEST = "2999000000012"
Enter = Callable[..., None]


@pytest.fixture
def surprising(process_store: Store, finess: str) -> str:
    """Two pharmacies whose tests are ten times last week's; the first would change the total most."""
    other = add_pharmacy(process_store, "01000231", name="Pharmacie du Port", email="port@exemple.invalid")
    for number, (who, units) in enumerate([(finess, 100), (other, 20)]):
        declare(process_store, 2 * number + 1, who, WEEK.shift(-1).monday, {TEST: units})
        declare(process_store, 2 * number + 2, who, WEEK.monday, {TEST: 10 * units})
    return finess


def readable(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def press(page: AppTest, act: str) -> AppTest:
    button = next(button for button in page.button if (button.key or "").startswith(f"{act}-"))
    return button.click().run()


def looks(store: Store) -> list[Any]:
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        rows: list[Any] = cursor.execute("SELECT subject, purpose FROM access_log").fetchall()
    return rows


def test_the_most_misleading_figure_comes_first_with_its_reason(
    process_store: Store, surprising: str, enter: Enter
) -> None:
    enter("analyst")
    page = open_page("quality.py")
    assert not page.exception
    assert page.subheader[0].value == "Pharmacie du Lac"
    said = readable(texts(page))
    assert "10 × la semaine dernière" in said
    assert "Écart possible sur les totaux : 900 tests" in said
    assert "Trop peu d'officines" in said
    assert list(page.table[1].value["Officine"]) == [
        "Pharmacie du Lac, Ville (01)", "Pharmacie du Port, Ville (01)",
    ]  # fmt: skip
    assert readable(page.table[1].value["Chiffre et motif"][0]).endswith(
        ", 1 000 tests · 10 × la semaine dernière"
    )
    assert readable(page.table[1].value["Écart possible"][0]) == "900 tests"
    page.run()
    assert looks(process_store) == [("chiffres surprenants, 2026-W47", "file de qualité")]


def test_one_press_decides_and_another_takes_it_back(
    process_store: Store, surprising: str, enter: Enter
) -> None:
    enter("analyst")
    page = open_page("quality.py")
    page.text_input[0].set_value("compté en boîtes")
    page = press(page, EXCLUDED)
    assert "Pharmacie du Lac : chiffre écarté des totaux." in texts(page)
    assert page.subheader[0].value == "Pharmacie du Port"
    (decision,) = quality.decided(process_store, WEEK)
    assert (decision["verdict"], decision["words"], decision["decided_by"]) == (
        EXCLUDED, "compté en boîtes", "compte-analyst",
    )  # fmt: skip
    page = press(page, "undo")
    assert page.subheader[0].value == "Pharmacie du Lac"
    assert quality.decided(process_store, WEEK) == []
    page = press(press(page, KEPT), KEPT)
    assert "Aucun chiffre à examiner" in texts(page)
    page.selectbox[-1].select_index(0).run()
    next(button for button in page.button if button.label == "Lever la décision").click().run()
    assert len(quality.decided(process_store, WEEK)) == 1


def test_a_figure_put_aside_comes_back_when_all_were(
    process_store: Store, surprising: str, enter: Enter
) -> None:
    enter("analyst")
    page = press(press(open_page("quality.py"), "skip"), "skip")
    assert page.subheader[0].value == "La file"
    page.button[0].click().run()
    assert page.subheader[0].value == "Pharmacie du Lac"


def test_a_refused_act_is_said_and_the_queue_goes_on(
    process_store: Store, surprising: str, enter: Enter
) -> None:
    enter("analyst")
    page = open_page("quality.py")
    assert next(button for button in page.button if (button.key or "").startswith("write-")).disabled
    page = press(press(page, "skip"), "write")
    assert "Aucun serveur de courrier" in page.error[0].value
    assert len(page.table) == 2


def test_the_keys_can_be_turned_off(process_store: Store, surprising: str, enter: Enter) -> None:
    enter("analyst")
    page = open_page("quality.py")
    assert [button.proto.shortcut for button in page.button[:5]] == ["g", "e", "m", "s", "f"]
    page.toggle[0].set_value(False).run()
    assert not any(button.proto.shortcut for button in page.button)


def test_a_link_opens_on_one_cause_and_an_unknown_one_on_all(
    process_store: Store, surprising: str, enter: Enter
) -> None:
    enter("analyst")
    page = AppTest.from_file(str(ROOT / "pages" / "quality.py"), default_timeout=30)
    page.query_params["motif"] = "n'importe quoi"
    page.run()
    assert not page.exception
    assert page.subheader[0].value == "Pharmacie du Lac"


def test_the_record_opens_from_the_queue_and_a_published_week_says_so(
    process_store: Store, surprising: str, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(record, "open", opened.append)
    enter("analyst")
    page = press(open_page("quality.py"), "record")
    assert opened == [surprising]
    assert "publiée et le reste" not in texts(page)
    put(process_store, "release", {"week": WEEK.monday, "published_at": NOW})
    assert "publiée et le reste" in texts(page.run())


@pytest.fixture
def tenfold(process_store: Store, surprising: str) -> str:
    """A third pharmacy, whose product was confirmed: exclusions leave it alone."""
    third = add_pharmacy(process_store, "01000232", name="Pharmacie du Pont")
    declare(process_store, 11, third, WEEK.shift(-1).monday, {TEST: 30})
    declare(process_store, 12, third, WEEK.monday, {TEST: 300})
    process_store.execute(
        "question_insert", receipt_id="r12", cip13s=[TEST], codes=["ten"], messages=["?"], units=[300],
        previous=[30], confirmed=[True], now=NOW,
    )  # fmt: skip
    return third


def at_cause(cause: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / "quality.py"), default_timeout=30)
    page.query_params["motif"] = cause
    return page.run()


def test_one_decision_takes_a_whole_reason_once_it_was_read_and_one_key_takes_it_back(
    process_store: Store, tenfold: str, enter: Enter
) -> None:
    enter("analyst")
    assert not open_page("quality.py").expander
    page = at_cause("dix fois plus ou moins")
    page.radio(key="bulk.verdict").set_value(EXCLUDED).run()
    assert "**2 chiffres** de 2 officines ; écart possible sur les totaux : 1 080 tests." in readable(
        texts(page)
    )
    assert "Resteront dans la file : 1 autre chiffre" in readable(texts(page))
    assert next(button for button in page.button if (button.key or "").startswith("bulk-")).disabled
    page.text_input(key="bulk.words").set_value("boîtes")
    page.checkbox[0].check().run()
    late = add_pharmacy(process_store, "01000233", name="Pharmacie du Quai")
    declare(process_store, 20, late, WEEK.shift(-1).monday, {TEST: 30})
    declare(process_store, 21, late, WEEK.monday, {TEST: 300})
    page = press(page.run(), "bulk")
    assert "2 chiffres écartés des totaux." in readable(texts(page))
    taken = quality.decided(process_store, WEEK)
    assert [(row["verdict"], row["words"]) for row in taken] == [(EXCLUDED, "boîtes")] * 2
    traced = process_store.query("audit_latest")
    assert [row["action"] for row in traced].count("figure.exclude") == 2
    assert page.subheader[0].value == "Pharmacie du Quai"
    page = press(page, "undo")
    assert "2 décisions levées" in texts(page)
    assert quality.decided(process_store, WEEK) == []


def test_the_gaps_of_doses_and_of_tests_are_not_added_up() -> None:
    def of(family: str, gap: int) -> Any:
        return SimpleNamespace(finding=SimpleNamespace(gap=gap), product=SimpleNamespace(family=family))

    cases = [of("vaccins", 30), of("tests", 1000), of("vaccins", 40)]
    assert [readable(gap) for gap in quality_bulk_view._gaps(cases)] == ["1 000 tests", "70 doses"]


def test_a_decision_about_many_leaves_alone_what_was_corrected_meanwhile(
    process_store: Store, surprising: str
) -> None:
    declare(process_store, 9, surprising, WEEK.monday, {TEST: 101})
    judged = [(quality.Figure(number, TEST), quality.Judgement(KEPT, "ten")) for number in (2, 4)]
    left = quality_bulk.decide(process_store, judged, now=NOW, actor="alice")
    assert left == [quality.Figure(2, TEST)]
    assert len(quality.decided(process_store, WEEK)) == 1


def test_the_queue_is_a_file_and_taking_it_is_on_record(
    process_store: Store, surprising: str, enter: Enter
) -> None:
    enter("analyst")
    page = open_page("quality.py")
    next(button for button in page.button if button.key == "quality-export").click().run()
    assert ("chiffres surprenants, 2026-W47", "export de la file de qualité") in looks(process_store)
    (row, _) = quality_queue.queue_file(quality.queue(process_store, WEEK, NOW), WEEK)
    assert (row["finess"], row["declare"], row["ecart_possible"]) == (surprising, 1000, 900)
    assert (row["confirme_par_l_officine"], row["courriel_envoye_le"]) == ("", "")
