"""Ruptures d'approvisionnement: find, declare, confirm, answer, end; one's own only."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import shortage_acts, shortage_view, shortages
from dp_ruptures.rules import shortage as rule
from dp_ruptures.rules.search import searchable
from dp_ruptures.rules.shortage import Facts
from dp_ruptures.rules.week import parse_week
from dp_ruptures.screens import SCREENS
from dp_ruptures.shortages import Shortage
from dp_ruptures.store import Store
from tests.conftest import NOW, ROOT, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.rows import declare, put

Enter = Callable[[str], None]
VACCINE, DOLIPRANE, STOPPED = "3400930306000", "3400935955838", "3400930117712"
FACTS = Facts(date(2026, 11, 5), 2, NOW - timedelta(hours=80), "", 12)


@pytest.fixture
def bdpm(process_store: Store) -> None:
    """Two presentations that the campaign does not survey, and ANSM's word on one."""
    for cip13, name, extra in (
        (DOLIPRANE, "DOLIPRANE 1000 mg [essai], comprimé", {"mitm": True}),
        (STOPPED, "INFLUVAC TETRA", {"stopped": True, "cis": "61111111"}),
    ):
        put(process_store, "presentation", {"cip13": cip13, "name": name, **extra})
        put(process_store, "presentation_words", {"cip13": cip13, "words": searchable(name)})
    put(process_store, "ansm_notice", {
        "status_code": 2, "started_on": date(2026, 4, 14), "link": "https://ansm.example/doliprane",
    })  # fmt: skip


def open_at(**address: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / "shortages.py"), default_timeout=30)
    for name, content in address.items():
        page.query_params[name] = content
    return page.run()


def field(page: AppTest, name: str) -> object:
    (found,) = [widget for widget in page.text_input if str(widget.key).startswith(f"{name}-")]
    return found


def press(page: AppTest, label: str) -> AppTest:
    (button,) = [button for button in page.button if button.label == label]
    return button.click().run()


def fill(page: AppTest, **typed: str) -> None:
    usual = {"last_supply": "05/11/2026", "asked_day": "14/11/2026", "asked_hour": "10:30", "missing": "12"}
    for name, text in (usual | typed).items():
        field(page, name).set_value(text)


def plain(page: AppTest) -> str:
    return texts(page).replace("\u00a0", " ").replace("\u202f", " ").replace("\u2011", "-")


def declared(store: Store, finess: str, cip13: str = VACCINE, days_ago: int = 0) -> Shortage:
    then = NOW - timedelta(days=days_ago)
    return shortage_acts.declare(store, finess, (cip13, "Vaxigrip"), FACTS, author="moi", now=then)


