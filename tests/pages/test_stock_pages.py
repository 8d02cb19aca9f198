"""Carte des stocks and Tendances: who may open them, what they say, what a link keeps."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import access
from dp_ruptures.rules.roles import PERMISSIONS
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import ROOT, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.rows import declare

WEEK = parse_week("2026-W47")
TEST, VACCINE = "2999000000012", "3400930306000"
PAGES = ("stock_map.py", "trends.py")
Enter = Callable[..., None]


@pytest.fixture
def declared(process_store: Store, finess: str) -> str:
    """The pharmacy of `officine` has tests and no vaccine left this week; it had some the week before."""
    declare(process_store, 1, finess, WEEK.shift(-1).monday, {TEST: 40, VACCINE: 5})
    declare(process_store, 2, finess, WEEK.monday, {TEST: 25, VACCINE: 0})
    return finess


def opened_at(file: str, **address: str) -> AppTest:
    """The page as a link with these filters opens it."""
    page = AppTest.from_file(str(ROOT / "pages" / file), default_timeout=30)
    for key, choice in address.items():
        page.query_params[key] = choice
    return page.run()


def drawn(page: AppTest, rank: int = 0) -> dict[str, Any]:
    """The figure of one chart of the page."""
    figure: dict[str, Any] = json.loads(page.get("plotly_chart")[rank].proto.spec)
    return figure


def readable(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: readable(metric.value) for metric in page.metric}


def register(store: Store) -> list[Any]:
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        rows: list[Any] = cursor.execute("SELECT actor, subject, purpose FROM access_log").fetchall()
    return rows


@pytest.mark.parametrize("file", PAGES)
@pytest.mark.parametrize("role", ["pharmacist", "admin", "ministry"])
def test_the_stocks_are_closed_to_those_who_may_not_read_them(
    declared: str, enter: Enter, file: str, role: str
) -> None:
    enter(role)
    page = open_page(file)
    assert "n'est pas ouverte à votre compte" in texts(page)
    assert not page.get("plotly_chart")


@pytest.mark.parametrize("file", PAGES)
def test_nobody_reads_the_stocks_without_a_session(
    process_store: Store, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    monkeypatch.setattr(access, "session_token", lambda: None)
    page = open_page(file)
    assert "session est terminée" in texts(page)
    assert not page.get("plotly_chart")


@pytest.mark.parametrize("file", PAGES)
def test_the_ordre_opens_them(declared: str, enter: Enter, file: str) -> None:
    enter("analyst")
    page = open_page(file)
    assert not page.exception
    assert page.get("plotly_chart")


def test_the_map_opens_on_the_open_week_with_its_response_rate(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = open_page("stock_map.py")
    assert "2026-S47" in texts(page)
    assert "en cours, chiffres provisoires" in texts(page)
    assert metrics(page) == {
        "Stock déclaré": "25 tests",
        "Part en rupture": "0,0 %",
        "Taux de réponse": "100,0 %",
        "Départements sans donnée": "100 sur 101",
    }
    assert "1 réponse sur 1 officine active (100 %)" in readable(texts(page))


def test_a_declaration_just_made_is_in_the_next_drawing(
    process_store: Store, declared: str, enter: Enter
) -> None:
    enter("analyst")
    page = open_page("stock_map.py")
    declare(process_store, 3, add_pharmacy(process_store, "01000231"), WEEK.monday, {TEST: 100})
    assert metrics(page.run())["Stock déclaré"] == "125 tests"


def test_a_link_opens_on_its_filters(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at(
        "stock_map.py", produit="Vaccins contre la grippe", semaine="2026-S46", mesure="Part en rupture"
    )
    assert "Part en rupture · Vaccins contre la grippe" in texts(page)
    assert metrics(page)["Stock déclaré"] == "5 doses"
    assert "en cours" not in page.caption[0].value


def test_a_link_with_unknown_values_falls_back_and_does_not_break(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at(
        "stock_map.py", produit="nimporte", semaine="2031-S99", mesure="<script>", departement="999"
    )
    assert not page.exception
    assert metrics(page)["Stock déclaré"] == "25 tests"
    trends = opened_at("trends.py", produits="nimporte", zone="Atlantide", mesure="x")
    assert not trends.exception
    assert "France entière" in texts(trends)


def test_zero_everywhere_is_drawn_and_silence_is_hatched(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at("stock_map.py", produit="Vaccins contre la grippe")
    traces = {trace.get("name"): trace for trace in drawn(page)["data"]}
    assert readable(next(name for name in traces if readable(name).startswith("0 dose"))) == "0 dose"
    assert len(traces["aucune donnée"]["locations"]) == 102
    assert "hachures" in traces
    assert drawn(page)["data"][0]["type"] == "scattergeo"


def test_a_chosen_département_shows_its_own_figures_and_the_way_back(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at("stock_map.py", departement="01 · Ain")
    assert "Ain" in [heading.value for heading in page.header]
    assert "Stock déclaré : 25 tests" in readable(texts(page))
    page.button[0].click().run()
    assert page.selectbox(key="departement").value == "france"


def test_individual_data_is_shown_on_demand_and_written_in_the_register_once(
    process_store: Store, declared: str, enter: Enter
) -> None:
    enter("analyst")
    page = opened_at("stock_map.py", departement="01 · Ain")
    assert register(process_store) == []
    page.toggle[0].set_value(True).run()
    page.run()
    assert register(process_store) == [
        ("compte-analyst", "officines du département 01, 2026-W47", "carte des stocks")
    ]
    assert "Pharmacie du Lac" in str(page.table[0].value)
    page.selectbox(key="semaine").set_value("2026-S46").run()
    assert register(process_store)[-1][1] == "officines du département 01, 2026-W46"


def test_reading_the_stocks_is_not_reading_individual_data(
    process_store: Store, declared: str, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PERMISSIONS, "analyst", PERMISSIONS["analyst"] - {"read_individual"})
    monkeypatch.setitem(PERMISSIONS, "admin", PERMISSIONS["admin"] | {"read_individual"})
    enter("analyst")
    page = opened_at("stock_map.py", departement="01 · Ain")
    assert not page.toggle
    assert "réservées à la direction des technologies en santé" in texts(page)
    assert register(process_store) == []


@pytest.mark.parametrize("file", PAGES)
def test_a_season_without_an_answer_says_what_to_do(process_store: Store, enter: Enter, file: str) -> None:
    enter("analyst")
    page = open_page(file)
    assert not page.exception
    assert "n'a encore répondu" in texts(page)


@pytest.mark.parametrize("file", PAGES)
def test_before_any_campaign_the_page_says_what_to_do(process_store: Store, enter: Enter, file: str) -> None:
    enter("analyst")
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("DELETE FROM campaign")
    page = open_page(file)
    assert not page.exception
    assert "Aucune campagne n'est ouverte" in texts(page)


def test_trends_draw_each_chosen_product_and_the_response_beside(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at("trends.py")
    names = [trace["name"] for trace in drawn(page)["data"]]
    assert names == ["Tests antigéniques", "Vaccins contre la grippe"]
    assert drawn(page)["data"][0]["y"][-2:] == [40, 25]
    assert drawn(page, 1)["data"][0]["y"][-1] == 100
    assert "Source : déclarations des officines" in texts(page)


def test_trends_follow_the_area(process_store: Store, declared: str, enter: Enter) -> None:
    other = add_pharmacy(process_store, "03000230", department_code="03")
    declare(process_store, 3, other, WEEK.monday, {TEST: 7})
    enter("analyst")
    page = opened_at("trends.py", zone="03 · Allier")
    assert drawn(page)["data"][0]["y"][-1] == 7
    region = opened_at("trends.py", zone="Région · Auvergne-Rhône-Alpes")
    assert drawn(region)["data"][0]["y"][-1] == 32


@pytest.mark.parametrize("file", PAGES)
def test_on_monday_morning_the_pharmacies_asked_are_counted_before_any_answer(
    declared: str, enter: Enter, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    monday = WEEK.shift(1).opens_at + timedelta(hours=2)
    monkeypatch.setenv("DP_RUPTURES_NOW", monday.isoformat())
    enter("analyst", monday)
    page = open_page(file)
    assert "0 réponse sur 1 officine active (0 %) en 2026-S48" in readable(texts(page))
    assert "aucune officine active" not in texts(page)
    assert drawn(page, -1)["data"][0]["y"][-2:] == [100, 0]


@pytest.mark.parametrize("file", PAGES)
def test_every_curve_says_its_unit_its_weeks_and_what_it_is_worth(
    declared: str, enter: Enter, file: str
) -> None:
    enter("analyst")
    page = opened_at(file, mesure="Part en rupture")
    titles = [words.value for words in page.markdown if words.value.startswith("**")]
    sources = [words.value for words in page.caption if "semaines 2026-S" in words.value]
    charts = [chart.proto.alt for chart in page.get("plotly_chart")]
    assert len(titles) == len(sources) == 2
    assert all(title.endswith("(%)") for title in titles)
    assert all("1 réponse sur 1 officine active (100 %) en 2026-S47." in readable(said) for said in sources)
    assert all("(%), semaines 2026-S" in alt for alt in charts[-2:])


def test_a_product_s_name_from_a_file_is_shown_as_it_was_written(
    process_store: Store, declared: str, enter: Enter
) -> None:
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE product SET name = '**V** <b>[x](y)' WHERE cip13 = ?", [VACCINE])
    enter("analyst")
    written = r"\*\*V\*\* \<b\>\[x\](y)"
    page = opened_at("stock_map.py", produit="**V** <b>[x](y)", departement="01 · Ain")
    assert f"Stock déclaré · {written}" in [heading.value for heading in page.header]
    page.toggle[0].set_value(True).run()
    assert texts(page).count(written) == 3
    assert "**V**" not in texts(page)
    assert written in page.expander[0].label
    trends = opened_at("trends.py", produits="**V** <b>[x](y)")
    assert drawn(trends)["data"][0]["name"] == "**V** &lt;b&gt;[x](y)"
    assert written in trends.table[0].value.columns


def test_every_drawing_has_words_for_those_who_do_not_see_it(declared: str, enter: Enter) -> None:
    enter("analyst")
    for file in PAGES:
        page = open_page(file)
        assert all(chart.proto.alt for chart in page.get("plotly_chart"))
        assert page.table
