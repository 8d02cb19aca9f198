"""La réponse de la semaine: frozen figures only, and three states told apart in words."""

import json
from collections.abc import Callable
from pathlib import Path

from pandas import isna
from streamlit.testing.v1 import AppTest

from dp_ruptures.release import release
from dp_ruptures.released import FIGURES
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


def row_of(page: AppTest, code: str) -> tuple[object, ...]:
    """State, units, declarants and pharmacies of a département, None where the table has no figure."""
    row = page.dataframe[0].value.set_index("Code").loc[code].drop("Département")
    return tuple(None if isna(content) else content for content in row)


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
    assert metrics["Déclarantes, départements publiés"] == "3"
    assert "par département (en doses)" in page.subheader[0].value
    assert row_of(page, "01") == ("publié", 105, 3, 4)
    assert row_of(page, "02") == ("sans donnée", None, None, None)
    page.selectbox[1].set_value("tests").run()
    page.selectbox[2].set_value(TEST).run()
    assert row_of(page, "01") == ("secret", None, None, None)
    assert row_of(page, "02") == ("sans donnée", None, None, None)
    assert [button.label for button in page.get("download_button")] == [
        "stocks.csv",
        "stocks.schema.json",
        "stocks.json",
        "manifest.json",
    ]


def test_the_table_sorts_figures_as_numbers_and_leaves_no_cell_blank(
    process_store: Store, enter: Enter, tmp_path: Path
) -> None:
    for department, units in (("01", 9), ("02", 1_000), ("03", 40)):
        for rank in range(4):
            finess = add_pharmacy(process_store, f"{department}00024{rank}", department_code=department)
            declare(process_store, int(department) * 10 + rank, finess, WEEK.monday, {VACCINE: units})
    release(process_store, WEEK, now=NOW, actor="test", out=tmp_path / "out")
    enter("ministry")
    page = open_page("week_answer.py")
    page.selectbox[1].set_value("vaccins").run()
    page.selectbox[2].set_value(VACCINE).run()
    (drawn,) = page.dataframe
    ordered = drawn.value.sort_values("Unités déclarées")["Code"]
    assert list(ordered[:3]) == ["01", "03", "02"]
    assert set(drawn.value["État"]) == {"publié", "sans donnée"}
    assert drawn.proto.placeholder == "—"
    columns = json.loads(drawn.proto.columns)
    assert {columns[name]["type_config"]["format"] for name in FIGURES} == {"localized"}


def test_a_product_s_name_is_shown_as_it_was_written(
    process_store: Store, enter: Enter, tmp_path: Path
) -> None:
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE product SET name = '**V** [x](y)'")
    release(process_store, WEEK, now=NOW, actor="test", out=tmp_path / "out")
    enter("ministry")
    page = open_page("week_answer.py")
    assert texts(page).count(r"\*\*V\*\* \[x\](y)") == 2
    assert "**V**" not in texts(page)


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
