"""The Ordre's release page: Monday's act, a look, a publication, the lists."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from dp_ruptures import mailing_lists, monday, release, release_desk, release_desk_view, released
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.rows import declare

Enter = Callable[..., None]
WEEK = parse_week("2026-W46")
VACCINE = "3400930306000"


@pytest.fixture
def base(process_store: Store) -> Store:
    """Four pharmacies that declared in the week that closed."""
    for number in range(4):
        finess = add_pharmacy(process_store, f"0100033{number}")
        declare(process_store, number + 1, finess, WEEK.monday, {VACCINE: 30 + number})
    return process_store


@pytest.mark.parametrize("role", ["pharmacist", "ministry", "admin"])
def test_only_the_ordre_publishes(base: Store, enter: Enter, role: str) -> None:
    enter(role)
    page = open_page("releases.py")
    assert "n'est pas ouverte à votre compte" in texts(page)
    assert not page.button


def test_a_look_then_a_publication_with_a_reason(base: Store, enter: Enter) -> None:
    enter("analyst")
    page = open_page("releases.py")
    page.button[1].click().run(timeout=60)
    assert {metric.label for metric in page.metric} >= {"Chiffres publiés", "Unités sous secret"}
    assert "aucune officine ne se reconnaît" in texts(page)
    assert released.weeks(base) == []
    publish = next(button for button in page.button if button.label.startswith("Publier"))
    publish.click().run(timeout=60)
    assert "Donnez le motif" in texts(page)
    assert released.weeks(base) == []
    page.text_input[0].set_value("seule de garde")
    publish = next(button for button in page.button if button.label.startswith("Publier"))
    publish.click().run(timeout=60)
    assert not page.exception
    assert [error.value for error in page.error] == []
    assert released.weeks(base) == [WEEK]
    assert "publiée le" in texts(page)


def test_a_click_publishes_the_look_on_screen_and_no_other(base: Store, enter: Enter) -> None:
    enter("analyst")
    page = open_page("releases.py")
    page.button[1].click().run(timeout=60)
    page.text_input[0].set_value("seule de garde")
    publish = next(button for button in page.button if button.label.startswith("Publier"))
    # Somebody else looks meanwhile, at other figures.
    declare(base, 9, add_pharmacy(base, "01000339"), WEEK.monday, {VACCINE: 44})
    release_desk.look(base, WEEK, now=NOW + timedelta(minutes=1), actor="quelqu'un d'autre")
    publish.click().run(timeout=60)
    assert not page.exception
    assert released.weeks(base) == []


def test_a_week_that_the_last_release_has_passed_by_is_no_longer_offered(base: Store) -> None:
    waiting = release_desk.to_release(base, NOW)
    assert waiting[:2] == [WEEK, WEEK.shift(-1)]
    release.publish(base, WEEK, now=NOW, actor="test")
    assert release_desk.to_release(base, NOW) == []


def test_publishing_a_week_says_which_older_ones_it_closes(base: Store, enter: Enter) -> None:
    enter("analyst")
    page = open_page("releases.py")
    assert f"commencez par {release_desk.to_release(base, NOW)[-1].label}" in page.warning[0].value
    page.selectbox[0].set_value(release_desk.to_release(base, NOW)[-1].label).run()
    assert not page.warning


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-16T06:59:00+00:00", "2026-11-16T07:00:00+00:00"),
        ("2026-11-16T07:00:00+00:00", "2026-11-23T07:00:00+00:00"),
        ("2026-10-21T12:00:00+00:00", "2026-10-26T07:00:00+00:00"),
    ],
)
def test_the_next_act_is_on_monday_at_eight_in_paris(now: str, said: str) -> None:
    assert release_desk.next_monday(datetime.fromisoformat(now)) == datetime.fromisoformat(said)


def test_a_refused_monday_is_said_first(base: Store, enter: Enter) -> None:
    sentence = "Plus aucune réponse dans ces régions : Corse."
    monday._note(base, monday.Attempt(WEEK, NOW, monday.REFUSED, sentence))
    enter("analyst")
    page = open_page("releases.py")
    assert sentence in page.error[0].value
    assert "n'a pas eu lieu" in page.error[0].value


def test_a_week_that_monday_left_unpublished_is_said_until_it_is_out(base: Store, enter: Enter) -> None:
    told = f"La semaine {WEEK.label} n'est pas publiée"
    enter("analyst")
    page = open_page("releases.py")
    assert told in page.error[0].value
    assert "aucun essai automatique" in page.error[0].value
    assert "Calculez l'aperçu" in page.error[0].value
    before_eight = monday.moment(WEEK) - timedelta(minutes=1)
    assert release_desk_view._late(base, before_eight, runs=True) == ""
    assert "suspendue" in release_desk_view._late(base, NOW, runs=False)
    release.publish(base, WEEK, now=NOW, actor="test")
    assert release_desk_view._late(base, NOW, runs=True) == ""


def test_the_act_is_suspended_and_resumed(base: Store, enter: Enter) -> None:
    enter("analyst")
    page = open_page("releases.py")
    page.button[0].click().run()
    assert not monday.is_automatic(base)
    assert "suspendue" in texts(page)
    page.button[0].click().run()
    assert monday.is_automatic(base)


def test_lists_are_changed_together_or_not_at_all(base: Store, enter: Enter) -> None:
    enter("analyst")
    page = open_page("releases.py")
    page.text_area[0].set_value("dgs@sante.example")
    page.text_area[1].set_value("pas une adresse")
    page.button[-1].click().run()
    assert "n'est pas une adresse" in texts(page)
    assert mailing_lists.recipients(base, mailing_lists.MINISTRY) == []
    page.text_area[1].set_value("dts@ordre.example")
    page.button[-1].click().run()
    assert mailing_lists.recipients(base, mailing_lists.MINISTRY) == ["dgs@sante.example"]
    assert mailing_lists.recipients(base, mailing_lists.ORDRE) == ["dts@ordre.example"]
