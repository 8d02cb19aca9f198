"""axe-core on a page that stands still."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What passes is half of axe's work and all of its long answer.
FAULTS_ONLY = {"resultTypes": ["violations"]}


def serious(page: Page) -> list[tuple[str, str]]:
    """The serious and critical faults: rule, and the first element that breaks it."""
    found = Axe().run(page, options=FAULTS_ONLY).response["violations"]
    return [
        (fault["id"], fault["nodes"][0]["html"][:200])
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]
