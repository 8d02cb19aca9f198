"""La réponse de la semaine: frozen figures only, and three states told apart in words."""

from collections.abc import Callable
from pathlib import Path

from dp_ruptures.release import release
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.rows import declare

WEEK = parse_week("2026-W46")
TEST, VACCINE = "2999000000012", "3400930306000"
Enter = Callable[[str], None]


def test_before_any_release_the_page_says_when_there_will_be_one(process_store: Store, enter: Enter) -> None:
    enter("ministry")
    assert "Aucune semaine n'est encore publiée" in texts(open_page("week_answer.py"))


def test_a_release_is_read_in_figures_words_table_and_files(
    process_store: Store, enter: Enter, tmp_path: Path
) -> None:
    for number, units in enumerate((40, 35, 30)):
        finess = add_pharmacy(process_store, f"0100023{number + 1}")
        declare(process_store, number, finess, WEEK.monday, {VACCINE: units, TEST: 0})
    release(process_store, WEEK, now=NOW, actor="test", out=tmp_path / "out")
    enter("ministry")
    page = open_page("week_answer.py")
    page.selectbox[1].set_value("vaccins").run()
    page.selectbox[2].set_value(VACCINE).run()
    metrics = {metric.label: metric.value for metric in page.metric}
    assert metrics["Départements publiés"] == "1 sur 101"
    assert metrics["Sans donnée"] == "100"
    assert "Ain (35,0)" in texts(page)
    table = page.dataframe[0].value.set_index("Code")["Unités déclarées"]
    assert (table["01"], table["02"]) == ("105", "sans donnée")
    page.selectbox[1].set_value("tests").run()
    page.selectbox[2].set_value(TEST).run()
    table = page.dataframe[0].value.set_index("Code")["Unités déclarées"]
    assert (table["01"], table["02"]) == ("secret", "sans donnée")
    assert [button.label for button in page.get("download_button")] == [
        "stocks.csv",
        "stocks.schema.json",
        "stocks.json",
        "manifest.json",
    ]


def test_a_declaration_after_the_release_does_not_show(
    process_store: Store, enter: Enter, tmp_path: Path
) -> None:
    release(process_store, WEEK, now=NOW, actor="test", out=tmp_path / "out")
    for number in range(5):
        finess = add_pharmacy(process_store, f"0100023{number + 1}")
        declare(process_store, number, finess, WEEK.monday, {VACCINE: 50})
    enter("ministry")
    page = open_page("week_answer.py")
    assert {metric.label: metric.value for metric in page.metric}["Sans donnée"] == "101"
