"""What stops a release: the gate, thin answers, weeks that cannot be released; and what an erratum may do."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from dp_ruptures import release, released
from dp_ruptures.errors import Refused
from dp_ruptures.release.gate import Turnout, reasons
from dp_ruptures.rules.week import Week, parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.rows import declare

WEEK, NEXT = parse_week("2026-W46"), parse_week("2026-W47")
TEST, VACCINE, OTHER = "2999000000012", "3400930306000", "2999000000029"
NAMES = {"84": "Auvergne-Rhône-Alpes", "94": "Corse"}


def turnout(units: int, **respondents: int) -> Turnout:
    answered = {code.strip("r"): count for code, count in respondents.items()}
    return Turnout(answered, dict.fromkeys(answered, 100), NAMES, units)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        pytest.param(turnout(3_001, r84=50, r94=50), "total national", id="more than three times"),
        pytest.param(turnout(333, r84=50, r94=50), "total national", id="less than a third"),
        pytest.param(turnout(1_000, r84=40, r94=29), "taux de réponse", id="fewer answers"),
        pytest.param(turnout(1_000, r84=100, r94=0), "Corse", id="a silent region"),
    ],
)
def test_the_gate_says_what_looks_wrong(now: Turnout, words: str) -> None:
    (sentence,) = reasons(now, turnout(1_000, r84=50, r94=50))
    assert words in sentence


def test_the_gate_lets_an_ordinary_week_and_the_first_one_pass() -> None:
    last = turnout(1_000, r84=50, r94=50)
    assert reasons(turnout(3_000, r84=40, r94=30), last) == []
    assert reasons(turnout(9_999, r84=1, r94=0), None) == []


@pytest.fixture
def answer(store: Store) -> Callable[..., None]:
    """Declares `figures` of the test, one pharmacy each; the same pharmacies every time."""
    finesses = [add_pharmacy(store, f"0100{rank:04d}") for rank in range(12)]
    numbers = iter(range(1, 10_000))

    def write(week: Week, figures: list[int], item: str = TEST) -> None:
        for finess, units in zip(finesses, figures, strict=False):
            declare(store, next(numbers), finess, week.monday, {item: units})

    return write


def publish(store: Store, week: Week, tmp_path: Path, **terms: object) -> release.Preview:
    return release.publish(
        store, week, now=week.closes_at + timedelta(hours=8), actor="test", out=tmp_path / week.iso,
        terms=release.Terms(**terms),  # type: ignore[arg-type]
    )  # fmt: skip


def leaf(
    store: Store, week: Week, item: str = TEST, place: tuple[str, str] = ("departement", "01")
) -> tuple[str, int | None, str | None]:
    (row,) = [
        row
        for row in released.cells(store, week)
        if (row["area_level"], row["area_code"], row["item"]) == (*place, item)
    ]
    return row["status"], row["units"], Week(row["data_of"]).iso if row["data_of"] else None


def test_an_absurd_week_waits_for_a_reason_that_is_kept(
    store: Store, answer: Callable[..., None], tmp_path: Path
) -> None:
    answer(WEEK, [40] * 10)
    publish(store, WEEK, tmp_path)
    answer(NEXT, [400] * 10)
    with pytest.raises(Refused, match="total national"):
        publish(store, NEXT, tmp_path)
    assert [week.iso for week in released.weeks(store)] == [WEEK.iso]
    publish(store, NEXT, tmp_path, reason="livraison nationale vérifiée")
    kept = store.query("release_report", week=NEXT.monday, revision=1)[0]
    assert "total national" in kept["gate"]
    assert kept["reason"] == "livraison nationale vérifiée"
    assert any("livraison nationale" in row["detail"] for row in store.query("audit_latest"))


def test_silent_pharmacies_stand_two_weeks_with_their_last_figures(
    store: Store, answer: Callable[..., None], tmp_path: Path
) -> None:
    answer(WEEK, [40] * 10)
    publish(store, WEEK, tmp_path)
    for back in (1, 2):
        publish(store, WEEK.shift(back), tmp_path, reason="essai")
        # Nobody answered: the region is shown, its département is not.
        assert leaf(store, WEEK.shift(back), place=("region", "84"))[:2] == ("publie", 400)
    publish(store, WEEK.shift(3), tmp_path, reason="essai")
    assert leaf(store, WEEK.shift(3))[0] == "sans_donnee"


def test_a_change_by_two_is_held_with_its_date_and_a_change_by_many_is_shown(
    store: Store, answer: Callable[..., None], tmp_path: Path
) -> None:
    answer(WEEK, [40] * 10)
    publish(store, WEEK, tmp_path)
    answer(NEXT, [45, 45] + [40] * 8)
    publish(store, NEXT, tmp_path)
    assert leaf(store, NEXT) == ("publie", 400, "2026-W46")
    answer(NEXT.shift(1), [50] * 10)
    publish(store, NEXT.shift(1), tmp_path)
    assert leaf(store, NEXT.shift(1)) == ("publie", 500, "2026-W48")


def test_a_late_figure_enters_the_next_week_and_leaves_the_published_one_alone(
    store: Store, answer: Callable[..., None], tmp_path: Path
) -> None:
    answer(WEEK, [40] * 6)
    publish(store, WEEK, tmp_path)
    answer(WEEK, [60] * 6)
    publish(store, NEXT, tmp_path, reason="essai")
    assert leaf(store, WEEK)[1] == 240
    assert leaf(store, NEXT, place=("region", "84"))[:2] == ("publie", 360)


def test_a_newcomer_to_an_empty_leaf_is_neither_shown_nor_called_no_data(
    store: Store, answer: Callable[..., None], tmp_path: Path
) -> None:
    answer(WEEK, [40] * 10)
    publish(store, WEEK, tmp_path)
    answer(NEXT, [40] * 10)
    answer(NEXT, [7], item=VACCINE)
    publish(store, NEXT, tmp_path, reason="essai")
    assert leaf(store, NEXT, VACCINE)[0] == "secret"


def test_under_ten_percent_of_answers_only_regions_are_published(
    store: Store, answer: Callable[..., None], tmp_path: Path
) -> None:
    for rank in range(200):
        add_pharmacy(store, f"0300{rank:04d}", department_code="03", territory_code="03")
    answer(WEEK, [40] * 10)
    seen = publish(store, WEEK, tmp_path)
    assert seen.regions_only
    shown = {row["area_level"] for row in released.cells(store, WEEK) if row["status"] == "publie"}
    assert shown == {"region", "france"}
    assert leaf(store, WEEK) == ("secret", None, None)


def test_weeks_are_released_in_their_order(store: Store, answer: Callable[..., None], tmp_path: Path) -> None:
    answer(NEXT, [40] * 10)
    publish(store, NEXT, tmp_path)
    with pytest.raises(Refused, match="plus ancienne"):
        publish(store, WEEK, tmp_path)


def test_an_erased_week_is_refused(store: Store, tmp_path: Path) -> None:
    state = {"newest": 9, "declarations": 9, "decisions": 0, "now": WEEK.closes_at}
    store.execute("aggregate_state_insert", week=WEEK.monday, **state)
    with pytest.raises(Refused, match="effacées"):
        publish(store, WEEK, tmp_path)


def test_one_pharmacy_holding_everything_shows_nowhere(
    store: Store, answer: Callable[..., None], tmp_path: Path
) -> None:
    answer(WEEK, [1_000_000, 1, 1, 1])
    publish(store, WEEK, tmp_path)
    assert {row["status"] for row in released.cells(store, WEEK)} == {"secret", "sans_donnee"}
    assert b"1000003" not in b"".join(file.read_bytes() for file in (tmp_path / WEEK.iso).iterdir())


def test_an_erratum_shows_its_difference_once_and_only_with_a_reason(
    store: Store, answer: Callable[..., None], tmp_path: Path
) -> None:
    answer(WEEK, [40] * 10)
    publish(store, WEEK, tmp_path)
    answer(WEEK, [50] * 10)
    with pytest.raises(Refused, match="motif"):
        publish(store, WEEK, tmp_path, erratum=True)
    publish(store, WEEK, tmp_path, erratum=True, reason="erreur d'import")
    assert leaf(store, WEEK)[1] == 500
    header = store.query("release_by_week", week=WEEK.monday)[0]
    assert (header["revision"], header["reason"]) == (2, "erreur d'import")
    changed = store.query("release_difference", week=WEEK.monday)
    assert ("01", 400, 500) in {(row["area_code"], row["units_before"], row["units_after"])
                                for row in changed}  # fmt: skip
    with pytest.raises(Refused, match="déjà un erratum"):
        publish(store, WEEK, tmp_path, erratum=True, reason="encore")


def test_an_erratum_that_would_give_a_pharmacy_away_is_refused(
    store: Store, answer: Callable[..., None], tmp_path: Path
) -> None:
    answer(WEEK, [40] * 10)
    publish(store, WEEK, tmp_path)
    answer(WEEK, [90])
    with pytest.raises(Refused, match="sans révéler une officine"):
        publish(store, WEEK, tmp_path, erratum=True, reason="une officine s'est trompée")
    assert leaf(store, WEEK)[1] == 400
    answer(NEXT, [90] + [40] * 9)
    publish(store, NEXT, tmp_path)
    with pytest.raises(Refused, match="dernière semaine publiée"):
        publish(store, WEEK, tmp_path, erratum=True, reason="trop tard")


def test_an_erratum_needs_a_release(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="n'est pas publiée"):
        publish(store, WEEK, tmp_path, erratum=True, reason="rien à corriger")


def test_a_published_leaf_whose_pharmacies_changed_hands_is_said_no_more_and_stops_nothing(
    store: Store, answer: Callable[..., None], tmp_path: Path
) -> None:
    answer(WEEK, [40, 35, 30])
    publish(store, WEEK, tmp_path)
    assert leaf(store, WEEK)[:2] == ("publie", 105)
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE pharmacy SET owner_key = 'a chain' WHERE substr(finess, 1, 8) <= '01000001'")
    answer(NEXT, [40, 35, 30])
    assert publish(store, NEXT, tmp_path).audit["ok"]
    assert {row["status"] for row in released.cells(store, NEXT)} == {"secret", "sans_donnee"}
    # Eight more owners come: the leaf changes, by the rules of any other.
    after = NEXT.shift(1)
    answer(after, [40, 35, 30, *[38] * 8])
    publish(store, after, tmp_path)
    assert leaf(store, after)[:2] == ("publie", 105 + 8 * 38)
