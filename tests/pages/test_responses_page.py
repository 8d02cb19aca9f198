"""Réponses: the week at first sight, names on the record, letters from the page."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import mailing_view, mailings, response_terms
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, ROOT, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.postbox import Postbox
from tests.rows import declare, put

Enter = Callable[[str], None]
WEEK = parse_week("2026-W47")
VACCINE = "3400930306000"


@pytest.fixture
def base(process_store: Store, finess: str) -> Store:
    """The pharmacy of the lake answered; three others did not."""
    declare(process_store, 1, finess, WEEK.monday, {VACCINE: 3})
    for number in range(3):
        add_pharmacy(
            process_store,
            f"0100040{number}",
            name="=Pharmacie*",
            email=f"o{number}@exemple.fr",
            city="Belley",
            telephone=f"046571000{number}",
        )
    return process_store


@pytest.fixture
def box(box: Postbox, monkeypatch: pytest.MonkeyPatch) -> Postbox:
    """A mail server that the portal knows, and no run of letters."""
    monkeypatch.setattr(mailings, "_runs", {})
    return box


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value.replace("\u202f", " ") for metric in page.metric}


def looks(store: Store) -> list[tuple[str, str]]:
    bounds = {"since": NOW - timedelta(1), "until": NOW + timedelta(1), "actor": "", "words": ""}
    rows = store.query("register_access", **bounds, size=50, skip=0)
    return sorted((row["purpose"], row["subject"]) for row in rows)


def ended(kind: str) -> mailings.Mailing:
    """The run of that kind, once over."""
    for _ in range(200):
        run = mailings.latest(kind)
        if run and run.said is not None:
            return run
        time.sleep(0.05)
    raise AssertionError("the run did not end")


def test_the_week_is_told_at_first_sight_and_nobody_is_named(base: Store, enter: Enter) -> None:
    enter("analyst")
    page = open_page("responses.py")
    assert not page.exception
    shown = metrics(page)
    assert (shown["Attendues"], shown["Ont répondu"], shown["À temps"]) == ("4", "1 · 25,0 %", "1 · 25,0 %")
    assert "Aucune n'est encore inactive" in texts(page)
    assert "Belley" not in "".join(str(table.value.to_csv()) for table in page.table)
    assert looks(base) == []


def test_names_are_on_demand_filtered_and_on_the_record(base: Store, enter: Enter) -> None:
    enter("analyst")
    page = AppTest.from_file(str(ROOT / "pages" / "responses.py"), default_timeout=30)
    page.query_params["cherche"] = "BELLEY"
    page.query_params["etat"] = "attendues"
    page.run()
    (toggle,) = page.toggle
    toggle.set_value(True).run()
    (listed,) = [table.value for table in page.table if "FINESS" in table.value]
    assert list(listed["Officine"]) == [r"=Pharmacie\*, Belley (01)"] * 3
    assert [said[-16:] for said in listed["Téléphone"]] == [f"(tel:046571000{number})" for number in range(3)]
    told = "officines sans réponse, 2026-W47, France entière, Attendues, « BELLEY »"
    assert looks(base) == [("suivi des réponses", told)]
    page.run()
    assert len(looks(base)) == 1, "one look is one line, however often the page is drawn"
    [button for button in page.button if "export" in button.label][0].click().run()
    assert ("export du suivi des réponses", told) in looks(base)


def test_one_click_writes_to_those_who_have_not_answered(base: Store, enter: Enter, box: Postbox) -> None:
    enter("analyst")
    page = open_page("responses.py")
    [button for button in page.button if button.label == "Relancer 3\u00a0officines"][0].click().run()
    assert ended(mailings.REMINDERS).said == "Semaine 2026-S47 : 3\u00a0relances envoyées."
    assert sorted(box.recipients) == [f"o{number}@exemple.fr" for number in range(3)]
    page.run()
    assert "3\u00a0relances envoyées à 3\u00a0officines" in texts(page)
    assert [button for button in page.button if button.key == "remind"][0].disabled
    [button for button in page.button if button.key == "pause"][0].click().run()
    assert response_terms.is_paused(base)
    assert "suspendues" in texts(page)


def test_the_zone_chosen_is_the_one_written_to(base: Store, enter: Enter, box: Postbox) -> None:
    add_pharmacy(base, "48000001", department_code="48", email="lozere@exemple.fr")
    enter("analyst")
    page = AppTest.from_file(str(ROOT / "pages" / "responses.py"), default_timeout=30)
    page.query_params["zone"] = "48"
    page.run()
    (button,) = [button for button in page.button if button.key == "remind"]
    assert button.label == "Relancer 1\u00a0officine · Lozère"
    button.click().run()
    ended(mailings.REMINDERS)
    assert box.recipients == ["lozere@exemple.fr"]
    assert metrics(page.run())["Jamais invitées"] == "1"
    button = page.button(key="invite")
    assert button.label == "Inviter 1\u00a0officine · Lozère"
    button.click().run()
    ended(mailings.INVITATIONS)
    assert box.recipients == ["lozere@exemple.fr"] * 2
    assert metrics(page.run())["Invitation en cours"] == "1"


def test_many_letters_ask_for_a_second_key(
    base: Store, enter: Enter, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing_view, "_FREELY", 2)
    enter("analyst")
    page = open_page("responses.py")
    keys = {"remind": "read-remind--3", "invite": "read-invite--3"}
    for key, read in keys.items():
        assert page.button(key=key).disabled
        page.checkbox(key=read).check().run()
        assert not page.button(key=key).disabled


def test_while_a_run_lasts_its_progress_alone_counts(
    base: Store, enter: Enter, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = mailings.Mailing("ordre", NOW, done=1200, total=1842)
    monkeypatch.setattr(mailings, "_runs", {mailings.REMINDERS: running})
    enter("analyst")
    page = open_page("responses.py")
    assert "Un envoi est en cours" in texts(page)
    assert "officines à relancer" not in texts(page)
    assert page.button(key="remind").disabled


def test_those_never_invited_are_invited(base: Store, enter: Enter, box: Postbox) -> None:
    enter("analyst")
    page = open_page("responses.py")
    assert metrics(page)["Jamais invitées"] == "3"
    [button for button in page.button if button.label == "Inviter 3\u00a0officines"][0].click().run()
    ended(mailings.INVITATIONS)
    assert metrics(page.run())["Invitation en cours"] == "3"


def test_without_a_mail_server_nothing_pretends_to_leave(
    base: Store, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailings, "_runs", {})
    monkeypatch.delenv("DP_RUPTURES_SMTP", raising=False)
    enter("analyst")
    page = open_page("responses.py")
    assert "DP_RUPTURES_SMTP" in texts(page)
    assert all(button.disabled for button in page.button if button.key in {"remind", "invite"})


def test_the_terms_change_what_the_page_counts(base: Store, enter: Enter) -> None:
    first = WEEK.shift(-5)
    put(base, "pharmacy", {"finess": "gone", "opened_on": first.monday})
    enter("analyst")
    page = open_page("responses.py")
    page.number_input[0].set_value(5)
    [button for button in page.button if "réglages" in button.label][0].click().run()
    assert response_terms.terms(base).silent_weeks == 5
    assert metrics(page)["Inactives"] == "4"
    assert metrics(page)["Attendues"] == "1"


def test_without_a_campaign_the_page_says_so(process_store: Store, enter: Enter) -> None:
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("DELETE FROM campaign")
    enter("analyst")
    assert "Aucune campagne n'est ouverte" in texts(open_page("responses.py"))
