"""A run of letters beside the pages: one at a time, told, stopped, said."""

import threading
from typing import Any

import pytest

from dp_ruptures import mailings
from dp_ruptures.errors import Refused
from dp_ruptures.mailings import INVITATIONS, REMINDERS
from dp_ruptures.progress import Progress
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _idle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "_runs", {})


def run(work: Any, kind: str = REMINDERS) -> mailings.Mailing:
    """The run, once it is over."""
    mailings.start(kind, work, now=NOW, actor="ordre").join(10)
    found = mailings.latest(kind)
    assert found is not None
    return found


def test_a_run_says_what_it_did() -> None:
    def work(progress: Progress) -> dict[str, Any]:
        progress("Relances", 20, 40)
        progress("Relances", 40, 40)
        return {"message": "40 relances envoyées."}

    done = run(work)
    assert (done.said, done.failed, done.done, done.total) == ("40 relances envoyées.", False, 40, 40)


def test_one_run_of_a_kind_at_a_time_and_a_stop_that_ends_it() -> None:
    told, go_on = threading.Event(), threading.Event()

    def work(progress: Progress) -> dict[str, Any]:
        progress("Invitations", 20, 100)
        told.set()
        assert go_on.wait(10)
        progress("Invitations", 40, 100)
        raise AssertionError("the stop was not heard")

    thread = mailings.start(INVITATIONS, work, now=NOW, actor="ordre")
    assert told.wait(10)
    with pytest.raises(Refused, match="déjà en cours"):
        mailings.start(INVITATIONS, work, now=NOW, actor="ordre")
    mailings.stop(INVITATIONS)
    go_on.set()
    thread.join(10)
    found = mailings.latest(INVITATIONS)
    assert found is not None
    assert (found.said, found.failed) == (
        "Envoi arrêté après 40 courriels sur 100. Relancez-le pour continuer.", False
    )  # fmt: skip
    assert run(lambda _: {"message": "fini"}, INVITATIONS).said == "fini"


def test_a_refusal_is_said_and_an_accident_too_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    def refuse(_: Progress) -> dict[str, Any]:
        raise Refused("Le serveur de courrier ne répond pas.")

    def break_down(_: Progress) -> dict[str, Any]:
        raise ValueError("officine 010000233")

    refused = run(refuse)
    assert (refused.said, refused.failed) == ("Le serveur de courrier ne répond pas.", True)
    broken = run(break_down)
    assert broken.failed
    assert "010000233" not in f"{broken.said}{caplog.text}"
    assert "ValueError" in caplog.text


def test_stopping_nothing_is_no_matter() -> None:
    mailings.stop(REMINDERS)
    assert mailings.latest(REMINDERS) is None
