"""The catalogue changes as announced, and a published product keeps its family."""

from datetime import date, datetime

import pytest

from dp_ruptures import acts, product_acts
from dp_ruptures.acts import Act
from dp_ruptures.errors import Refused
from dp_ruptures.rules.change import Plan
from dp_ruptures.store import Store
from tests.rows import put

HEADER = "code;nom;famille;unites_par_boite"
VAXIGRIP, REAL_TEST = "3400930306000", "4006381333931"
SHEET = {"code": REAL_TEST, "nom": "Test rapide", "famille": "tests", "unites_par_boite": "25"}


def do(store: Store, act: Act, now: datetime) -> Plan:
    seen = acts.plan(store, act, now)
    acts.perform(store, act, seen, now=now, actor="admin")
    return seen


def product(store: Store, code: str) -> dict[str, object]:
    return next(row for row in store.query("product_catalogue") if row["cip13"] == code)


def test_a_product_is_added_then_renamed(store: Store, now: datetime) -> None:
    do(store, product_acts.sheet(SHEET, new=True), now)
    plan = do(
        store, product_acts.sheet(SHEET | {"nom": "Test minute", "laboratoire": "Labo"}, new=False), now
    )
    assert [(change.before, change.after) for change in plan.changes] == [
        ("Test rapide", "Test minute"), ("—", "Labo"),
    ]  # fmt: skip
    assert (product(store, REAL_TEST)["name"], product(store, REAL_TEST)["pack_size"]) == ("Test minute", 25)
    assert [row["action"] for row in store.query("audit_latest")[:2]].count("product.change") == 1
    assert acts.plan(store, product_acts.sheet(SHEET | {"nom": "Test minute", "laboratoire": "Labo"},
                                               new=False), now).changes == ()  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "word"),
    [({"code": "4006381333932"}, "devrait être 1"), ({"nom": "=2+2"}, "ni commencer par ="),
     ({"unites_par_boite": "0"}, "entier de 1 à 1000"), ({"famille": "masques"}, "inconnue")],
)  # fmt: skip
def test_a_sheet_is_judged_like_a_line_of_a_file(typed: dict[str, str], word: str) -> None:
    with pytest.raises(Refused, match=word):
        product_acts.sheet(SHEET | typed, new=True)


def test_a_code_already_known_is_not_added_twice(store: Store, now: datetime) -> None:
    with pytest.raises(Refused, match="déjà celui de « Vaxigrip »"):
        acts.plan(store, product_acts.sheet(SHEET | {"code": VAXIGRIP}, new=True), now)


@pytest.mark.parametrize("by_file", [False, True])
def test_a_published_product_keeps_its_family(store: Store, now: datetime, by_file: bool) -> None:
    cells = SHEET | {"code": VAXIGRIP, "famille": "tests"}
    text = f"{HEADER}\n{VAXIGRIP};Vaxigrip;tests;1\n"
    act: Act = product_acts.listed("l.csv", text) if by_file else product_acts.sheet(cells, new=False)
    assert acts.plan(store, act, now).changes
    put(store, "release_cell", {
        "week": date(2026, 11, 9), "revision": 1, "area_level": "france", "area_code": "FR",
        "area_name": "France", "item_level": "produit", "item": VAXIGRIP, "family": "vaccins",
        "item_label": "Vaxigrip", "status": "secret",
    })  # fmt: skip
    with pytest.raises(Refused, match="déjà publié dans sa famille"):
        acts.plan(store, act, now)


def test_a_file_is_shown_as_what_it_changes_then_taken(store: Store, now: datetime) -> None:
    text = (
        f"{HEADER};retire\n{REAL_TEST};Test rapide;tests;25;\n{VAXIGRIP};Vaxigrip 2026;vaccins;1;\n"
        "3400930296165;Influvac;vaccins;1;oui\n3400930067727;VaxigripTetra;vaccins;1;\n"
    )
    plan = do(store, product_acts.listed("liste.csv", text), now)
    assert [(change.subject.split(" (")[0], change.after) for change in plan.changes] == [
        ("Test rapide", "tests antigéniques, 25\u00a0unités par boîte"),
        ("Vaxigrip : nom", "Vaxigrip 2026"),
        ("Influvac", "retiré"),
        ("VaxigripTetra", "sur le formulaire"),
    ]
    surveyed = [row["cip13"] for row in store.query("product_surveyed", campaign_id="2026-2027")]
    assert surveyed[-2:] == [REAL_TEST, "3400930067727"]
    assert "3400930296165" not in surveyed
    (line,) = [row for row in store.query("audit_latest") if row["action"] == "import-products"]
    assert line["subject"] == "liste.csv"
