"""A week from end to end in a real browser: declared, seen, released, read."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Portal, log_in, settle

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VACCINE = "Vaxigrip"


def send(page: Page) -> None:
    page.get_by_role("button", name="Déclarer").or_(page.get_by_role("button", name="Remplacer")).click()
    leave_blank_lines(page)


def leave_blank_lines(page: Page) -> None:
    """Lines left blank are asked about when there was something last week."""
    page.wait_for_timeout(500)
    settle(page)
    as_is = page.get_by_role("button", name="Envoyer tel quel")
    if as_is.is_visible():
        as_is.click()


def receipt_number(page: Page) -> str:
    place = page.get_by_text("Récépissé n°")
    expect(place).to_be_visible()
    return place.inner_text().split("n°")[1].split(",")[0].strip()


def test_a_pharmacist_declares_corrects_and_reloads(portal: Portal, page: Page) -> None:
    log_in(page, portal, "pharmacie")
    page.get_by_label(VACCINE, exact=True).fill("12,5")
    send(page)
    expect(page.get_by_text("comptez en unités entières")).to_be_visible()
    expect(page.get_by_text("Rien n'est encore enregistré")).to_be_visible()
    page.get_by_label(VACCINE, exact=True).fill("123")
    send(page)
    first = receipt_number(page)
    expect(page.get_by_text("123 doses")).to_be_visible()
    page.reload()
    assert receipt_number(page) == first
    expect(page.get_by_label(VACCINE, exact=True)).to_have_value("123")
    page.get_by_label(VACCINE, exact=True).fill("77")
    send(page)
    expect(page.get_by_text("77 doses")).to_be_visible()
    assert receipt_number(page) != first
    page.goto(f"{portal.url}/mes-declarations")
    expect(page.get_by_text("remplacée").first).to_be_visible()


def test_a_double_click_is_one_declaration_counted_in_boxes_too(portal: Portal, page: Page) -> None:
    log_in(page, portal, "pharmacie", path="/mes-declarations")
    rows = page.get_by_role("table").first.get_by_role("row")
    expect(rows.first).to_be_visible()
    before = rows.count()
    page.goto(f"{portal.url}/declaration")
    page.get_by_role("radiogroup").get_by_text("boîtes").click()
    for field in page.get_by_label(re.compile("^Test ")).all():
        field.fill("")
    boxes = page.get_by_label(re.compile("^Test ")).first
    boxes.fill("17")
    page.get_by_role("button", name="Déclarer").or_(page.get_by_role("button", name="Remplacer")).dblclick()
    leave_blank_lines(page)
    expect(page.get_by_text(re.compile(r"\(17\sboîtes\)"))).to_be_visible()
    settle(page)
    expect(page.get_by_text("La remplacer par celle-ci ?")).to_have_count(0)
    expect(boxes).to_have_value("17")
    expect(page.get_by_role("radio", name="boîtes")).to_be_checked()
    page.goto(f"{portal.url}/mes-declarations")
    expect(rows).to_have_count(before + 1)


def test_another_device_is_asked_about_and_coming_back_starts_from_what_is_declared(
    portal: Portal, page: Page, browser: Browser
) -> None:
    log_in(page, portal, "pharmacie")
    expect(page.get_by_label(VACCINE, exact=True)).to_be_visible()
    context = browser.new_context(locale="fr-FR")
    other = context.new_page()
    log_in(other, portal, "pharmacie")
    other.get_by_label(VACCINE, exact=True).fill("611")
    send(other)
    expect(other.get_by_text("611 doses")).to_be_visible()
    page.get_by_role("link", name="Mes déclarations").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes déclarations")
    page.get_by_role("link", name="Nouvelle déclaration").first.click()
    expect(page.get_by_label(VACCINE, exact=True)).to_have_value("611")
    page.get_by_label(VACCINE, exact=True).fill("623")
    other.get_by_label(VACCINE, exact=True).fill("617")
    send(other)
    expect(other.get_by_text("617 doses")).to_be_visible()
    send(page)
    expect(page.get_by_text("La remplacer par celle-ci ?")).to_be_visible()
    expect(page.get_by_label(VACCINE, exact=True)).to_have_value("623")
    page.get_by_text("Remplacer", exact=True).click()
    send(page)
    expect(page.get_by_text("623 doses")).to_be_visible()
    expect(page.get_by_text("Elle remplace la précédente")).to_be_visible()
    context.close()


def test_ctrl_enter_sends_and_enter_alone_does_not(portal: Portal, page: Page) -> None:
    log_in(page, portal, "pharmacie")
    field = page.get_by_label(VACCINE, exact=True)
    field.fill("67")
    field.press("Enter")
    page.wait_for_timeout(800)
    expect(page.get_by_text("67 doses")).to_have_count(0)
    field.press("Control+Enter")
    leave_blank_lines(page)
    expect(page.get_by_text("67 doses")).to_be_visible()


def choose(page: Page, label: str, start: str) -> None:
    """Pick the option of a list that begins with `start`, as with the keyboard."""
    page.get_by_role("combobox", name=label).click()
    page.keyboard.type(start)
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")


def department_total(page: Page) -> int:
    """What the page says of the chosen département, in units."""
    settle(page)
    said = page.get_by_test_id("stMetric").filter(has_text="Stock déclaré").first.inner_text()
    found = re.search(r"([\d\s]+)dose", said)
    assert found, said
    return int(re.sub(r"\s", "", found[1]))


def test_the_analyst_sees_a_declaration_in_the_total_of_its_department(
    portal: Portal, page: Page, browser: Browser
) -> None:
    log_in(page, portal, "pharmacie")
    page.get_by_label(VACCINE, exact=True).fill("200")
    send(page)
    expect(page.get_by_text("200 doses")).to_be_visible()
    analyst = browser.new_context(locale="fr-FR").new_page()
    log_in(analyst, portal, "ordre", path=f"/carte?produit={VACCINE}&semaine=2026-S47")
    choose(analyst, "Zone", f"{portal.finess[:2]} ·")
    expect(analyst.get_by_role("button", name="Retour à la France")).to_be_visible()
    before = department_total(analyst)
    page.get_by_label(VACCINE, exact=True).fill("323")
    send(page)
    expect(page.get_by_text("323 doses")).to_be_visible()
    analyst.reload()
    expect(analyst.get_by_role("button", name="Retour à la France")).to_be_visible()
    assert department_total(analyst) - before == 123
    analyst.context.close()


def test_a_release_given_by_command_to_the_running_server_reaches_the_ministry(
    portal: Portal, page: Page
) -> None:
    outcome = portal.command("release", "2026-W46", "--reason", "essai")
    assert (portal.home / "releases" / "2026-W46" / "stocks.csv").exists()
    log_in(page, portal, "ministere")
    expect(page.get_by_role("heading", level=1)).to_have_text("La réponse de la semaine")
    expect(page.get_by_text("2026-S46").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Données (CSV)").click()
    frozen = (portal.home / "releases" / "2026-W46" / "stocks.csv").read_bytes()
    assert download.value.path().read_bytes() == frozen
    assert outcome["week"] == "2026-W46"
