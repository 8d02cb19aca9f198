"""axe-core on a page that stands still."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Asked of the page itself: what passes is all of axe's long answer, and half of its work.
SERIOUS = """async (options) => (await axe.run(options)).violations
    .filter(fault => ["serious", "critical"].includes(fault.impact))
    .map(fault => [fault.id, fault.nodes[0].html.slice(0, 200)])"""


def serious(page: Page, *rules: str) -> list[tuple[str, str]]:
    """The serious and critical faults, of `rules` alone if any are named: rule, and the first element that
    breaks it.
    """
    # Half a megabyte of script, once for all the screens that are reached without loading the page again.
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    options: dict[str, Any] = {"resultTypes": ["violations"]} | ({"runOnly": [*rules]} if rules else {})
    return [(rule, element) for rule, element in page.evaluate(SERIOUS, options)]
