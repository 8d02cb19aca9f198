"""The 5 % rule of the public list."""

import pytest

from dp_ruptures.rules.public_list import is_listed, missing_to_list


@pytest.mark.parametrize(
    ("pharmacies", "active", "listed", "missing"),
    [(5, 100, True, 0), (4, 100, False, 1), (5, 101, False, 1), (0, 0, False, 0), (1_016, 20_300, True, 0)],
)
def test_one_pharmacy_in_twenty_puts_a_shortage_on_the_list(
    pharmacies: int, active: int, listed: bool, missing: int
) -> None:
    assert is_listed(pharmacies, active) is listed
    assert missing_to_list(pharmacies, active) == missing
