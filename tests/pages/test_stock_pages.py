"""Explorer les stocks: who may open it, what it says, what a link keeps, how one goes down and compares."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import measures, stocks
from dp_ruptures.estimates import AreaEstimate
from dp_ruptures.ranking import FEWEST_COUNTS
from dp_ruptures.rules.roles import PERMISSIONS
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, ROOT, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.rows import declare, put

WEEK = parse_week("2026-W47")
TEST, VACCINE = "2999000000012", "3400930306000"
FILE = "stock_map.py"
Enter = Callable[..., None]


@pytest.fixture
def declared(process_store: Store, finess: str) -> str:
    """The pharmacy of `officine` has tests and no vaccine left this week; it had some the week before."""
    declare(process_store, 1, finess, WEEK.shift(-1).monday, {TEST: 40, VACCINE: 5})
    declare(process_store, 2, finess, WEEK.monday, {TEST: 25, VACCINE: 0})
    return finess


def opened_at(*tables: str, **address: str) -> AppTest:
    """The page as a link with these filters opens it, these tables under their drawings open."""
    page = AppTest.from_file(str(ROOT / "pages" / FILE), default_timeout=30)
    for table in tables:
        page.session_state[f"tableau-{table}"] = True
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


@pytest.mark.parametrize("role", ["pharmacist", "admin", "ministry"])
def test_the_stocks_are_closed_to_those_who_may_not_read_them(declared: str, enter: Enter, role: str) -> None:
    enter(role)
    page = open_page(FILE)
    assert "n'est pas ouverte à votre compte" in texts(page)
    assert not page.get("plotly_chart")


def test_the_map_opens_on_the_open_week_with_its_response_rate(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = open_page(FILE)
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
    page = open_page(FILE)
    declare(process_store, 3, add_pharmacy(process_store, "01000231"), WEEK.monday, {TEST: 100})
    assert metrics(page.run())["Stock déclaré"] == "125 tests"


def test_a_link_opens_on_its_choices_and_is_not_rewritten(declared: str, enter: Enter) -> None:
    enter("analyst")
    link = {
        "produit": "vaccins", "mesure": "rupture", "departement": "01", "comparer": "avant",
        "semaine": "2026-S46",
    }  # fmt: skip
    page = opened_at(**link)
    assert "Part en rupture · Vaccins contre la grippe" in texts(page)
    assert "01 · Ain, semaine 2026-S46" in texts(page)
    assert metrics(page)["Stock déclaré"] == "5 doses"
    assert dict(page.query_params) == link


def test_each_choice_goes_into_the_address(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = open_page(FILE)
    assert not page.query_params
    page.selectbox(key="departement").set_value("R84").run()
    page.select_slider(key="semaine").set_value("2026-W46").run()
    assert page.query_params["departement"] == "R84"
    page.select_slider(key="semaine").set_value("2026-W47").run()
    # Chosen by hand, the latest week is named: the link must not show another one on Monday.
    assert page.query_params["semaine"] == "2026-S47"


def test_each_wrong_value_of_a_link_is_answered_by_a_sentence(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at(produit="rien", mesure="<b>", departement="999", semaine="2031-S99", comparer="hier")
    assert not page.exception
    said = [alert.value.split(", que cette page ne connaît pas : elle montre ") for alert in page.warning]
    assert said == [
        ["Le lien demande le produit « rien »", "« Tests antigéniques »."],
        [r"Le lien demande la mesure « \<b\> »", "« Stock déclaré »."],
        ["Le lien demande la zone « 999 »", "« France entière »."],
        ["Le lien demande la comparaison avec « hier »", "« Aucune comparaison »."],
        ["Le lien demande la semaine « 2031-S99 »", "« 2026-S47 »."],
    ]
    assert metrics(page)["Stock déclaré"] == "25 tests"
    assert not page.run().warning


def test_a_link_compares_up_to_five_products_and_says_what_it_leaves_out(
    process_store: Store, declared: str, enter: Enter
) -> None:
    enter("analyst")
    page = opened_at(produits="Autotest nasal, boîte de 5|Vaxigrip|inconnu|2999000000012")
    assert [alert.value.split(",")[0] for alert in page.warning] == ["Le lien demande le produit « inconnu »"]
    tests, doses = drawn(page, -2)["data"], drawn(page, -1)["data"]
    assert [trace["name"] for trace in tests] == [
        "Autotest nasal, boîte de 5", "Test antigénique nasopharyngé, boîte de 25",
    ]  # fmt: skip
    assert [trace["name"] for trace in doses] == ["Vaxigrip"]
    assert page.query_params["produits"].startswith(f"2999000000050|{VACCINE}|{TEST}")
    page.multiselect(key="produits").set_value([]).run()
    assert "produits" not in page.query_params
    page = opened_at(produits="|".join(item.code for item in stocks.items(process_store, NOW)[2:8]))
    assert "Le lien demande 6 produits : les 5 premiers sont affichés." in texts(page)


def test_the_classes_of_the_map_stay_while_the_weeks_go_by(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = open_page(FILE)
    before = [trace.get("name") for trace in drawn(page)["data"]]
    page.select_slider(key="semaine").set_value("2026-W46").run()
    assert [trace.get("name") for trace in drawn(page)["data"]] == before


def test_zero_everywhere_is_drawn_and_silence_is_hatched(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at(produit="Vaccins contre la grippe")
    traces = {trace.get("name"): trace for trace in drawn(page)["data"]}
    assert readable(next(name for name in traces if readable(name).startswith("0 dose"))) == "0 dose"
    assert len(traces["aucune donnée"]["locations"]) == 102
    assert "hachures" in traces
    assert drawn(page)["data"][0]["type"] == "scattergeo"


def test_one_goes_down_from_france_to_a_department_and_up_again_without_a_mouse(
    process_store: Store, declared: str, enter: Enter
) -> None:
    # As many as a mean takes.
    for number in range(FEWEST_COUNTS):
        other = add_pharmacy(process_store, f"0300023{number}", department_code="03")
        declare(process_store, 3 + number, other, WEEK.monday, {TEST: 7})
    enter("analyst")
    page = open_page(FILE)
    assert readable(page.button(key="vers-R84").label) == "Auvergne-Rhône-Alpes : 10,0 tests"
    page.button(key="vers-R84").click().run()
    assert metrics(page)["Stock déclaré"] == "60 tests"
    assert "1 département hors classement" in readable(texts(page))
    assert "région choisie" in [trace.get("name") for trace in drawn(page)["data"]]
    page.button(key="vers-03").click().run()
    assert metrics(page)["Stock déclaré"] == "35 tests"
    assert page.toggle[0].label == "Voir les déclarations des officines : Allier"
    page.button(key="retour-R84").click().run()
    page.button(key="retour-france").click().run()
    assert page.selectbox(key="departement").value == "france"


def test_two_weeks_are_compared_on_the_map_and_in_the_table(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at("carte", comparer="2026-S46")
    assert "forte baisse (50 % ou plus)" not in [trace.get("name") for trace in drawn(page)["data"]]
    assert "baisse (10 à 50 %)" in [trace.get("name") for trace in drawn(page)["data"]]
    assert readable(page.metric[0].delta) == "−38 % depuis 2026-S46"
    row = page.table[0].value.iloc[0]
    assert (readable(row["En 2026-S46"]), row["Évolution"]) == ("40 tests", "baisse (10 à 50 %)")


def test_last_season_is_compared_where_it_is_stored_and_else_honestly_absent(
    process_store: Store, declared: str, enter: Enter
) -> None:
    enter("analyst")
    page = opened_at(comparer="La saison dernière")
    assert "La saison dernière n'est pas dans le portail pour cette semaine" in texts(page)
    names = [trace["name"] for trace in drawn(page, 1)["data"]]
    assert names == ["Tests antigéniques", "Tests antigéniques, semaine en cours"]
    past = {"week": parse_week("2025-W47").monday, "department_code": "01"}
    put(process_store, "week_response", past | {"respondents": 1, "active": 1})
    put(process_store, "week_aggregate", past | {
        "item_level": "famille", "item": "tests", "units": 100, "declarants": 1,
    })  # fmt: skip
    page.run()
    assert "n'est pas dans le portail" not in texts(page)
    assert readable(page.metric[0].delta) == "−75 % depuis 2025-S47"
    former = drawn(page, 1)["data"][1]
    assert (former["name"], former["y"][-1]) == ("Saison dernière, mêmes semaines", 100)


def test_an_estimate_shows_its_interval_wherever_it_stands(
    declared: str, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = AreaEstimate(units=900, low=700, high=1100, answered=1, active=1, days=6.0, runs_out=True)
    told = {"france": known, "01": known}
    monkeypatch.setattr(measures.estimates, "of_week", lambda *_: told)
    monkeypatch.setattr(measures.estimates, "of_weeks", lambda _, weeks, __: dict.fromkeys(weeks, told))
    enter("analyst")
    page = opened_at("carte", mesure="Stock estimé")
    assert metrics(page)["Stock estimé"] == "900 tests"
    assert "entre 700 et 1 100 tests (intervalle à 95 %)" in readable(texts(page))
    assert "non estimé, trop peu de réponses" in [trace.get("name") for trace in drawn(page)["data"]]
    assert [trace["name"] for trace in drawn(page, 1)["data"][-2:]] == ["intervalle à 95 %"] * 2
    assert "**Le département estimé sera à court avant sa prochaine livraison**" in readable(texts(page))
    assert list(page.table[0].value["Avant la prochaine livraison"])[:2] == ["à court", "on ne sait pas"]
    assert "Ce qui est déclaré, et non estimé" in texts(page)
    page.selectbox(key="mesure").set_value("jours").run()
    assert metrics(page)["Jours de stock"] == "6 jours"
    assert {"moins de 3 jours", "3 à 6 jours", "21 jours et plus"} <= {
        readable(trace.get("name", "")) for trace in drawn(page)["data"]
    }
    page.button(key="alerte-01").click().run()
    assert page.session_state["departement"] == "01"


def test_while_the_weeks_go_by_no_individual_data_is_drawn(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at(departement="01 · Ain", semaine="2026-S46")
    assert page.button(key="lecture").label == "Lire les semaines"
    page.button(key="lecture").click().run()
    assert page.button(key="lecture").label == "Pause"
    # From the first week, and not from the one in view, which may well be the last.
    assert page.session_state["semaine"] == "2026-W42"
    assert not page.toggle
    assert "Mettez la lecture en pause" in texts(page)
    page.button(key="lecture").click().run()
    assert page.toggle


def test_while_the_weeks_go_by_each_map_is_drawn_over_the_last(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at(semaine="2026-S45")
    maps = [chart.proto.alt for chart in page.get("plotly_chart") if chart.proto.alt.startswith("Carte")]
    assert ["2026-S45" in alt for alt in maps] == [True]
    page.session_state["lecture.en_cours"] = True
    page.session_state["semaine"] = "2026-W46"
    page.run()
    maps = [chart.proto.alt for chart in page.get("plotly_chart") if chart.proto.alt.startswith("Carte")]
    assert ["2026-S45" in maps[0], "2026-S46" in maps[1]] == [True, True]
    page.button(key="lecture").click().run()
    maps = [chart.proto.alt for chart in page.get("plotly_chart") if chart.proto.alt.startswith("Carte")]
    assert len(maps) == 1


def test_individual_data_is_shown_on_demand_and_written_in_the_register_once(
    process_store: Store, declared: str, enter: Enter
) -> None:
    enter("analyst")
    page = opened_at(departement="01 · Ain")
    assert register(process_store) == []
    page.toggle[0].set_value(True).run()
    page.run()
    assert register(process_store) == [
        ("compte-analyst", "officines du département 01, 2026-W47", "carte des stocks")
    ]
    assert any("Pharmacie du Lac" in str(table.value) for table in page.table)
    page.select_slider(key="semaine").set_value("2026-W46").run()
    assert register(process_store)[-1][1] == "officines du département 01, 2026-W46"


def test_reading_the_stocks_is_not_reading_individual_data(
    process_store: Store, declared: str, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PERMISSIONS, "analyst", PERMISSIONS["analyst"] - {"read_individual"})
    monkeypatch.setitem(PERMISSIONS, "admin", PERMISSIONS["admin"] | {"read_individual"})
    enter("analyst")
    page = opened_at(departement="01 · Ain")
    assert not page.toggle
    assert "réservées à la direction des technologies en santé" in texts(page)
    assert register(process_store) == []


def test_a_season_without_an_answer_says_what_to_do(process_store: Store, enter: Enter) -> None:
    enter("analyst")
    page = open_page(FILE)
    assert not page.exception
    assert "n'a encore répondu" in texts(page)


def test_before_any_campaign_the_page_says_what_to_do(process_store: Store, enter: Enter) -> None:
    enter("analyst")
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("DELETE FROM campaign")
    page = open_page(FILE)
    assert not page.exception
    assert "Aucune campagne n'est ouverte" in texts(page)


def test_every_product_is_drawn_small_over_the_weeks_that_are_over(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at("produits")
    (grid,) = [one.proto.body for one in page.get("html") if "<img" in one.proto.body]
    assert grid.count("<img alt=") == 10
    assert "Stock déclaré, France entière, semaines 2026-S42 à 2026-S46 : 40 tests en 2026-S46" in readable(
        grid
    )
    assert list(page.table[-1].value["Semaine"])[-1] == "2026-S46"


def test_on_monday_morning_the_pharmacies_asked_are_counted_before_any_answer(
    declared: str, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monday = WEEK.shift(1).opens_at + timedelta(hours=2)
    monkeypatch.setenv("DP_RUPTURES_NOW", monday.isoformat())
    enter("analyst", monday)
    page = open_page(FILE)
    assert "0 réponse sur 1 officine active (0 %) en 2026-S48" in readable(texts(page))
    assert "aucune officine active" not in texts(page)
    over, open_week = drawn(page, -1)["data"]
    # No line leads to a week that has hardly begun: it would draw a fall that is none.
    assert (over["y"][-2:], open_week["y"], open_week["mode"]) == ([100, None], [0], "markers")


def test_every_curve_says_its_unit_its_weeks_and_what_it_is_worth(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at(mesure="Part en rupture")
    titles = [words.value for words in page.markdown if words.value.startswith("**")]
    sources = [
        words.value
        for words in page.caption
        if "semaines 2026-S" in words.value and "échelle" not in words.value
    ]
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
    page = opened_at(produit="**V** <b>[x](y)", departement="01 · Ain")
    assert f"Stock déclaré · {written}" in [heading.value for heading in page.header]
    page.toggle[0].set_value(True).run()
    assert texts(page).count(written) == 3
    assert "**V**" not in texts(page)
    assert written in page.expander[0].label


def test_every_drawing_has_words_for_those_who_do_not_see_it(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at("carte", "courbes", "produits")
    assert len(page.get("plotly_chart")) == 3
    assert all(chart.proto.alt for chart in page.get("plotly_chart"))
    assert len(page.table) == len(page.get("download_button")) == 3
