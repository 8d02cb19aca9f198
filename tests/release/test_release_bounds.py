"""What a release may cost, how long it may lean on old figures, and what it must not publish again."""

from collections.abc import Callable
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest

from dp_ruptures import disclosure, release, release_folder, released, settings
from dp_ruptures.disclosure.errors import Invalid, Unprotectable
from dp_ruptures.errors import Refused
from dp_ruptures.release import check, drawing, solving, worn
from dp_ruptures.rules import hold
from dp_ruptures.rules.retention import first_kept
from dp_ruptures.rules.week import Week, parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.release.season import Season
from tests.release.test_release_weeks import differences, held_leaves, is_unsafe
from tests.rows import declare

WEEK = parse_week("2026-W44")
TEST = "2999000000012"
Answer = Callable[[Week, list[int]], None]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    solving.forget()
    monkeypatch.setattr(release_folder, "draft", lambda *_: tmp_path)
    monkeypatch.setattr(release_folder, "settle", lambda *_: None)


@pytest.fixture
def answer(store: Store) -> Answer:
    return answering(store)


@pytest.fixture
def answer_there(process_store: Store) -> Answer:
    return answering(process_store)


def answering(store: Store) -> Answer:
    """Declares figures of the test, one pharmacy each; the same pharmacies every time."""
    finesses = [add_pharmacy(store, f"0100{rank:04d}") for rank in range(8)]
    numbers = iter(range(1, 1000))

    def write(week: Week, figures: list[int]) -> None:
        for finess, units in zip(finesses, figures, strict=False):
            declare(store, next(numbers), finess, week.monday, {TEST: units})

    return write


def publish(store: Store, week: Week, *, reason: str | None = "essai") -> release.Preview:
    terms = release.Terms(reason=reason)
    return release.publish(store, week, now=week.closes_at, actor="test", terms=terms)


def leaf(store: Store, week: Week) -> tuple[str, int | None]:
    cells = {(row["area_level"], row["area_code"], row["item"]): row for row in released.cells(store, week)}
    row = cells["departement", "01", TEST]
    return row["status"], row["units"]


