"""The words and tables beside each drawing."""

from datetime import UTC, date, datetime

from dp_ruptures import stock_tables
from dp_ruptures.rules.measure import MEASURES, Tally
from dp_ruptures.rules.week import Week
from dp_ruptures.stocks import Item, PharmacyStock

WEEK = Week(date(2026, 11, 16))
ITEM = Item("famille", "vaccins", "Vaccins", ("dose", "doses"), ("v1",))
SPOKEN = Tally(units=1200, declarants=4, at_zero=1, not_stocked=2, respondents=6, active=24)
SILENT = Tally(respondents=0, active=10)


def readable(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_one_pharmacy_is_written_in_the_singular() -> None:
    assert readable(stock_tables.declarants_of(Tally(declarants=1))) == "1 officine a donné une quantité"
    assert stock_tables.answers_of(Tally(respondents=0, active=0)) == "aucune officine active"


def test_a_week_not_counted_yet_is_not_a_week_without_pharmacies() -> None:
    assert stock_tables.answers_of(Tally()) == "réponses pas encore comptées"
    assert stock_tables.answering(Tally())["Officines actives"] == "aucune donnée"
    (week,) = stock_tables.trend_table([WEEK], [ITEM], {"vaccins": [Tally()]}, MEASURES["stock"])
    assert (week["Réponses"], week["Officines actives"]) == ("aucune donnée", "aucune donnée")


def test_the_trend_s_table_has_a_row_per_week_and_says_who_answered() -> None:
    seen = {"vaccins": [SILENT, SPOKEN]}
    rows = stock_tables.trend_table([WEEK.shift(-1), WEEK], [ITEM], seen, MEASURES["stock"])
    assert [readable(row["Vaccins"]) for row in rows] == ["aucune donnée", "1 200 doses"]
    assert [readable(row["Taux de réponse"]) for row in rows] == ["0,0 %", "25,0 %"]
    answers = stock_tables.trend_table([WEEK.shift(-1), WEEK], [ITEM], seen, MEASURES["reponse"])
    assert "Vaccins" not in answers[0]
    file = stock_tables.trend_file([WEEK.shift(-1), WEEK], [ITEM], seen, "France entière")
    assert [row["unites_declarees"] for row in file] == [None, 1200]


def test_a_pharmacy_s_row_says_its_state_in_words() -> None:
    received = datetime(2026, 11, 18, 9, tzinfo=UTC)
    listed = [
        PharmacyStock("010000001", "PHARMACIE *A*", None, 0, 0, received),
        PharmacyStock("010000002", "B", "Bourg", None, 1, received),
    ]
    rupture, absent = stock_tables.pharmacy_table(listed, ITEM)
    assert (rupture["État"], rupture["Stock (doses)"], rupture["Officine"]) == (
        "Rupture", "0", r"PHARMACIE \*A\*",
    )  # fmt: skip
    assert (absent["État"], absent["Stock (doses)"]) == ("Non référencé", "—")
    assert readable(absent["Reçue le"]) == "18 nov. 2026 à 10 h 00"
