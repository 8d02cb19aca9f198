"""Declaring from the keyboard and from a phone; through every accident, nothing typed is lost."""

import os
import re
import signal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Portal, log_in, log_in_by_form, settle

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VACCINE, OTHER = "Vaxigrip", "Influvac"
# What is asked of 25000 typed.
WARNED = re.compile(r"25\s000 contre")
QUANTITIES = '.st-key-quantities input[type="tel"]'
ELSEWHERE = re.compile(r"Quantité saisie sur un autre appareil à \d+\sh\s\d\d")


def field(page: Page, name: str) -> Locator:
    return page.get_by_label(name, exact=True)


def saved(page: Page) -> None:
    """What is typed is kept after a pause, and the form says when."""
    page.wait_for_timeout(1500)
    settle(page)
    expect(page.get_by_text(re.compile("brouillon enregistré à"))).to_be_visible()


def again(page: Page) -> None:
    page.reload()
    expect(field(page, VACCINE)).to_be_visible()


def write(page: Page, name: str, text: str) -> None:
    """As a person: the cursor in the field, then the keys."""
    field(page, name).focus()
    page.keyboard.type(text, delay=60)


def test_a_week_is_declared_from_the_keyboard_alone(portal: Portal, page: Page) -> None:
    log_in(page, portal, "pharmacie")
    expect(field(page, VACCINE)).to_be_visible()
    for quantity in page.locator(QUANTITIES).all():
        quantity.fill("")
    page.wait_for_timeout(2000)
    again(page)
    fields = page.locator(QUANTITIES)
    expect(fields.nth(0)).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(fields.nth(1)).to_be_focused()
    page.keyboard.type("8")
    for place in range(1, fields.count() - 1):
        page.keyboard.press("Tab")
        expect(fields.nth(place + 1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(fields.nth(fields.count() - 2)).to_be_focused()
    fields.nth(1).focus()
    page.keyboard.type("25000")
    expect(page.get_by_text(WARNED)).to_be_visible()
    fields.nth(1).press("Control+A")
    page.keyboard.type("9")
    page.keyboard.press("Tab")
    expect(page.get_by_text(WARNED)).to_have_count(0)
    settle(page)
    expect(fields.nth(2)).to_be_focused()
    expect(fields.nth(1)).to_have_value("9")
    page.keyboard.press("Control+Enter")
    # In boxes where an earlier declaration of the week counted so.
    received = page.get_by_role("cell", name=re.compile(r"^9\stests$|\b9\sboîtes\b"))
    as_is = page.get_by_role("button", name="Envoyer tel quel")
    expect(received.or_(as_is).first).to_be_visible()
    if as_is.is_visible():
        page.keyboard.press("Alt+t")
    expect(received).to_be_visible()
    expect(page.get_by_text("Récépissé n°")).to_be_visible()


def test_nothing_typed_is_lost_to_f5_a_cut_a_restart_or_another_device(
    portal: Portal, page: Page, browser: Browser
) -> None:
    log_in(page, portal, "pharmacie")
    write(page, VACCINE, "58")
    saved(page)
    again(page)
    expect(field(page, VACCINE)).to_have_value("58")

    page.context.set_offline(True)
    write(page, OTHER, "61")
    page.keyboard.press("Tab")
    page.wait_for_timeout(3000)
    page.context.set_offline(False)
    saved(page)
    again(page)
    expect(field(page, OTHER)).to_have_value("61")

    assert portal.process is not None
    portal.process.send_signal(signal.SIGSTOP)
    write(page, OTHER, "62")
    page.keyboard.press("Tab")
    page.wait_for_timeout(1000)
    os.kill(portal.process.pid, signal.SIGCONT)
    saved(page)
    again(page)
    expect(field(page, OTHER)).to_have_value("62")

    field(page, OTHER).focus()
    portal.stop()
    expect(page.get_by_text("Connexion perdue")).to_be_visible()
    portal.start()
    expect(field(page, OTHER)).to_be_enabled()
    expect(page.get_by_text("Connexion perdue")).to_have_count(0)
    expect(field(page, OTHER)).to_be_focused()
    expect(field(page, VACCINE)).to_have_value("58")
    expect(field(page, OTHER)).to_have_value("62")
    # The server knew nothing of this page any more: what is typed in it must still arrive.
    page.wait_for_timeout(1000)
    settle(page)
    write(page, OTHER, "63")
    saved(page)
    again(page)
    expect(field(page, OTHER)).to_have_value("63")

    another = browser.new_context(locale="fr-FR").new_page()
    log_in_by_form(another, portal, "pharmacie")
    expect(field(another, OTHER)).to_have_value("63")
    expect(another.get_by_text(ELSEWHERE).first).to_be_visible()
    write(another, VACCINE, "71")
    saved(another)
    write(page, OTHER, "64")
    expect(field(page, VACCINE)).to_have_value("71")
    expect(field(page, OTHER)).to_have_value("64")
    expect(page.get_by_text(ELSEWHERE)).to_have_count(1)
    another.context.close()


def test_a_phone_has_a_numeric_keypad_and_no_sideways_scroll(portal: Portal, browser: Browser) -> None:
    context = browser.new_context(
        locale="fr-FR", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    log_in(page, portal, "pharmacie")
    expect(field(page, VACCINE)).to_have_attribute("type", "tel")
    for path in ("/", "/mes-produits"):
        page.goto(portal.url + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_timeout(1500)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        wide = "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 391)"
        assert page.evaluate(f"{wide}.length") == 0
    context.close()
