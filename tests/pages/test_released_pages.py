"""The ministry's pages on two released weeks: three states told apart, figures of the frozen table only."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures.release import release
from dp_ruptures.store import Store
from tests.conftest import NOW, ROOT, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.publication.cells import WEEK, table
from tests.rows import declare, put

Enter = Callable[[str], None]
PAGES = ("week_answer.py", "released_map.py", "released_trends.py", "downloads.py")


def publish(store: Store, week: Any, cells: list[dict[str, Any]]) -> None:
    """A released week with these cells, as if the release had frozen them."""
    put(store, "release", {"week": week.monday, "published_at": datetime(2026, 11, 16, 7)})  # noqa: DTZ001
    for row in cells:
        own = {"week": week.monday, "revision": 1, "data_of": row["data_of"] and week.monday}
        put(store, "release_cell", row | own)


@pytest.fixture
def released(process_store: Store) -> Store:
    """Two weeks; in the last one Corsica is withheld, Guadeloupe is silent, the Ain has fallen."""
    publish(process_store, WEEK.shift(-1), table())
    hidden, silent = {"status": "secret"}, {"status": "sans_donnee"}
    states = {f"{area}_{item}": change for area, change in (("2A", hidden), ("971", silent))
              for item in ("vaccins", "ensemble", "3400930306000")}  # fmt: skip
    fallen = {"01_vaccins": {"units": 40}, "FR_vaccins": {"units": 80}}
    publish(process_store, WEEK, table(**states, **fallen))
    return process_store


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


@pytest.mark.parametrize("page", PAGES)
def test_before_any_release_a_page_says_when_there_will_be_one(
    process_store: Store, enter: Enter, page: str
) -> None:
    enter("ministry")
    opened = open_page(page)
    assert not opened.exception
    assert "Aucune semaine n'est encore publiée" in texts(opened)


@pytest.mark.parametrize("page", PAGES)
def test_a_pharmacist_is_refused(released: Store, enter: Enter, page: str) -> None:
    enter("pharmacist")
    opened = open_page(page)
    assert "n'est pas ouverte à votre compte" in texts(opened)
    assert not opened.metric


def test_the_week_is_answered_in_words_and_four_figures(released: Store, enter: Enter) -> None:
    enter("ministry")
    page = open_page("week_answer.py")
    said = texts(page).replace("\u00a0", " ")
    assert not page.exception
    assert "le moins de doses par officine déclarante : Ain (4,0 ; 10 officines)" in said
    assert "1 sous secret, 1 sans donnée" in said
    assert "8,0, contre 10,0 la semaine précédente (\u221220\u202f% ; 10 officines, contre 10)" in said
    assert "Plus fortes baisses : Ain (\u221260\u202f%)" in said
    assert metrics(page)["Vaccins contre la grippe"] == "80"
    assert metrics(page)["Départements publiés"] == "1 et 3"
    assert [button.label for button in page.get("download_button")] == [
        "Bulletin (PDF, 2 pages)", "Classeur (XLSX)", "Données (CSV)", "Données (JSON)",
    ]  # fmt: skip


def test_a_withheld_département_says_why_and_shows_no_figure(released: Store, enter: Enter) -> None:
    enter("ministry")
    page = open_page("released_map.py")
    page.session_state["departement"] = "2A"
    page.run()
    assert metrics(page)["Doses par officine"] == "secret"
    assert metrics(page)["Officines déclarantes"] == "—"
    assert "ferait reconnaître une officine" in texts(page)
    rows = page.dataframe[0].value.set_index("Code")
    assert dict(rows["État"]) == {"01": "publié", "2A": "secret", "971": "sans donnée"}
    assert rows.loc[["2A", "971"], "doses déclarées"].isna().all()


def test_the_trend_has_a_gap_where_nothing_is_published(released: Store, enter: Enter) -> None:
    enter("ministry")
    page = open_page("released_trends.py")
    page.session_state["departement"] = "2A"
    page.run()
    shown = page.table[0].value
    assert list(shown["Semaine"]) == ["2026-S46", "2026-S45"]
    assert list(shown["Vaccins contre la grippe"]) == ["secret", "10,0\u00a0doses"]


def test_every_file_is_offered_with_the_way_to_check_it(released: Store, enter: Enter) -> None:
    enter("ministry")
    page = open_page("downloads.py")
    assert not page.exception
    assert len(page.get("download_button")) == 8
    assert "openssl pkeyutl -verify" in page.code[0].value
    assert "/api/v1/releases/2026-W46/stocks.csv" in page.code[1].value
    assert list(page.table[0].value["Semaine"]) == ["2026-S46", "2026-S45"]


def test_an_older_week_keeps_its_own_answer(released: Store, enter: Enter) -> None:
    enter("ministry")
    page = open_page("week_answer.py")
    page.selectbox[0].set_value(WEEK.shift(-1).iso).run()
    assert metrics(page)["Départements publiés"] == "3 et 3"
    assert "la semaine précédente" not in texts(page)


def test_what_a_release_froze_is_what_the_page_says(process_store: Store, enter: Enter) -> None:
    vaccine = "3400930306000"
    for number, units in enumerate((40, 35, 30, 31)):
        finess = add_pharmacy(process_store, f"0100053{number}")
        declare(process_store, number + 1, finess, WEEK.monday, {vaccine: units})
    release(process_store, WEEK, now=NOW, actor="test")
    enter("ministry")
    page = open_page("released_map.py")
    page.session_state["departement"] = "01"
    page.session_state["produit"] = vaccine
    page.run()
    rows = page.dataframe[0].value.set_index("Code")
    assert rows.loc["01", "doses déclarées"] == 136
    assert rows.loc["02", "État"] == "sans donnée"
    assert metrics(page)["Doses par officine"] == "34,0"
    assert metrics(page)["Officines déclarantes"] == "4 sur 5"


def follow(file: str, **address: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / file), default_timeout=30)
    for name, content in address.items():
        page.query_params[name] = content
    return page.run()


def chosen(page: AppTest) -> dict[str, Any]:
    return {field.key: field.value for field in page.selectbox}


@pytest.mark.parametrize("department", ["01", "1", "01 · Ain"])
def test_a_link_may_give_codes_or_the_words_on_screen(released: Store, enter: Enter, department: str) -> None:
    enter("ministry")
    page = follow("released_map.py", departement=department, semaine="2026-W45", produit="tests")
    assert not page.exception
    assert not page.warning
    assert chosen(page)["departement"] == "01"
    assert (chosen(page)["semaine"], chosen(page)["produit"]) == ("2026-W45", "tests")


@pytest.mark.parametrize(
    ("page", "address", "asked"),
    [
        ("released_map.py", {"departement": "99"}, "le territoire « 99 »"),
        ("week_answer.py", {"departement": "99"}, "le territoire « 99 »"),
        ("downloads.py", {"semaine": "2025-W01"}, "la semaine « 2025-W01 »"),
        ("released_trends.py", {"produits": "0000"}, "le produit « 0000 »"),
    ],
)
def test_a_link_to_what_is_not_there_says_so(
    released: Store, enter: Enter, page: str, address: dict[str, str], asked: str
) -> None:
    enter("ministry")
    opened = follow(page, **address)
    assert not opened.exception
    assert asked in opened.warning[0].value
    assert "ne connaît pas" in opened.warning[0].value


def test_the_week_s_answer_opens_on_the_département_of_the_link(released: Store, enter: Enter) -> None:
    enter("ministry")
    page = follow("week_answer.py", departement="01")
    assert "Ain" in [header.value for header in page.header]


def test_a_product_s_name_is_shown_as_it_was_written(process_store: Store, enter: Enter) -> None:
    cells = [cell | {"item_label": "**V** [x](y)"} for cell in table()]
    publish(process_store, WEEK, cells)
    enter("ministry")
    for file in ("released_map.py", "week_answer.py", "released_trends.py"):
        said = texts(open_page(file)) + "".join(header.value for header in open_page(file).header)
        assert "**V**" not in said, file


@pytest.fixture
def thin(process_store: Store) -> Store:
    """A week that publishes no département: the région alone has a figure."""
    hidden = {f"{area}_{item}": {"status": "secret"} for area in ("01", "2A", "971")
              for item in ("vaccins", "tests", "ensemble", "3400930306000")}  # fmt: skip
    put(process_store, "release", {
        "week": WEEK.monday, "published_at": datetime(2026, 11, 16, 7), "regions_only": True,  # noqa: DTZ001
        "respondents": 9, "active": 100,
    })  # fmt: skip
    for row in table(**hidden):
        put(process_store, "release_cell", row | {"revision": 1})
    return process_store


@pytest.mark.parametrize("page", ["released_map.py", "week_answer.py"])
def test_a_thin_week_is_shown_by_régions_and_says_so(thin: Store, enter: Enter, page: str) -> None:
    enter("ministry")
    opened = follow(page, departement="R84")
    assert not opened.exception
    assert "chacun porte sur la carte le chiffre de sa **région**" in texts(opened)
    assert "Moins de 10\u202f% des officines ont répondu" in texts(opened)
    assert metrics(opened)["Doses par officine"] == "10,0"
    assert list(opened.dataframe[0].value["Code"]) == ["84"]


def test_an_estimate_has_its_interval_and_none_where_the_figure_is_withheld(
    process_store: Store, enter: Enter
) -> None:
    known = {"estimated_units": 300, "estimate_low": 210, "estimate_high": 450, "days_of_supply": 90.0}
    publish(process_store, WEEK, table(**{"01_vaccins": known, "2A_vaccins": {"status": "secret"}}))
    enter("ministry")
    page = follow("released_map.py", departement="01", mesure="estimation")
    assert metrics(page)["Stock estimé"] == "300\u00a0doses"
    assert metrics(page)["Jours de stock"] == "90\u00a0jours ou plus"
    assert "Estimation, officines muettes comprises : de 210 à 450 (95 %)" in texts(page)
    rows = page.dataframe[0].value.set_index("Code")
    assert list(rows.loc["01", ["Estimation", "Estimation, bas", "Estimation, haut"]]) == [300, 210, 450]
    assert rows.loc["2A", ["Estimation", "Estimation, bas", "Jours de stock"]].isna().all()
    page.session_state["departement"] = "2A"
    page.run()
    assert "Stock estimé" not in metrics(page)
    assert "À défaut, région Auvergne" not in texts(page)


def test_where_least_is_left_comes_with_what_makes_it_sure(released: Store, enter: Enter) -> None:
    enter("ministry")
    shown = open_page("week_answer.py").table[0].value
    assert list(shown["Territoire"]) == ["01 · Ain"]
    assert list(shown["Officines"]) == ["10 sur 30"]
    assert list(shown["Jours de stock"]) == ["—"]


def test_a_choice_names_the_week_in_the_address_by_codes(released: Store, enter: Enter) -> None:
    enter("ministry")
    page = open_page("released_map.py")
    assert dict(page.query_params) == {}
    page.selectbox[1].set_value("tests").run()
    assert dict(page.query_params) == {"semaine": "2026-W46", "produit": "tests"}


@pytest.mark.parametrize(
    "given",
    [["Vaccins contre la grippe", "=Vaxigrip"], ["vaccins,3400930306000"], ["VACCINS", "3400930306000"]],
)
def test_products_are_understood_in_every_spelling_and_written_in_one(
    released: Store, enter: Enter, given: list[str]
) -> None:
    enter("ministry")
    page = AppTest.from_file(str(ROOT / "pages" / "released_trends.py"), default_timeout=30)
    page.query_params["produits"] = given
    page.run()
    assert not page.warning
    assert page.multiselect[0].value == ["vaccins", "3400930306000"]
    assert page.query_params["produits"] == "vaccins,3400930306000"
