"""Keystrokes and seconds of three weeks, typed in a real Chromium: `python -m bench.keystrokes`.

At the speed of the keystroke-level model: 0.28 s a key, 1.35 s to look at a shelf before writing
what is on it. Every key counts, Ctrl and Alt too. Then what the form costs: see keystrokes_page.
"""

import time
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, sync_playwright

from bench import keystrokes_page
from bench.keystrokes_house import LAST_WEEK, house
from tests.browser.conftest import CHROMIUM, Portal, log_in

KEY_SECONDS, LOOK_SECONDS = 0.28, 1.35
QUANTITIES = '.st-key-quantities input[type="tel"]'
_COUNT_KEYS = """
window.pressed = {keys: 0, chords: 0, pointers: 0};
addEventListener("keydown", (e) => {
  if (!e.isTrusted) return;
  window.pressed.keys += 1;
  if (!["Control", "Alt", "Shift"].includes(e.key)) window.pressed.chords += 1;
}, true);
addEventListener("pointerdown", () => { window.pressed.pointers += 1; }, true);
"""


@dataclass(frozen=True)
class Week:
    """What changed since last week, by place on the form, the keys that send it, and the budget."""

    account: str
    changed: dict[int, int]
    send: str
    most_keys: int

    @property
    def title(self) -> str:
        return f"{len(self.changed)} of {len(LAST_WEEK)} changed"


ALL = dict(enumerate((31, 18, 9, 35, 22, 8, 27, 7, 12, 6, 4, 3)))
WEEKS = (
    Week("toutes", ALL, "Control+Enter", 32),
    Week("quatre", {1: 17, 4: 21, 7: 6, 10: 3}, "Alt+I", 20),
    Week("aucune", {}, "Alt+I", 2),
)


def typed(browser: Browser, portal: Portal, week: Week) -> dict[str, float]:
    """Type one week as a person would; keys, chords counted as one, pointer presses, seconds."""
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 1100})
    context.add_init_script(_COUNT_KEYS)
    page = context.new_page()
    log_in(page, portal, week.account)
    page.locator(f"{QUANTITIES} >> nth=0").wait_for()
    page.wait_for_timeout(2000)
    assert page.evaluate(f"document.activeElement.matches('{QUANTITIES}')"), "the cursor is in no quantity"
    page.evaluate("window.pressed = {keys: 0, chords: 0, pointers: 0}")
    start = time.monotonic()
    _type(page, week)
    page.get_by_text("Récépissé n°").first.wait_for()
    seconds = time.monotonic() - start
    counted: dict[str, float] = page.evaluate("window.pressed")
    _check(page, week)
    context.close()
    return {**counted, "seconds": seconds}


def _type(page: Page, week: Week) -> None:
    for place in range(max(week.changed, default=-1) + 1):
        if place in week.changed:
            page.wait_for_timeout(1000 * LOOK_SECONDS)
            page.keyboard.type(str(week.changed[place]), delay=1000 * KEY_SECONDS)
        if place < max(week.changed):
            page.keyboard.press("Tab")
            page.wait_for_timeout(1000 * KEY_SECONDS)
    if not week.changed:
        page.wait_for_timeout(1000 * LOOK_SECONDS)
    page.keyboard.press(week.send)


def _check(page: Page, week: Week) -> None:
    """The form now corrects what was declared: every quantity must be there."""
    expected = [str(week.changed.get(place, units)) for place, units in enumerate(LAST_WEEK)]
    page.locator(QUANTITIES).nth(len(expected) - 1).wait_for()
    page.wait_for_timeout(2000)
    shown = page.evaluate(f"[...document.querySelectorAll('{QUANTITIES}')].map(field => field.value)")
    assert shown == expected, (shown, expected)


def main() -> None:
    """Print every measure beside its budget."""
    with sync_playwright() as playwright, house(*(week.account for week in WEEKS), "page") as portal:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        for week in WEEKS:
            found = typed(browser, portal, week)
            print(
                f"keystrokes.{week.title}: {found['keys']:.0f} keys (budget {week.most_keys}), "
                f"{found['chords']:.0f} with a chord as one, {found['pointers']:.0f} pointer presses, "
                f"{found['seconds']:.1f} s"
            )
        keystrokes_page.measure(browser, portal)
        browser.close()


if __name__ == "__main__":
    main()
