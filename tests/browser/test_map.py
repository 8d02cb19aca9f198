"""The Ordre's drawings in a real browser: they draw from our own host alone, and a click on the map counts.

The monitored `page` fails the test on any request outside the host and any breach of the policy.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal, log_in, settle

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# A point well inside the département's own shape, 3 px from any shore: the middle of its box may lie outside
# it, and Plotly knows its polygons a pixel less well than the browser draws them.
INSIDE = """code => {
    const shapes = [...document.querySelectorAll(".choroplethlayer path")];
    const shape = shapes.find(drawn => drawn.__data__ && drawn.__data__.loc === code);
    if (!shape) return null;
    shape.scrollIntoView({block: "center"});
    const box = shape.getBBox(), toScreen = shape.getScreenCTM();
    for (let part = 1; part < 400; part++) {
        const point = new DOMPoint(
            box.x + box.width * (0.5 + 0.45 * Math.sin(part) * part / 400),
            box.y + box.height * (0.5 + 0.45 * Math.cos(part) * part / 400)
        );
        const around = [-3, 0, 3].flatMap(x => [-3, 0, 3].map(y => new DOMPoint(point.x + x, point.y + y)));
        if (around.every(near => shape.isPointInFill(near))) {
            const seen = point.matrixTransform(toScreen);
            return [seen.x, seen.y];
        }
    }
    return null;
}"""
SHAPES = ".js-plotly-plot .choroplethlayer path"


def click_on(page: Page, code: str) -> None:
    """A mouse on the département `code` of the drawn map, as a person points and clicks."""
    page.locator(SHAPES).first.wait_for(state="attached")
    settle(page)
    x, y = page.evaluate(INSIDE, code)
    page.mouse.move(x - 1, y - 1)
    page.mouse.move(x, y)
    page.mouse.click(x, y)


def test_a_click_on_the_map_shows_that_département_and_its_curves(portal: Portal, page: Page) -> None:
    log_in(page, portal, "ordre", path="/carte")
    # The landing page at its own address: the menu shows it as the page that is open.
    expect(page.locator("a[aria-current=page]")).to_contain_text("Explorer les stocks")
    for code, name in (("18", "Cher"), ("971", "Guadeloupe")):
        click_on(page, code)
        expect(page.get_by_text(f"Taux de réponse, {name} (%)")).to_be_visible()
        expect(page.locator(".js-plotly-plot:has(.cartesianlayer .scatterlayer .trace)")).to_have_count(2)
        assert f"departement={code}" in page.url
        page.get_by_role("button", name="Retour à la France").click()
        expect(page.get_by_text("Taux de réponse, France entière (%)")).to_be_visible()


def test_the_administrator_has_no_way_to_the_map(portal: Portal, page: Page) -> None:
    log_in(page, portal, "admin", path="/carte")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page réservée")
    expect(page.locator(".js-plotly-plot")).to_have_count(0)
