"""What a change on the exploring page costs: `python -m bench.explore [HOME]`. Budget: p95 of 300 ms.

Whole reruns of the page on 21,000 pharmacies × 26 weeks at 35 %; `HOME` is that of a demo already built.
CPU time of the script, all threads, what the machine's other work cannot stretch: the reading back of the
page by AppTest, which no browser asks for, is left out.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from streamlit.testing.v1 import AppTest

from dp_ruptures import access, accounts, clock, sessions, stocks, store
from dp_ruptures.demo import build_season

BUDGET_MS = 300.0
ROUNDS = 5
Change = Callable[[AppTest], AppTest]


def measure() -> dict[str, tuple[float, float]]:
    """Milliseconds of CPU, median and p95, of each kind of change and of all of them together."""
    token = sessions.trade_ticket(
        store.current(), sessions.issue_ticket(store.current(), "ordre", clock.now()), clock.now()
    )
    access.session_token = lambda: token
    page = AppTest.from_function(_timed, default_timeout=60).run()
    assert not page.exception, page.exception
    spent: dict[str, list[float]] = {}
    for _, change in _changes():  # Once for nothing: imports, and what plotly and the store keep.
        page = change(page)
    for _ in range(ROUNDS):
        for kind, change in _changes():
            page = change(page)
            spent.setdefault(kind, []).append(1000 * page.session_state["bench.spent"])
            assert not page.exception, page.exception
    spent["all"] = [one for listed in spent.values() for one in listed]
    return {kind: (_quantile(listed, 0.5), _quantile(listed, 0.95)) for kind, listed in spent.items()}


def _timed() -> None:
    # AppTest reads this function's text and runs it as a page of its own: it imports what it needs.
    import runpy
    import time

    import streamlit as st

    from dp_ruptures.settings import ROOT

    start = time.process_time()
    runpy.run_path(str(ROOT / "pages" / "stock_map.py"))
    st.session_state["bench.spent"] = time.process_time() - start


def _changes() -> list[tuple[str, Change]]:
    items = [item.code for item in stocks.items(store.current(), clock.now())][:4]
    weeks = [week.iso for week in stocks.weeks(store.current(), clock.now())][1:5]
    wanted = {
        "produit": items,
        "mesure": ["rupture", "reponse", "estimation", "jours", "stock"],
        "departement": ["R84", "01", "france"],
        "comparer": ["avant", "saison", weeks[-1], "non"],
    }
    chosen = [(key, _choose(key, code)) for key, codes in wanted.items() for code in codes]
    return [*chosen, *(("semaine", _slide(week)) for week in weeks)]


def _choose(key: str, code: str) -> Change:
    return lambda page: page.selectbox(key=key).set_value(code).run()


def _slide(week: str) -> Change:
    return lambda page: page.select_slider(key="semaine").set_value(week).run()


def _quantile(listed: list[float], share: float) -> float:
    ordered = sorted(listed)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def main(home: str | None) -> None:
    with TemporaryDirectory() as made:
        os.environ["DP_RUPTURES_HOME"] = home or made
        if home is None:
            build_season(store.connect(), now=clock.now(), weeks=26)
            accounts.create_with_password(
                store.current(), name="ordre", role="analyst", finess=None,
                password="une mesure sans secret", now=clock.now(), actor="bench",
            )  # fmt: skip
        for kind, (middle, high) in measure().items():
            print(f"explore.{kind}: {middle:.0f} ms, p95 {high:.0f} ms (budget {BUDGET_MS:.0f})")
        store.close()


if __name__ == "__main__":
    main(next((name for name in sys.argv[1:] if Path(name).is_dir()), None))
