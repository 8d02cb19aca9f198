"""The administration and the mode opératoire."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from dp_ruptures.rules.roles import PERMISSIONS
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.pages.conftest import open_page, texts
from tests.rows import declare, put

Enter = Callable[..., None]


def test_the_administration_counts_what_the_store_holds(process_store: Store, enter: Enter) -> None:
    enter("admin")
    page = open_page("administration.py")
    assert {metric.label: metric.value for metric in page.metric}["Officines en activité"] == "1"
    assert "Saison 2026-2027" in texts(page)
    assert len(page.table[0].value) == 10


@pytest.mark.parametrize(
    ("day", "campaigns", "said"),
    [
        ("2026-07-01", [], "À venir : du"),
        ("2026-07-01", ["2025-10-13"], "À venir : du"),
        ("2026-11-18", ["2027-10-11"], "Ouverte : du"),
        ("2027-07-01", [], "Terminée : du"),
        ("2027-07-01", ["2025-10-13"], "Terminée : du"),
    ],
)
def test_the_administration_shows_the_campaign_to_prepare_or_the_one_that_runs(  # noqa: PLR0917
    process_store: Store, enter: Enter, monkeypatch: pytest.MonkeyPatch,
    day: str, campaigns: list[str], said: str,
) -> None:  # fmt: skip
    for opens_on in campaigns:
        first = date.fromisoformat(opens_on)
        put(process_store, "campaign", {
            "campaign_id": opens_on, "name": "Autre", "opens_on": first, "closes_on": first + timedelta(90),
        })  # fmt: skip
    monkeypatch.setenv("DP_RUPTURES_NOW", f"{day}T10:00:00+00:00")
    enter("admin", datetime.fromisoformat(f"{day}T10:00:00+00:00"))
    page = open_page("administration.py")
    assert page.subheader[0].value == "Saison 2026-2027"
    assert said in texts(page)
    assert len(page.table[0].value) == 10


def test_without_any_campaign_the_administration_says_which_command_loads_one(
    process_store: Store, enter: Enter
) -> None:
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("DELETE FROM campaign")
    enter("admin")
    assert "Aucune campagne" in texts(open_page("administration.py"))


def test_the_administration_writes_a_product_s_name_as_it_came(process_store: Store, enter: Enter) -> None:
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE product SET name = '[x](y)'")
    enter("admin")
    assert set(open_page("administration.py").table[0].value["Produit"]) == {r"\[x\](y)"}


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_everybody_reads_the_mode_operatoire(process_store: Store, enter: Enter, role: str) -> None:
    enter(role)
    said = texts(open_page("guide.py"))
    assert "Qui voit quoi" in said
    assert "0800 083 200" in said


def test_the_administration_leads_to_its_pages_and_counts_what_the_next_purge_erases(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("admin")
    page = open_page("administration.py")
    assert not page.exception
    labels = [link.proto.label for link in page.get("page_link")]
    assert ":blue[Comptes]" in labels
    assert "Rien à effacer d'ici le lundi 23 novembre 2026 compris" in texts(page)
    old = parse_week("2026-W22")
    declare(process_store, 1, finess, old.monday, {"2999000000012": 3})
    erased = {
        row["Ce qui sera effacé"]: row
        for row in open_page("administration.py").table[-1].value.to_dict("records")
    }
    assert erased["Déclarations"] == {
        "Ce qui sera effacé": "Déclarations",
        "D'ici la nuit du jeudi 19 novembre 2026": "0",
        "D'ici la nuit du lundi 23 novembre 2026": "1",
    }
    assert erased["Lignes de déclaration"]["D'ici la nuit du lundi 23 novembre 2026"] == "1"


def test_a_clock_that_jumped_is_said_before_the_purge_refuses(process_store: Store, enter: Enter) -> None:
    process_store.execute(
        "purge_record_insert", number=1, now=datetime.fromisoformat("2026-09-01T02:30+00:00"),
        week=date(2026, 3, 2), content="{}", signature="", public_key="",
    )  # fmt: skip
    enter("admin")
    assert "L'effacement de la nuit s'arrêtera : aucun effacement depuis le 01/09/2026" in texts(
        open_page("administration.py")
    )
