"""A night that fails is said: to the operators, on the administration page, to the probe."""

from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dp_ruptures import access, accounts, mailing_lists, night, night_report, sessions
from dp_ruptures.night_report import BACKUP, PURGE, Outcome, state
from dp_ruptures.store import Store, StoreError
from dp_ruptures.web.routes import ROUTES
from tests.conftest import NOW
from tests.pages.conftest import open_page, texts
from tests.postbox import Postbox

PASSWORD = "un mot de passe de test"


@pytest.fixture
def administrator(process_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser of the tests is an administrator's."""
    accounts.create_with_password(
        process_store, name="admin-1", role="admin", finess=None, password=PASSWORD, now=NOW, actor="test"
    )
    token = sessions.trade_ticket(process_store, sessions.issue_ticket(process_store, "admin-1", NOW), NOW)
    monkeypatch.setattr(access, "session_token", lambda: token)


@pytest.fixture
def no_room(tmp_path: Path) -> Path:
    """Nothing can be written where the backups go."""
    (tmp_path / "backups").write_text("un fichier à la place du dossier")
    return tmp_path / "backups"


def to(store: Store, name: str, *addresses: str) -> None:
    mailing_lists.change(store, name, "\n".join(addresses), now=NOW, actor="test")


def probed() -> dict[str, str]:
    answer = TestClient(Starlette(routes=ROUTES)).get("/readyz")
    assert answer.status_code == 200
    return dict(answer.json()["night"])


@pytest.mark.usefixtures("administrator")
def test_a_backup_that_fails_is_said_everywhere_and_the_purge_is_done_all_the_same(
    process_store: Store, no_room: Path, box: Postbox
) -> None:
    assert probed() == {"backup": "never", "purge": "never"}
    to(process_store, mailing_lists.OPERATORS, "exploitation@ordre.example", "astreinte@ordre.example")
    night.work(process_store, NOW)
    assert probed() == {"backup": "failed", "purge": "done"}
    assert box.recipients == ["exploitation@ordre.example", "astreinte@ordre.example"]
    letter = box.letters[0].get_content()
    assert "La sauvegarde de la nuit du" in letter
    assert "L'effacement" not in letter
    page = open_page("administration.py")
    (said,) = page.error
    assert "La sauvegarde de la nuit" in said.value
    assert "L'effacement de la nuit a eu lieu" in texts(page)
    no_room.unlink()
    night.work(process_store, NOW + timedelta(days=1))
    assert probed()["backup"] == "done"
    assert len(box.letters) == 2


def test_a_clock_set_ahead_is_said_to_the_ordre_when_no_operator_is_known(
    process_store: Store, box: Postbox
) -> None:
    night.work(process_store, NOW)
    to(process_store, mailing_lists.ORDRE, "direction@ordre.example")
    night.work(process_store, NOW + timedelta(days=400))
    assert box.recipients == ["direction@ordre.example"]
    assert box.letters[0].get_content().count("l'horloge a peut-être sauté") == 2


def test_a_store_that_takes_no_note_and_a_server_without_post_lose_nothing(
    process_store: Store, no_room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **options: object) -> None:
        raise StoreError("La base n'a rien enregistré : le disque est plein.")

    to(process_store, mailing_lists.OPERATORS, "exploitation@ordre.example")
    monkeypatch.setattr(process_store, "execute", full)
    night.work(process_store, NOW)
    assert probed()["backup"] == "failed"


@pytest.mark.parametrize(
    ("done", "hours", "expected"),
    [(True, 25, night_report.DONE), (True, 27, night_report.LATE), (False, 1, night_report.FAILED)],
)
def test_a_night_that_is_missing_is_not_a_night_that_went_well(done: bool, hours: int, expected: str) -> None:
    assert state(Outcome(BACKUP, NOW, done, ""), NOW + timedelta(hours=hours)) == expected
    assert state(None, NOW) == night_report.NEVER


@pytest.mark.usefixtures("administrator")
def test_the_administrator_gives_the_operators_addresses(process_store: Store) -> None:
    page = open_page("administration.py")
    page.text_area[0].set_value("exploitation@ordre.example\nfaux")
    page.button[0].click().run()
    assert "n'est pas une adresse" in page.error[0].value
    page.text_area[0].set_value("exploitation@ordre.example")
    page.button[0].click().run()
    assert mailing_lists.recipients(process_store, mailing_lists.OPERATORS) == ["exploitation@ordre.example"]
    assert night_report.last(process_store, PURGE) is None
