"""Which way a figure goes, in a sign and a word."""

import pytest

from dp_ruptures.rules.trend import trend


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (100, 112, "↗\u00a0+12\u202f%"),
        (100, 60, "↘\u00a0−40\u202f%"),
        (100, 200, "↗\u00a0×\u00a02"),
        (10, 31, "↗\u00a0×\u00a03,1"),
        (100, 104, "→ stable"),
        (100, 96, "→ stable"),
        (40, 40, "→ stable"),
        (0, 0, "→ toujours à 0"),
        (0, 12, "↗ de nouveau en stock"),
        (12, 0, "↘ épuisé"),
        (None, 12, "—"),
        (12, None, "—"),
    ],
)
def test_a_trend_is_a_sign_and_a_word(before: float | None, after: float | None, said: str) -> None:
    assert trend(before, after) == said
