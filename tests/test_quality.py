"""The queue of surprising figures: what is in it, what a decision does, and what lifts it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from dp_ruptures import aggregates, mail, quality, quality_letters, stocks
from dp_ruptures.errors import Refused
from dp_ruptures.mail import Outbox, read_server
from dp_ruptures.quality import EXCLUDED, KEPT, REOPENED, Figure, Judgement
from dp_ruptures.rules.outlier import TEN
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy
from tests.postbox import Post, Postbox
from tests.rows import declare

WEEK = parse_week("2026-W47")
TEST, VACCINE = "2999000000012", "3400930306000"
SURPRISING = Figure(2, TEST)


@pytest.fixture
def finess(process_store: Store) -> str:
    """A pharmacy that declares ten times last week's tests."""
    finess = add_pharmacy(process_store, "01000230", name="Pharmacie du Lac", email="lac@exemple.invalid")
    declare(process_store, 1, finess, WEEK.shift(-1).monday, {TEST: 100, VACCINE: 50})
    declare(process_store, 2, finess, WEEK.monday, {TEST: 1000, VACCINE: 40})
    return finess


def judge(store: Store, verdict: str, figure: Figure = SURPRISING, words: str = "") -> None:
    quality.decide(store, figure, Judgement(verdict, TEN, words), now=NOW, actor="alice")


def in_queue(store: Store) -> list[Figure]:
    return [case.figure for case in quality.queue(store, WEEK, NOW)]


def ain(store: Store) -> tuple[int | None, int | None]:
    """Units and declarants of the Ain's tests, as the map shows them."""
    aggregates.refresh_all(store, NOW)
    item = next(item for item in stocks.items(store, NOW) if item.code == TEST)
    tally = stocks.by_department(store, WEEK, item)["01"]
    return tally.units, tally.declarants


def rows(store: Store, question: str) -> list[Any]:
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        found: list[Any] = cursor.execute(question).fetchall()
    return found


def test_the_queue_holds_what_surprises_and_says_why(process_store: Store, finess: str) -> None:
    (case,) = quality.queue(process_store, WEEK, NOW)
    assert (case.figure, case.finess, case.units, case.finding.code) == (SURPRISING, finess, 1000, TEN)
    assert (case.confirmed, case.written_at) == (None, None)


def test_what_the_pharmacist_confirmed_comes_last(process_store: Store, finess: str) -> None:
    other = add_pharmacy(process_store, "01000231")
    declare(process_store, 3, other, WEEK.shift(-1).monday, {TEST: 10})
    declare(process_store, 4, other, WEEK.monday, {TEST: 100})
    process_store.execute(
        "question_insert", receipt_id="r2", cip13s=[TEST], codes=["pack"], messages=["?"], units=[1000],
        previous=[100], confirmed=[True], now=NOW,
    )  # fmt: skip
    cases = quality.queue(process_store, WEEK, NOW)
    assert [(case.figure, case.confirmed) for case in cases] == [(Figure(4, TEST), None), (SURPRISING, True)]


def test_an_excluded_figure_is_not_declared_in_any_total_and_comes_back_when_lifted(
    process_store: Store, finess: str
) -> None:
    assert ain(process_store) == (1000, 1)
    judge(process_store, EXCLUDED, words="boîtes")
    assert in_queue(process_store) == []
    assert ain(process_store) == (None, None)
    (decision,) = quality.decided(process_store, WEEK)
    assert (decision["verdict"], decision["words"], decision["is_current"]) == (EXCLUDED, "boîtes", True)
    item = next(item for item in stocks.items(process_store, NOW) if item.code == TEST)
    (listed,) = stocks.pharmacies(process_store, WEEK, item, "01")
    assert (listed.units, stocks.state_of(listed)) == (None, "Écarté des totaux")
    judge(process_store, REOPENED)
    assert in_queue(process_store) == [SURPRISING]
    assert ain(process_store) == (1000, 1)
    assert quality.decided(process_store, WEEK) == []


def test_the_pharmacy_still_answered(process_store: Store, finess: str) -> None:
    judge(process_store, EXCLUDED)
    judge(process_store, EXCLUDED, Figure(2, VACCINE))
    aggregates.refresh_all(process_store, NOW)
    found = rows(process_store, f"SELECT sum(respondents) FROM week_response WHERE week = '{WEEK.monday}'")
    assert found == [(1,)]


def test_a_kept_figure_leaves_the_queue_and_stays_in_the_totals(process_store: Store, finess: str) -> None:
    judge(process_store, KEPT)
    assert in_queue(process_store) == []
    assert ain(process_store) == (1000, 1)


