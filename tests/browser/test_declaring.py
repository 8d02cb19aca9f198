"""Declaring from the keyboard, from a phone, through every accident: nothing typed is lost."""

import os
import re
import signal
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import PASSWORD, Portal, log_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VACCINE, OTHER = "Vaxigrip", "Influvac"


@pytest.fixture(scope="module")
def account(portal: Portal) -> str:
    """A pharmacist whose pharmacy no other test touches."""
    invited = portal.command(
        "accounts", "create", "saisie", "--role", "pharmacist", "--finess", _silent(portal),
        "--password", PASSWORD,
    )  # fmt: skip
    assert invited
    return "saisie"


def _silent(portal: Portal) -> str:
    return portal.finess


def field(page: Page, name: str) -> Locator:
    return page.get_by_label(name, exact=True)


def quantities(page: Page) -> Locator:
    return page.locator('.st-key-quantities input[type="tel"]')


def saved(page: Page) -> None:
    """The form says that it is in step with the server."""
    expect(page.get_by_text(re.compile("brouillon enregistré à"))).to_be_visible()
    page.wait_for_timeout(1500)


def fill_all(page: Page, text: str) -> None:
    for quantity in quantities(page).all():
        quantity.fill(text)
    saved(page)
