"""Twelve boxes scanned at three a second, in both layouts of the keyboard, and a file brought in."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal, log_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

A_SECOND = 3
AZERTY = str.maketrans("1234567890", "&é\"'(-è_çà")
# Every line where the cursor comes, in order.
LISTEN = """() => {
  window.reached = [];
  document.addEventListener("focusin", (event) => {
    const line = event.target.closest('[class*="st-key-units-"]');
    if (line) window.reached.push(/(\\d{13})(?:\\s|$)/.exec(line.className)[1]);
  });
}"""


def codes(page: Page) -> list[str]:
    """The products of the form, in its order."""
    lines = page.locator('.st-key-quantities [class*="st-key-units-"]')
    expect(lines.first).to_be_visible()
    names = [str(line.get_attribute("class")) for line in lines.all()]
    return [found[1] for name in names if (found := re.search(r"st-key-units-\S*?(\d{13})(?:\s|$)", name))]


def scan(page: Page, text: str) -> None:
    """What a scanner does: the whole code at once, then Enter, wherever the cursor is."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_twelve_scans_at_three_a_second_jump_to_twelve_lines_in_both_layouts(
    portal: Portal, page: Page
) -> None:
    log_in(page, portal, "pharmacie")
    surveyed = codes(page)
    boxes = [surveyed[(3 * rank + 1) % len(surveyed)] for rank in range(12)]
    quantities = page.locator('.st-key-quantities input[type="tel"]')
    before = [field.input_value() for field in quantities.all()]
    page.evaluate(LISTEN)
    for layout in ("QWERTY", "AZERTY"):
        page.evaluate("window.reached = []")
        for code in boxes:
            began = time.monotonic()
            scan(page, code if layout == "QWERTY" else code.translate(AZERTY))
            page.wait_for_timeout(max(0.0, 1000 / A_SECOND - 1000 * (time.monotonic() - began)))
        expect(page.locator("#scan-status")).to_contain_text(f"Scan {12 if layout == 'QWERTY' else 24} : ")
        page.wait_for_timeout(500)
        # A slow machine may hand the cursor back once more: each of the twelve was reached, in its turn.
        reached = iter(page.evaluate("window.reached"))
        assert (layout, [box for box in boxes if box in reached]) == (layout, boxes)
        # No digit of a code stays in a quantity.
        assert [field.input_value() for field in quantities.all()] == before
    scan(page, f"]d2010{boxes[0]}1726113010AB12")
    page.wait_for_timeout(500)
    page.keyboard.type("41")
    page.wait_for_timeout(500)
    scan(page, boxes[1])
    expect(page.locator(f'[class*="st-key-units-"][class*="{boxes[0]}"] input')).to_have_value("41")
    page.wait_for_timeout(500)
    assert page.evaluate("window.reached")[-2:] == boxes[:2]

    page.get_by_text("Coller, importer un fichier, scanner").click()
    page.get_by_role("tab", name="Fichier").click()
    sheet = f"CIP13;Stock\n{boxes[2]};17\n".encode("cp1252")
    page.locator('input[type="file"]').set_input_files(
        {"name": "stock.csv", "mimeType": "text/csv", "buffer": sheet}
    )
    expect(page.get_by_text("stock.csv")).to_be_visible()
    page.get_by_role("tabpanel", name="Fichier").get_by_role("button", name="Placer").click()
    expect(page.get_by_text("placée dans le formulaire")).to_be_visible()
    expect(page.locator(f'[class*="st-key-units-"][class*="{boxes[2]}"] input')).to_have_value("17")
    expect(page.get_by_text("Upload", exact=True)).to_have_count(0)