def test_a_shortage_is_declared_by_name_and_read_back(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("shortages.py")
    assert "n'est pas chargée" in texts(page)
    page.text_input(key="code").set_value("vaxigrip").run()
    assert "Vaxigrip" in [subheader.value for subheader in page.subheader]
    fill(page)
    press(page, "Déclarer la rupture")
    assert not page.exception
    (shortage,) = shortages.of_pharmacy(process_store, finess)
    assert (shortage.cip13, shortage.act.facts.missing, shortage.act.state) == (VACCINE, 12, rule.OPEN)
    assert "Vaxigrip : déclarée, le 18 nov. 2026 à 11 h 00. État : en rupture." in plain(page)
    assert page.text_input(key="code").value == "", "ready for the next product"
    assert "12 doses" in page.table[0].value.to_csv().replace("\u00a0", " ")


def test_case_09_a_code_outside_the_campaign_is_said_not_surveyed_and_declared_all_the_same(
    process_store: Store, finess: str, enter: Enter, bdpm: None
) -> None:
    enter("pharmacist")
    page = open_at(code=DOLIPRANE)
    said = texts(page)
    assert "n'est pas chargée" not in said
    assert "non suivi" in said
    assert "déclaration obligatoire" in said
    assert "Tension d'approvisionnement** depuis le 14 avr. 2026" in said
    assert [code.value for code in page.code] == ["https://ansm.example/doliprane"], "a text, not a door"
    assert r"DOLIPRANE 1000 mg \[essai\], comprimé" in said
    fill(page)
    press(page, "Déclarer la rupture")
    (shortage,) = shortages.of_pharmacy(process_store, finess)
    assert (shortage.cip13, shortage.mitm) == (DOLIPRANE, True)
    listed = page.table[0].value.iloc[0]
    assert (listed["Obligatoire"], listed["ANSM"]) == ("oui", "Tension d'approvisionnement")
    assert "12\u00a0boîtes" in str(listed["Manque"])


def test_case_10_a_stopped_presentation_is_warned_about(enter: Enter, bdpm: None) -> None:
    enter("pharmacist")
    page = open_at(code=STOPPED)
    assert any("arrêtée" in warning.value for warning in page.warning)
    assert "Déclarer la rupture" in [button.label for button in page.button]


def test_faults_are_said_under_their_fields_and_nothing_is_kept(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_at(code="3030600")
    fill(page, last_supply="20/11/2026", asked_day="17/11/2026", missing="0")
    press(page, "Déclarer la rupture")
    said = " ".join(error.value for error in page.error)
    for words in ("Rien n'est encore enregistré", "dans le futur", "Moins de 72 heures", "au moins 1"):
        assert words in said
    assert shortages.of_pharmacy(process_store, finess) == []
    assert field(page, "last_supply").value == "20/11/2026", "what is typed stays"
    fill(page, asked_day="17/11/2026")
    field(page, "reason").set_value("chimiothérapie en cours")
    press(page, "Déclarer la rupture")
    (shortage,) = shortages.of_pharmacy(process_store, finess)
    assert shortage.act.facts.reason == "chimiothérapie en cours"


def test_a_code_with_a_wrong_key_is_said(enter: Enter) -> None:
    enter("pharmacist")
    assert "sa clé" in open_at(code="3400930306001").error[0].value


def test_a_product_already_missing_is_corrected_from_what_was_said(
    process_store: Store, finess: str, enter: Enter
) -> None:
    first = declared(process_store, finess, days_ago=1)
    enter("pharmacist")
    page = press(open_page("shortages.py"), "Corriger la déclaration")
    assert field(page, "last_supply").value == "05/11/2026"
    field(page, "missing").set_value("40")
    press(page, "Mettre à jour la rupture")
    (shortage,) = shortages.of_pharmacy(process_store, finess)
    assert (shortage.shortage_id, shortage.act.facts.missing) == (first.shortage_id, 40)
    history = page.table[1].value
    assert list(history["Acte"]) == ["corrigée", "déclarée"]
    assert [cell.replace("\u00a0", " ") for cell in history["Manque"]] == ["40 doses", "12 doses"]


def test_a_week_of_silence_is_asked_about_first_and_confirmed_in_one_click(
    process_store: Store, finess: str, enter: Enter
) -> None:
    declared(process_store, finess, days_ago=8)
    enter("pharmacist")
    page = open_page("shortages.py")
    assert page.subheader[0].value == "Toujours en rupture ?"
    assert "dernière nouvelle il y a 8 jours" in plain(page)
    press(page, "Oui, toujours")
    assert "Toujours en rupture ?" not in [subheader.value for subheader in page.subheader]
    (shortage,) = shortages.of_pharmacy(process_store, finess)
    assert (shortage.act.kind, shortage.last_word_at) == (rule.CONFIRMED, NOW)


def test_whoever_comes_with_a_product_meets_its_form_before_what_waits(
    process_store: Store, finess: str, enter: Enter
) -> None:
    declared(process_store, finess, "3400930296165", days_ago=9)
    enter("pharmacist")
    heads = ["Toujours en rupture ?", "Déclarer une rupture"]
    for page, expected in ((open_at(), heads), (open_at(code=VACCINE), heads[::-1])):
        assert [head.value for head in page.subheader if head.value in heads] == expected


def test_a_delivery_ends_the_shortage_from_the_question_or_from_its_details(
    process_store: Store, finess: str, enter: Enter
) -> None:
    declared(process_store, finess, days_ago=8)
    declared(process_store, finess, "3400930296165")
    enter("pharmacist")
    page = press(open_page("shortages.py"), "Livré")
    assert [one.cip13 for one in shortages.lasting(process_store, finess)] == ["3400930296165"]
    page.selectbox[0].set_value(page.selectbox[0].options[0]).run()
    field(page, "day").set_value("04/11/2026")
    press(page, "Livré : terminer")
    assert "précède" in page.error[0].value
    field(page, "day").set_value("18/11")
    press(page, "Livré : terminer")
    assert shortages.lasting(process_store, finess) == []
    assert "Aucune rupture ouverte" in texts(page)


def test_an_answer_is_noted_and_a_mistake_withdrawn(process_store: Store, finess: str, enter: Enter) -> None:
    declared(process_store, finess)
    enter("pharmacist")
    page = open_page("shortages.py")
    field(page, "words").set_value("quota *atteint*")
    field(page, "expected").set_value("01/12")
    press(page, "Noter la réponse")
    assert "réponse reçue" in page.table[0].value.iloc[0]["État"]
    said = page.table[1].value.iloc[0]["Précisions"]
    assert said == r"réponse \: quota \*atteint\* ; annoncé pour le 1er déc. 2026"
    press(page, "Déclarée par erreur : retirer")
    (shortage,) = shortages.of_pharmacy(process_store, finess)
    assert shortage.act.state == rule.WITHDRAWN


def test_more_than_twenty_products_ask_for_another_word(process_store: Store, enter: Enter) -> None:
    for number in range(21):
        cip13 = f"34009000000{number:02d}"
        put(process_store, "presentation", {"cip13": cip13, "name": f"PRODUIT {number}"})
        put(process_store, "presentation_words", {"cip13": cip13, "words": f"produit {number}"})
    enter("pharmacist")
    page = open_at(code="produit")
    assert "Plus de 20 produits" in texts(page)
    assert len(page.radio[0].options) == 20
    assert "Aucun produit" in texts(open_at(code="introuvable"))


@pytest.mark.parametrize("name", ["rupture", "finess", "id"])
def test_another_pharmacy_s_shortage_is_not_shown_whatever_the_address(
    process_store: Store, finess: str, enter: Enter, name: str
) -> None:
    stranger = add_pharmacy(process_store, "01000123", name="Pharmacie Voisine")
    facts = Facts(date(2026, 11, 2), 1, NOW - timedelta(hours=99), "motif du voisin", 876)
    theirs = shortage_acts.declare(
        process_store, stranger, ("3400930305010", "Efluelda"), facts, author="voisine", now=NOW
    )
    enter("pharmacist")
    page = open_at(**{name: stranger if name == "finess" else theirs.shortage_id})
    assert "Aucune rupture déclarée" in texts(page)
    assert [*page.table, *page.selectbox] == []
    mine = declared(process_store, finess)
    page = open_at(**{name: theirs.shortage_id})
    shown = texts(page) + "".join(table.value.to_csv() for table in page.table)
    for foreign in ("Efluelda", "motif du voisin", "876", "voisine", theirs.shortage_id):
        assert foreign not in shown
    assert page.selectbox[0].value == mine.shortage_id


def test_a_reminder_s_link_opens_its_shortage(process_store: Store, finess: str, enter: Enter) -> None:
    old = declared(process_store, finess, days_ago=9)
    declared(process_store, finess, "3400930296165")
    enter("pharmacist")
    assert open_page("shortages.py").selectbox[0].value != old.shortage_id
    assert open_at(rupture=old.shortage_id).selectbox[0].value == old.shortage_id


OFFER = """
from datetime import date
from dp_ruptures import shortage_view, store
from dp_ruptures.campaign import campaign_of
from dp_ruptures.rules.declaration import Line
lines = [Line("3400930306000", "quantity", units=0), Line("3400930296165", "quantity", units=0),
         Line("3400930305010", "quantity", units=7), Line("3400930304686", "not_stocked")]
base = store.current()
shortage_view.offer(base, "$finess", lines, campaign_of(base, date(2026, 11, 18)))
"""


BACK = 'Line("3400930306000", "quantity", units=5)'


def test_case_18_each_zero_offers_its_declaration_unless_it_is_open(
    process_store: Store, finess: str
) -> None:
    declared(process_store, finess, "3400930296165")
    page = AppTest.from_string(OFFER.replace("$finess", finess)).run()
    assert [button.label for button in page.button] == ["Vaxigrip"]
    assert "1 produit à zéro" in plain(page)
    declared(process_store, finess, VACCINE)
    page.run()
    assert len(page.button) == 0
    assert "déjà déclarée" in texts(page)


def test_without_a_zero_nothing_is_offered(process_store: Store, finess: str) -> None:
    page = AppTest.from_string(OFFER.replace("$finess", finess).replace("units=0", "units=1")).run()
    assert not page.exception
    assert [*page.button, *page.caption, *page.markdown] == []


def test_a_product_back_in_stock_offers_to_close_its_shortage(process_store: Store, finess: str) -> None:
    declared(process_store, finess, VACCINE)
    source = OFFER.replace("$finess", finess)
    page = AppTest.from_string(source.replace('Line("3400930306000", "quantity", units=0)', BACK)).run()
    labels = [button.label for button in page.button]
    assert "Vaxigrip est revenu ? Clore la rupture" in labels
    assert "Vaxigrip" not in labels
    page = AppTest.from_string(source).run()
    assert "Vaxigrip est revenu ? Clore la rupture" not in [button.label for button in page.button]


def test_the_offer_leads_to_a_page_of_the_portal() -> None:
    assert (ROOT / "dp_ruptures" / shortage_view.PAGE).resolve() in {screen.path for screen in SCREENS}


def test_case_18_a_zero_in_the_weekly_form_offers_the_shortage_below_its_receipt(
    process_store: Store, finess: str, enter: Enter
) -> None:
    declare(process_store, 1, finess, parse_week("2026-W47").monday, {VACCINE: 0, "3400930296165": 4})
    enter("pharmacist")
    page = open_page("declare.py")
    assert not page.exception
    assert [button.label for button in page.button if str(button.key).startswith("offer-")] == ["Vaxigrip"]


def test_the_offer_opens_the_declaration_of_its_product(
    process_store: Store, finess: str, enter: Enter
) -> None:
    declare(process_store, 1, finess, parse_week("2026-W47").monday, {VACCINE: 0})
    enter("pharmacist")
    page = AppTest.from_file(str(ROOT / "dp_ruptures" / "portal.py"), default_timeout=30).run()
    press(page, "Vaxigrip")
    assert not page.exception
    assert page.title[0].value == "Ruptures d'approvisionnement"
    assert page.text_input(key="code").value == VACCINE
    assert "Déclarer la rupture" in [button.label for button in page.button]
