"""A mask that hides far more than the figures ask for is not published without somebody's word."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from dp_ruptures import release
from dp_ruptures.disclosure import Pattern
from dp_ruptures.errors import Refused
from dp_ruptures.release.excess import Shown, is_clearly_more, reasons
from dp_ruptures.release.former import CellKey
from dp_ruptures.release.suppress import WITHHELD
from dp_ruptures.release.turn import alone
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.release.season import Season
from tests.rows import declare

WEEK = parse_week("2026-W46")
TEST = "2999000000012"
FRANCE = ("france", "FR", "produit", TEST)


@pytest.fixture
def seen(store: Store) -> release.Preview:
    """Thirty pharmacies of the Ain, and a mask that has nothing to hide."""
    for rank in range(30):
        declare(store, rank + 1, add_pharmacy(store, f"0100{rank:04d}"), WEEK.monday, {TEST: 40})
    return release.preview(store, WEEK, now=WEEK.closes_at)


def why(
    seen: release.Preview, last: Shown | None = None, *, regions_only: bool = False, **mask: object
) -> str:
    suppression = replace(seen.draft.suppression, **mask)  # type: ignore[arg-type]
    return " ".join(reasons(seen.draft.table, suppression, last, regions_only=regions_only))


def hiding(seen: release.Preview, count: int) -> dict[CellKey, str]:
    """The statuses with so many cells withheld, none of them of France."""
    below = [key for key in seen.draft.suppression.status if key[0] != "france"]
    return {**seen.draft.suppression.status, **dict.fromkeys(below[:count], WITHHELD)}


def test_an_ordinary_mask_passes(seen: release.Preview) -> None:
    assert why(seen) == ""
    assert seen.reasons == ()


def test_a_search_cut_short_asks_for_a_reason(seen: release.Preview) -> None:
    assert why(seen, pattern=Pattern((), (), cost=100.0, bound=81.0)) == ""
    assert "98\u202f% de ce qui est masqué" in why(seen, pattern=Pattern((), (), cost=100.0, bound=2.0))


def test_a_figure_of_france_withheld_for_others_asks_for_a_reason_once(seen: release.Preview) -> None:
    status = {**seen.draft.suppression.status, FRANCE: WITHHELD}
    assert "France entière" in why(seen, status=status)
    assert why(seen, Shown({}, frozenset({FRANCE})), status=status) == ""
    assert why(seen, status=status, unsafe=frozenset({FRANCE})) == ""


@pytest.mark.parametrize(
    ("before", "now", "stops"), [(60, 121, True), (60, 120, False), (10, 59, False), (10, 60, True)]
)
def test_twice_the_cells_of_the_last_release_ask_for_a_reason(
    seen: release.Preview, before: int, now: int, stops: bool
) -> None:
    cells = frozenset(list(seen.draft.suppression.status)[:before])
    assert ("contre" in why(seen, Shown({}, cells), status=hiding(seen, now))) is stops
    assert why(seen, Shown({}, cells), status=hiding(seen, now), regions_only=True) == ""
    assert why(seen, None, status=hiding(seen, now)) == ""


@pytest.mark.parametrize(
    ("seen_then", "now", "more"),
    [(500, 550, False), (500, 551, True), (0, 10, False), (0, 11, True), (9, 3, False)],
)
def test_a_tenth_more_than_the_preview_is_another_mask(seen_then: int, now: int, more: bool) -> None:
    assert is_clearly_more(now, seen_then) is more


def test_a_mask_much_wider_than_the_one_previewed_is_not_published(store: Store, tmp_path: Path) -> None:
    Season(store, 6).week(WEEK)
    seen = release.preview(store, WEEK, now=WEEK.closes_at)
    assert seen.counts["secret"] > 12
    terms = release.Terms(reason="vu", previewed=("alice", seen.state_sha256), withheld_seen=1)
    with pytest.raises(Refused, match="contre 1 dans l'aperçu.*réessayez"):
        release.publish(store, WEEK, now=WEEK.closes_at, actor="bob", out=tmp_path, terms=terms)
    release.publish(store, WEEK, now=WEEK.closes_at, actor="bob", out=tmp_path,
                    terms=replace(terms, withheld_seen=seen.counts["secret"]))  # fmt: skip


def test_one_release_is_computed_at_a_time(store: Store, tmp_path: Path) -> None:
    with alone(0.0):
        with pytest.raises(Refused, match="calcul de publication est déjà en cours"):
            release.preview(store, WEEK, now=WEEK.closes_at)
        with pytest.raises(Refused, match="calcul de publication est déjà en cours"):
            release.publish(store, WEEK, now=WEEK.closes_at, actor="test", out=tmp_path)
    assert release.preview(store, WEEK, now=WEEK.closes_at).counts["publie"] == 0


def test_monday_waits_for_its_turn() -> None:
    inside, leave = threading.Event(), threading.Event()

    def compute() -> None:
        with alone(0.0):
            inside.set()
            leave.wait(10)

    other = threading.Thread(target=compute)
    other.start()
    assert inside.wait(10)
    threading.Timer(0.05, leave.set).start()
    with alone(10.0):
        assert leave.is_set()
    other.join(10)