def test_a_correction_lifts_the_exclusion(process_store: Store, finess: str) -> None:
    judge(process_store, EXCLUDED)
    declare(process_store, 3, finess, WEEK.monday, {TEST: 101, VACCINE: 40})
    assert ain(process_store) == (101, 1)
    assert in_queue(process_store) == []
    assert not quality.decided(process_store, WEEK)[0]["is_current"]
    with pytest.raises(Refused, match="une autre déclaration"):
        judge(process_store, REOPENED)


def test_a_correction_that_says_the_same_is_judged_anew(process_store: Store, finess: str) -> None:
    judge(process_store, EXCLUDED)
    declare(process_store, 3, finess, WEEK.monday, {TEST: 1000})
    assert ain(process_store) == (1000, 1)
    assert in_queue(process_store) == [Figure(3, TEST)]


def test_next_week_the_same_wrong_figure_is_seen_and_the_right_one_is_not(
    process_store: Store, finess: str
) -> None:
    judge(process_store, EXCLUDED)
    after = WEEK.shift(1)
    declare(process_store, 3, finess, after.monday, {TEST: 1000})
    assert [case.finding.code for case in quality.queue(process_store, after, NOW)] == ["repeated"]
    declare(process_store, 4, finess, after.monday, {TEST: 90})
    assert quality.queue(process_store, after, NOW) == []


def test_the_same_decision_twice_at_once_is_one(process_store: Store, finess: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: judge(process_store, EXCLUDED), range(4)))
    assert rows(process_store, "SELECT count(*) FROM figure_decision") == [(1,)]
    assert rows(process_store, "SELECT action, subject, detail FROM audit_log") == [
        ("figure.exclude", f"officine {finess}, 2026-S47, {TEST}", "dix fois plus ou moins")
    ]


def test_taking_back_what_was_never_decided_writes_nothing(process_store: Store, finess: str) -> None:
    judge(process_store, REOPENED)
    assert rows(process_store, "SELECT count(*) FROM figure_decision") == [(0,)]


def test_a_line_that_is_gone_is_said(process_store: Store, finess: str) -> None:
    with pytest.raises(Refused, match="n'est plus dans la base"):
        judge(process_store, KEPT, Figure(99, TEST))


def test_a_closed_pharmacy_is_in_no_queue(process_store: Store, finess: str) -> None:
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE pharmacy SET closed_on = ?", [WEEK.monday])
    assert in_queue(process_store) == []


def outbox_of(post: Post) -> Outbox:
    return Outbox(read_server(post.url()), "DP-Ruptures <ordre@exemple.invalid>")


@pytest.mark.parametrize(("later", "said"), [(timedelta(), "corrigez-le avant"), (timedelta(7), "close")])
def test_one_letter_about_one_figure_without_the_figure(
    process_store: Store, finess: str, later: timedelta, said: str
) -> None:
    box = Postbox()
    with Post(box) as post:
        quality_letters.write(process_store, outbox_of(post), SURPRISING, now=NOW + later, actor="alice")
        with pytest.raises(Refused, match="déjà reçu"):
            quality_letters.write(process_store, outbox_of(post), SURPRISING, now=NOW, actor="alice")
    (letter,) = box.letters
    text = letter.get_content()
    assert said in text
    assert "/declaration" in text
    assert finess not in text
    assert "1000" not in text
    assert quality.queue(process_store, WEEK, NOW)[0].written_at == NOW + later
    (contact,) = process_store.query("record_contacts", finess=finess)
    assert (contact["kind"], contact["sent_by"]) == ("figure", "alice")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("email = NULL", "Aucune adresse"),
        ("closed_on = DATE '2026-11-17'", "fermée"),
        ("email = 'refuse@exemple.invalid'", "n'est pas parti"),
    ],
)
def test_a_pharmacy_that_cannot_be_written_to_is_said_and_nothing_recorded(
    process_store: Store, finess: str, change: str, said: str
) -> None:
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"UPDATE pharmacy SET {change}")
    box = Postbox(refused={"refuse@exemple.invalid"})
    with Post(box) as post, pytest.raises(Refused, match=said):
        quality_letters.write(process_store, outbox_of(post), SURPRISING, now=NOW, actor="alice")
    assert rows(process_store, "SELECT count(*) FROM figure_letter") == [(0,)]


def test_without_a_mail_server_nothing_is_recorded(process_store: Store, finess: str) -> None:
    with pytest.raises(Refused, match="serveur de courrier"):
        quality_letters.write(process_store, mail.outbox(), SURPRISING, now=NOW, actor="alice")
    assert rows(process_store, "SELECT count(*) FROM figure_letter") == [(0,)]