def test_after_so_many_programs_each_attempt_gives_a_level_up(
    store: Store, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(WEEK, [40] * 8)
    asked = []

    def refuse(*_: object, finest: str, **__: object) -> None:
        asked.append(finest)
        raise Unprotectable("Protection impossible.", "now|departement|01|famille|tests", programs=9_000)

    monkeypatch.setattr(drawing, "suppress", refuse)
    seen = release.preview(store, WEEK, now=WEEK.closes_at)
    # One attempt more holds the leaves; then the count is past: no other is tried at this level.
    assert asked == ["departement", "departement", "region", "france"]
    assert seen.reasons[-1] == "Trop d'essais pour protéger les chiffres : tout serait sous secret."
    assert seen.counts["publie"] == 0


def test_publishing_looks_for_no_mask_that_its_preview_found_and_audits_it_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = Season(store, 7)
    rows.finesses, rows.stock = rows.finesses[:20], rows.stock[:20]
    rows.week(WEEK)
    calls = {"protect": 0, "audit": 0}

    def counted(name: str) -> None:
        real = getattr(disclosure, name)

        def call(*given: object, **named: object) -> object:
            calls[name] += 1
            return real(*given, **named)

        monkeypatch.setattr(disclosure, name, call)

    counted("protect")
    counted("audit")
    seen = release.preview(store, WEEK, now=WEEK.closes_at)
    solving.forget()
    again = release.preview(store, WEEK, now=WEEK.closes_at)
    assert calls == {"protect": 2, "audit": 2}
    published = publish(store, WEEK)
    assert calls == {"protect": 2, "audit": 3}
    status = [one.draft.suppression.status for one in (seen, again, published)]
    assert status[0] == status[1] == status[2]
    assert seen.draft.report == published.draft.report


@pytest.mark.parametrize("fault", [Invalid("La cellule « x » vaut 12 345."), RuntimeError("unsafe: x")])
def test_a_search_that_fails_is_told_in_french_and_names_no_cell(
    store: Store, answer: Answer, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    answer(WEEK, [40] * 8)

    def fail(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(disclosure, "protect", fail)
    with pytest.raises(Refused, match="rien n'est publié") as refused:
        release.preview(store, WEEK, now=WEEK.closes_at)
    assert type(fault).__name__ not in str(refused.value)
    assert "x" not in str(refused.value).split()
    assert "12 345" not in str(refused.value)


def test_a_leaf_held_for_too_long_starts_anew_out_of_sight(
    store: Store, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worn, "LONGEST_HELD_WEEKS", 5)
    shown = {}
    for rank in (0, 4, 8, 9):
        # One pharmacy alone moves: its leaf is held.
        answer(WEEK.shift(rank), [40 + 7 * rank] + [40] * 7)
        seen = publish(store, WEEK.shift(rank))
        shown[rank] = leaf(store, WEEK.shift(rank))
        assert any("vont être effacées" in one for one in seen.reasons) == (rank == 8)
    # Who reads week 9 compares it with no release that showed the old figures: these are five weeks back.
    assert shown == {0: ("publie", 320), 4: ("publie", 320), 8: ("secret", None), 9: ("publie", 376)}


def test_leaves_are_renewed_without_an_unsafe_difference_and_without_silence(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worn, "LONGEST_HELD_WEEKS", 4)
    people, found = Season(store, 1), []
    for rank in range(6):
        people.week(WEEK.shift(rank), move=0.15)
        draft = publish(store, WEEK.shift(rank)).draft
        seen = {key for key, status in draft.suppression.status.items() if status == "publie"}
        found.append((WEEK.shift(rank), draft.table, seen))
    assert any(table.leaves.renewed for _, table, _ in found)
    assert all(seen for *_, seen in found)
    for (one, before, seen), (other, after, seen_after) in combinations(found, 2):
        if (other.monday - one.monday).days <= 28:
            moved = dict(differences(held_leaves(before), held_leaves(after), after))
            assert not [key for key in seen & seen_after & set(moved) if is_unsafe(moved[key])]
    for week, table, _ in found:
        declared = (state for leaf, state in table.leaves.states.items() if table.figures[leaf].declarants)
        assert all(state and (week.monday - state[0]).days <= 28 for state in declared)


def test_no_release_leans_on_declarations_already_erased() -> None:
    late = WEEK.closes_at + timedelta(weeks=3)
    oldest = WEEK.shift(1 - hold.LONGEST_HELD_WEEKS - hold.CARRIED_WEEKS)
    assert oldest.monday >= first_kept(late).monday


def test_a_week_that_is_out_and_unknown_since_a_restore_is_not_published_again(
    process_store: Store, answer_there: Answer
) -> None:
    answer_there(WEEK, [40] * 8)
    answer_there(WEEK.shift(1), [41] * 8)
    place = settings.load().releases / WEEK.iso
    place.mkdir(parents=True)
    (place / "manifest.json").write_text('{"revision": 1}')
    told = {"now": WEEK.closes_at, "actor": "test", "action": "restore", "subject": "b.duckdb"}
    process_store.execute("audit_insert", **told, detail=WEEK.iso)
    with pytest.raises(Refused, match="la base n'en sait rien"):
        publish(process_store, WEEK)
    with pytest.raises(Refused, match="Publié sans que la base le sache : 2026-W44"):
        publish(process_store, WEEK.shift(1), reason=None)
    assert publish(process_store, WEEK.shift(1)).counts["publie"] > 0
    place.rename(place.with_name("ailleurs"))
    assert check.unknown(process_store) == []


def test_a_reason_that_names_a_pharmacy_is_refused_before_anything_is_computed(store: Store) -> None:
    with pytest.raises(Refused, match="numéro FINESS"):
        publish(store, WEEK, reason="L'officine 01 000 230 1 a corrigé.")
