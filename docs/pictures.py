"""Takes the pictures of the documents from the app itself: `make pictures`.

`python -m docs.pictures map quality` takes those whose name holds one of these words.
"""

import io
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize, sync_playwright

from docs import page_pictures
from docs.page_pictures import ACCOUNTS, BEFORE, HIGHEST, Shot
from dp_ruptures.screens import screens_of
from tests.browser.conftest import CHROMIUM, PASSWORD, Portal, free_port, log_in, settle

IMAGES = Path(__file__).parent / "images"
# High enough that nothing scrolls: a picture is a part of the page, from one text down.
DESK = ViewportSize(width=1280, height=2600)
MARGIN = 16
# A screen of ours has few colours: a palette takes a third of the bytes, and nobody sees it.
COLOURS = 96
VACCINE = "Vaxigrip"
DOORS = "Coller, importer un fichier, scanner"


def as_it_is(page: Page) -> None:
    """Nothing to do: the page as it opens."""


def fill(page: Page) -> None:
    """Some quantities, as half-way through the form."""
    for name, units in ((VACCINE, "40"), ("Fluad", "0"), ("Efluelda", "12")):
        page.get_by_label(name, exact=True).fill(units)
        page.get_by_label(name, exact=True).press("Tab")
    settle(page)


def send(page: Page) -> None:
    """Everything else unchanged, and the receipt."""
    fill(page)
    page.get_by_role("button", name=re.compile("Rien n'a changé|Remplacer")).first.click()
    page.get_by_text("Récépissé n°").wait_for()


def open_doors(page: Page) -> None:
    """The doors under the form, the file's one."""
    page.get_by_text(DOORS).click()
    page.get_by_role("tab", name="Fichier").click()


@dataclass(frozen=True)
class Picture:
    """One picture: whose page, the text it begins at, its width and height, what is done before."""

    name: str
    account: str
    address: str
    begins: str
    size: tuple[int, int]
    prepare: Callable[[Page], None] = as_it_is


FORM = "Nouvelle déclaration constatée"
PICTURES = [
    Picture("stock_map", "ordre", "/carte", "Explorer les stocks", (980, 900)),
    Picture("week_answer", "ministere", "/semaine", "La réponse de la semaine", (980, 900)),
    Picture("shortage", "pharmacie", "/ruptures?code=3400930306000", "Déclarer une rupture", (1000, 860)),
    Picture("declaration", "pharmacie", "/declaration", FORM, (830, 1010), fill),
    Picture("doors", "pharmacie", "/declaration", DOORS, (830, 440), open_doors),
    Picture("receipt", "pharmacie", "/declaration", FORM, (1000, 860), send),
]


def main() -> None:
    """Build a demo portal, log in as each role, take its pictures."""
    (IMAGES / "pages").mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        portal = Portal(Path(home), free_port())
        portal.command("demo", "--pharmacies", "21000", "--weeks", "6", "--password", PASSWORD)
        portal.start()
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        # First: the others write declarations.
        take_pages(browser, portal)
        for picture in (picture for picture in PICTURES if _is_wanted(picture.name)):
            page = _window(browser, DESK)
            log_in(page, portal, picture.account, path=picture.address)
            settle(page)
            picture.prepare(page)
            _take(page, picture)
            page.context.close()
        browser.close()
        portal.stop()


def _is_wanted(name: str) -> bool:
    return not sys.argv[1:] or any(word in name for word in sys.argv[1:])


def take_pages(browser: Browser, portal: Portal) -> None:
    """A picture of every page, whole, and the document that shows them."""
    listed = [shot for shot in page_pictures.shots() if _is_wanted(shot.name)]
    for role, width in dict.fromkeys((shot.role, shot.width) for shot in listed):
        page = _window(browser, ViewportSize(width=width, height=HIGHEST))
        log_in(page, portal, ACCOUNTS[role], path="/mon-compte")
        for shot in listed:
            if (shot.role, shot.width) == (role, width):
                _take_page(page, portal, shot)
        page.context.close()
    page_pictures.DOCUMENT.write_text(page_pictures.document())


def _take_page(page: Page, portal: Portal, shot: Shot) -> None:
    # At its own address the page one lands on is a second one, which the menu does not name.
    address = "" if shot.screen == screens_of(shot.role)[0] else shot.screen.address
    page.goto(f"{portal.url}/{address}")
    settle(page)
    if prepare := BEFORE.get(shot.screen.file):
        prepare(page)
        settle(page)
    page.wait_for_timeout(2500)
    # The page's own end, or the menu's where it is longer: no white below.
    ends = [
        page.get_by_test_id(name).bounding_box() for name in ("stMainBlockContainer", "stSidebarUserContent")
    ]
    lowest = max((end["y"] + end["height"] for end in ends if end), default=HIGHEST)
    clip = FloatRect(x=0, y=0, width=shot.width, height=min(lowest, HIGHEST))
    _save(page.screenshot(clip=clip), shot.name)


def _window(browser: Browser, size: ViewportSize) -> Page:
    return browser.new_context(locale="fr-FR", color_scheme="light", viewport=size).new_page()


def _take(page: Page, picture: Picture) -> None:
    settle(page)
    # Charts draw themselves after the page has settled.
    page.wait_for_timeout(2500)
    main = page.get_by_role("main")
    start = main.get_by_text(picture.begins, exact=True).first.bounding_box()
    assert start is not None, picture.begins
    left, top = max(start["x"] - 2 * MARGIN, 0), max(start["y"] - MARGIN, 0)
    width, height = picture.size
    clip = FloatRect(x=left, y=top, width=width, height=height)
    _save(page.screenshot(clip=clip), picture.name)


def _save(screenshot: bytes, name: str) -> None:
    taken = Image.open(io.BytesIO(screenshot)).convert("RGB")
    small = taken.quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
