"""The erratum on the Ordre's page: its difference is seen, its reason given, a second person publishes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import erratum_desk, release, released
from dp_ruptures.errors import Refused
from dp_ruptures.release_desk import Look
from dp_ruptures.rules.finess import with_key
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.rows import declare

Enter = Callable[..., None]
WEEK = parse_week("2026-W46")
VACCINE = "3400930306000"
NUMBERS = tuple(f"0100{rank:04d}" for rank in range(10))
REASON = "un fichier de groupement importé deux fois"


@pytest.fixture
def base(process_store: Store) -> Store:
    """Ten pharmacies of the Ain, released with 40 doses each."""
    for number in NUMBERS:
        add_pharmacy(process_store, number)
    correct(process_store, 40)
    release.publish(process_store, WEEK, now=NOW, actor="test")
    return process_store


def correct(base: Store, units: int) -> None:
    """Each of the ten declares again."""
    for rank, number in enumerate(NUMBERS):
        declare(base, 10 * units + rank, with_key(number), WEEK.monday, {VACCINE: units})


def press(page: AppTest, label: str) -> AppTest:
    found = next(button for button in page.button if button.label.startswith(label))
    return found.click().run(timeout=60)


def revision(base: Store) -> int:
    header = released.header(base, WEEK)
    assert header is not None
    return int(header["revision"])


def test_an_erratum_is_seen_then_published_by_somebody_who_read_it(base: Store, enter: Enter) -> None:
    enter("analyst")
    page = open_page("releases.py")
    page.text_area[0].set_value("erreur")
    press(page, "Voir ce que")
    assert "le ministère lira ce motif" in texts(page)
    page.text_area[0].set_value(REASON)
    press(page, "Voir ce que")
    assert "Aucun chiffre publié ne changerait" in texts(page)
    assert not [button for button in page.button if button.label.startswith("Publier l'erratum")]

    correct(base, 50)
    later = NOW + timedelta(minutes=1)
    seen = erratum_desk.look(base, WEEK, reason=REASON, now=later, actor="une collègue")
    page = open_page("releases.py")
    rows = page.dataframe[0].value
    assert list(rows.iloc[0][["Territoire", "Avant", "Après", "Écart"]]) == ["France", "400", "500", "+100"]
    assert f"**Motif** : {REASON}" in texts(page)
    press(page, "Publier l'erratum")
    assert "cochez la case" in texts(page)
    assert revision(base) == 1
    page.checkbox[0].check()
    press(page, "Publier l'erratum")
    assert not page.exception
    assert revision(base) == 2
    header = released.header(base, WEEK)
    done = released.erratum(base, WEEK, header) if header else None
    assert done is not None
    assert list(map(dict, done.changes)) == list(map(dict, erratum_desk.difference(seen).changes))
    assert "publication n°\u00a02, erratum" in texts(page)
    assert "a déjà son erratum" in texts(page)
    enter("ministry")
    trends = open_page("released_trends.py")
    assert REASON in trends.warning[0].value
    assert "2026-S46 (erratum)" in list(trends.table[0].value["Semaine"])


def test_who_looks_and_publishes_alone_says_why_to_the_ordre_only(
    process_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[Any] = []
    monkeypatch.setattr(release, "publish", lambda *_, **named: done.append(named))
    summary = {"reasons": [], "counts": {"secret": 3}, "reason": REASON, "changes": []}
    seen = Look(WEEK, 2, NOW, "ordre", "empreinte", summary)
    with pytest.raises(Refused, match="vous-même"):
        erratum_desk.publish(process_store, seen, alone=" ", now=NOW, actor="ordre")
    assert done == []
    erratum_desk.publish(process_store, seen, alone="seule de garde", now=NOW, actor="ordre")
    terms = release.Terms(REASON, erratum=True, previewed=("ordre", "empreinte"), withheld_seen=3)
    assert [one["terms"] for one in done] == [terms]
    assert "seule de garde" in [row["detail"] for row in process_store.query("audit_latest")]
