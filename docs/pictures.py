"""Takes the pictures of the documents from the app itself: `make pictures`."""

import socket
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import CHROMIUM, PASSWORD, Portal, log_in

IMAGES = Path(__file__).parent / "images"
# name, account, address, height
PICTURES = [
    ("stock_map", "ordre", "/carte", 1180),
    ("declaration", "pharmacie", "/declaration", 1180),
    ("week_answer", "ministere", "/semaine", 1100),
]


def main() -> None:
    """Build a demo portal, log in as each role, take its picture."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        portal = Portal(Path(home), _free_port())
        portal.command("demo", "--pharmacies", "21000", "--weeks", "6", "--password", PASSWORD)
        portal.start()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        for name, account, address, height in PICTURES:
            page = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": height}).new_page()
            log_in(page, portal, account, path=address)
            _take(page, IMAGES / f"{name}.png")
        browser.close()
        portal.stop()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


def _take(page: Page, file: Path) -> None:
    # Streamlit draws a grey place while a chart's code is on its way.
    page.wait_for_timeout(2000)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    page.wait_for_timeout(2500)
    page.screenshot(path=file)


if __name__ == "__main__":
    main()
