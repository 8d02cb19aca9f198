"""What the portal does by itself on Monday at 8, and the desk where people do it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dp_ruptures import announcement, mail, mailing_lists, monday, release_desk, released, schedule
from dp_ruptures.errors import Refused
from dp_ruptures.mail import MailDown
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.postbox import Post, Postbox
from tests.rows import declare, put

WEEK = parse_week("2026-W46")
MONDAY = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)
VACCINE = "3400930306000"


@pytest.fixture
def base(process_store: Store) -> Store:
    """Four pharmacies that declared in the week that just closed; the weeks before are released."""
    for number in range(4):
        finess = add_pharmacy(process_store, f"0100023{number}")
        declare(process_store, number + 1, finess, WEEK.monday, {VACCINE: 30 + number})
    return process_store


def to(store: Store, name: str, *addresses: str) -> None:
    mailing_lists.change(store, name, "\n".join(addresses), now=MONDAY, actor="test")


def test_monday_publishes_the_closed_week_and_writes_to_the_ministry(base: Store, box: Postbox) -> None:
    to(base, mailing_lists.MINISTRY, "dgs@sante.example", "crise@sante.example")
    attempt = monday.act(base, MONDAY)
    assert attempt is not None
    assert (attempt.week, attempt.outcome) == (WEEK, monday.DONE)
    header = released.header(base, WEEK)
    assert header is not None
    assert header["published_by"] == "automatique"
    assert sorted(box.recipients) == ["crise@sante.example", "dgs@sante.example"]
    (bulletin,) = box.letters[0].iter_attachments()
    assert bulletin.get_filename() == "stocks-des-officines-2026-W46.pdf"
    assert bytes(bulletin.get_content()).startswith(b"%PDF")
    assert "2026-S46" in str(box.letters[0]["Subject"])


def test_monday_acts_once(base: Store, box: Postbox) -> None:
    to(base, mailing_lists.MINISTRY, "dgs@sante.example")
    with ThreadPoolExecutor(2) as threads:
        attempts = list(threads.map(lambda _: monday.act(base, MONDAY), range(2)))
    assert [attempt.outcome for attempt in attempts if attempt] == [monday.DONE]
    assert monday.act(base, MONDAY + timedelta(hours=1)) is None
    assert len(released.ledger(base)) == 1
    assert box.recipients == ["dgs@sante.example"]


def test_a_refusal_is_said_on_the_desk_and_by_mail_once(
    base: Store, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Refused("Le taux de réponse tombe de 40 % à 5 %.")

    monkeypatch.setattr("dp_ruptures.release.publish", refuse)
    to(base, mailing_lists.ORDRE, "dts@ordre.example")
    for hours in range(2):
        monday.act(base, MONDAY + timedelta(hours=hours))
    assert box.recipients == ["dts@ordre.example"]
    assert "tombe de 40 % à 5 %" in box.letters[0].get_content()
    last = monday.last_attempt(base)
    assert last is not None
    assert (last.outcome, last.sentence) == (monday.REFUSED, "Le taux de réponse tombe de 40 % à 5 %.")
    assert monday.due(base, MONDAY) == WEEK


def test_a_suspended_act_does_nothing(base: Store) -> None:
    monday.set_automatic(base, wanted=False, now=MONDAY, actor="test")
    assert monday.act(base, MONDAY) is None
    assert released.weeks(base) == []
    monday.set_automatic(base, wanted=True, now=MONDAY, actor="test")
    assert monday.act(base, MONDAY) is not None


def test_nothing_is_due_out_of_season(base: Store) -> None:
    assert monday.due(base, datetime(2026, 7, 6, 7, tzinfo=UTC)) is None
    assert monday.due(base, datetime(2027, 6, 7, 7, tzinfo=UTC)) is None


def test_without_a_mail_server_the_week_is_out_all_the_same(base: Store) -> None:
    to(base, mailing_lists.MINISTRY, "dgs@sante.example")
    assert monday.act(base, MONDAY) is not None
    assert released.weeks(base) == [WEEK]
    assert announcement.unwritten(base, WEEK, 1) == ["dgs@sante.example"]


def test_letters_resume_where_the_mail_server_gave_up(base: Store, box: Postbox) -> None:
    monday.act(base, MONDAY)
    to(base, mailing_lists.MINISTRY, *(f"a{number}@sante.example" for number in range(3)))
    box.break_before = {2, 3}
    with pytest.raises(MailDown):
        announcement.announce(base, mail.outbox(), WEEK, now=MONDAY)
    box.break_before = set()
    assert announcement.announce(base, mail.outbox(), WEEK, now=MONDAY) == (2, [])
    assert sorted(box.recipients) == [f"a{number}@sante.example" for number in range(3)]


def test_a_wrong_address_is_named_and_the_others_are_written_to(base: Store, box: Postbox) -> None:
    monday.act(base, MONDAY)
    box.refused = {"parti@sante.example"}
    to(base, mailing_lists.MINISTRY, "parti@sante.example", "dgs@sante.example")
    assert announcement.announce(base, mail.outbox(), WEEK, now=MONDAY) == (1, ["parti@sante.example"])
    assert box.recipients == ["dgs@sante.example"]


def test_a_list_reads_lines_and_commas_and_refuses_what_is_no_address(base: Store) -> None:
    assert mailing_lists.read("a@b.fr, c@d.fr\na@b.fr;e@f.fr ") == ["a@b.fr", "c@d.fr", "e@f.fr"]
    with pytest.raises(Refused, match="« dgs » n'est pas une adresse"):
        mailing_lists.read("a@b.fr dgs")
    with pytest.raises(Refused, match="50 adresses"):
        mailing_lists.read(" ".join(f"a{number}@b.fr" for number in range(51)))


def test_a_server_that_comes_back_acts_from_monday_8_on(base: Store) -> None:
    for moment, late in (
        (datetime(2026, 11, 16, 6, 59, tzinfo=UTC), False),  # 7:59 in Paris.
        (datetime(2026, 11, 16, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 18, 9, 0, tzinfo=UTC), True),
    ):
        assert schedule.is_late(moment) is late
    put(base, "setting", {"name": "demo", "content": "{}"})
    assert not schedule.is_late(datetime(2026, 11, 18, 9, 0, tzinfo=UTC))


def test_a_portal_just_installed_does_not_publish_the_week_before_it(process_store: Store) -> None:
    assert not schedule.is_late(datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
    declare(process_store, 1, add_pharmacy(process_store, "01000230"), WEEK.monday, {VACCINE: 1})
    assert schedule.is_late(datetime(2026, 11, 18, 9, 0, tzinfo=UTC))


def test_what_nobody_foresaw_is_said_and_mailed_once(
    base: Store, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("disque")

    monkeypatch.setattr("dp_ruptures.release.publish", break_down)
    monkeypatch.setenv("DP_RUPTURES_NOW", MONDAY.isoformat())
    to(base, mailing_lists.ORDRE, "dts@ordre.example")
    schedule.publish()
    schedule.publish()
    last = monday.last_attempt(base)
    assert last is not None
    assert last.outcome == monday.REFUSED
    assert box.recipients == ["dts@ordre.example"]
    assert "disque" not in box.letters[0].get_content()


def test_letters_that_did_not_leave_leave_with_the_next_act(
    base: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    to(base, mailing_lists.MINISTRY, "dgs@sante.example")
    monday.act(base, MONDAY)
    found = Postbox()
    with Post(found) as post:
        monkeypatch.setenv("DP_RUPTURES_SMTP", post.url())
        assert monday.act(base, MONDAY + timedelta(hours=2)) is None
    assert found.recipients == ["dgs@sante.example"]


def test_two_announcements_at_once_write_once(base: Store, box: Postbox) -> None:
    monday.act(base, MONDAY)
    to(base, mailing_lists.MINISTRY, "dgs@sante.example", "crise@sante.example")

    def announce(_: int) -> None:
        with suppress(Refused):
            announcement.announce(base, mail.outbox(), WEEK, now=MONDAY)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(announce, range(3)))
    assert sorted(box.recipients) == ["crise@sante.example", "dgs@sante.example"]


def test_one_looks_and_another_publishes_what_was_seen(base: Store) -> None:
    assert WEEK in release_desk.to_release(base, MONDAY)
    seen = release_desk.look(base, WEEK, now=MONDAY, actor="claire")
    assert released.weeks(base) == []
    assert release_desk.last_look(base, WEEK) == seen
    release_desk.publish(base, seen, reason="", now=MONDAY, actor="denis")
    header = released.header(base, WEEK)
    assert header is not None
    assert (header["previewed_by"], header["published_by"]) == ("claire", "denis")
    assert WEEK not in release_desk.to_release(base, MONDAY)


def test_publishing_one_s_own_preview_asks_for_a_reason(base: Store) -> None:
    seen = release_desk.look(base, WEEK, now=MONDAY, actor="claire")
    with pytest.raises(Refused, match="motif"):
        release_desk.publish(base, seen, reason="  ", now=MONDAY, actor="claire")
    release_desk.publish(base, seen, reason="seule de garde", now=MONDAY, actor="claire")
    assert released.weeks(base) == [WEEK]


def test_other_figures_than_those_seen_are_not_published(base: Store) -> None:
    seen = release_desk.look(base, WEEK, now=MONDAY, actor="claire")
    finess = add_pharmacy(base, "01000299")
    declare(base, 99, finess, WEEK.monday, {VACCINE: 55})
    with pytest.raises(Refused, match="ont changé depuis l'aperçu"):
        release_desk.publish(base, seen, reason="", now=MONDAY, actor="denis")
    assert released.weeks(base) == []


def test_a_kept_preview_holds_no_figure_of_a_withheld_cell(base: Store) -> None:
    finess = add_pharmacy(base, "02000299", department_code="02", territory_code="02")
    declare(base, 99, finess, WEEK.monday, {VACCINE: 7919})
    seen = release_desk.look(base, WEEK, now=MONDAY, actor="claire")
    assert {row["Territoire"] for row in seen.summary["withheld"]} >= {"02 · Aisne"}
    assert "7919" not in str(seen.summary)


def test_the_files_are_where_the_contract_says(base: Store, tmp_path: Path) -> None:
    monday.act(base, MONDAY)
    names = {file.name for file in (tmp_path / "releases" / "2026-W46").iterdir()}
    assert names == {
        "stocks.csv", "stocks.schema.json", "stocks.json", "stocks.xlsx", "bulletin.pdf",
        "manifest.json", "manifest.sig", "cle-publique.pem",
    }  # fmt: skip
