"""axe-core on a page that stands still."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What passes is half of axe's work and all of its long answer.
FAULTS_ONLY = {"resultTypes": ["violations"]}


def serious(page: Page, *rules: str) -> list[tuple[str, str]]:
    """The serious and critical faults, of `rules` alone if any are named: rule, and the first element that
    breaks it.
    """
    options = FAULTS_ONLY | ({"runOnly": [*rules]} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    return [
        (fault["id"], fault["nodes"][0]["html"][:200])
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]
