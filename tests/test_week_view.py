"""A click on the map."""

import pytest

from dp_ruptures import week_view
from dp_ruptures.filters import DEPARTMENT_KEY


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
