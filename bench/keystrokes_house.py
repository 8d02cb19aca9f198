"""A small house of its own for the keystrokes: twelve products, pharmacies that declared last week."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from dp_ruptures import declarations, store
from dp_ruptures.campaign import campaign_of
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.week import week_of
from tests.browser.conftest import PASSWORD, Portal, free_port
from tests.conftest import NOW

LAST_WEEK = (36, 20, 10, 40, 25, 12, 30, 9, 15, 8, 5, 4)
_TWO_MORE = """code;nom;famille;unites_par_boite
2999000000920;Test antigénique salivaire, boîte de 10;tests;10
2999000000937;Test combiné grippe et Covid, à l'unité;tests;1
"""


@contextmanager
def house(*names: str) -> Iterator[Portal]:
    """A portal that runs, where each of `names` is the account of a pharmacy with a last week."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        portal = Portal(home, free_port())
        portal.command("demo", "--pharmacies", "60", "--weeks", "4", "--password", PASSWORD)
        (home / "two_more.csv").write_text(_TWO_MORE, encoding="utf-8")
        portal.command("import-products", str(home / "two_more.csv"))
        for name, finess in zip(names, _with_last_week(portal, len(names)), strict=True):
            portal.command(
                "accounts", "create", name, "--role", "pharmacist", "--finess", finess, "--password", PASSWORD
            )
        portal.start()
        try:
            yield portal
        finally:
            portal.stop()


def _with_last_week(portal: Portal, count: int) -> list[str]:
    """The FINESS numbers of `count` pharmacies, once they have declared LAST_WEEK."""
    os.environ |= {"DP_RUPTURES_HOME": str(portal.home), "DP_RUPTURES_NOW": NOW.isoformat()}
    opened = store.connect()
    campaign = campaign_of(opened, NOW.date())
    assert campaign is not None
    # As they stand on the form: family by family.
    codes = [product.cip13 for product in sorted(campaign.products, key=lambda product: product.family)]
    lines = tuple(Line(code, QUANTITY, units) for code, units in zip(codes, LAST_WEEK, strict=True))
    last = week_of(NOW).shift(-1)
    silent = [
        row["finess"]
        for row in opened.query("finess_pharmacies")
        if row["closed_on"] is None and declarations.current(opened, row["finess"], week_of(NOW)) is None
    ]
    chosen = silent[:count]
    for finess in chosen:
        sent = Declaration(finess, last, lines, author="bench", channel="form")
        declarations.declare(opened, sent, last.opens_at + timedelta(days=1))
    store.close()
    return chosen
