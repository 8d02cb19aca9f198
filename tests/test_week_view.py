"""A click on the map, on the button that plays the weeks, and on a product too many."""

import pytest

from dp_ruptures import filters, playback, week_view
from dp_ruptures.figures import MOST_CURVES
from dp_ruptures.filters import DEPARTMENT_KEY
from dp_ruptures.rules.week import parse_week
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("points", "chosen"),
    [
        ([{"location": "18"}], "18"),
        ([{"location": "977"}], "971"),
        ([{"location": "975"}], "01"),
        ([{"curve_number": 0}], "01"),
        ([], "01"),
    ],
    ids=["département", "island published with another", "no pharmacy", "a frame", "the sea"],
)
def test_a_click_chooses_the_département_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, points: list[dict[str, object]], chosen: str
) -> None:
    state = {"carte-01": {"selection": {"points": points}}, DEPARTMENT_KEY: "01"}
    monkeypatch.setattr(week_view.st, "session_state", state)
    week_view._take_click("carte-01")
    assert state[DEPARTMENT_KEY] == chosen


def test_the_weeks_play_from_the_first_and_go_on_after_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    weeks = [parse_week(f"2026-W{number}") for number in range(42, 48)]
    state: dict[str, object] = {filters.WEEK: "2026-W46"}
    monkeypatch.setattr(playback.st, "session_state", state)
    playback._toggle(weeks)
    assert (playback.is_playing(), state[filters.WEEK]) == (True, "2026-W42")
    playback._advance(weeks)
    playback._toggle(weeks)
    playback._toggle(weeks)
    assert (playback.is_playing(), state[filters.WEEK]) == (True, "2026-W43")
    for _ in weeks:
        playback._advance(weeks)
    assert (playback.is_playing(), state[filters.WEEK]) == (False, "2026-W47")
    playback._toggle(weeks)
    assert state[filters.WEEK] == "2026-W42"


def test_a_product_too_many_is_refused_in_french() -> None:
    """Streamlit's own sentence, word for word: it names the number, which must stay that of the page."""
    said = f"You can only select up to {filters.MOST_PRODUCTS} options. Remove an option first."
    assert MOST_CURVES == filters.MOST_PRODUCTS
    assert f'["{said}",' in (ROOT / "dp_ruptures/assets/fr.js").read_text(encoding="utf-8")
