"""Who may do what."""

import pytest

from dp_ruptures.rules.roles import PERMISSIONS, ROLE_NAMES, may


def test_only_the_ordre_s_analyst_sees_individual_data() -> None:
    assert [role for role in PERMISSIONS if may(role, "read_individual")] == ["analyst"]


def test_only_the_analyst_reads_the_live_stocks() -> None:
    """A live total over one declarant is that pharmacy's figure: no secrecy rule stands before it."""
    assert [role for role in PERMISSIONS if may(role, "read_stocks")] == ["analyst"]


def test_the_ministry_reads_releases_and_the_guide_and_nothing_else() -> None:
    assert PERMISSIONS["ministry"] == {"read_releases", "read_guide", "own_account"}


def test_only_a_pharmacist_declares() -> None:
    assert [role for role in PERMISSIONS if may(role, "declare")] == ["pharmacist"]


def test_a_permission_nobody_knows_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        may("admin", "read_everything")


def test_every_role_has_a_french_name() -> None:
    assert set(ROLE_NAMES) == set(PERMISSIONS)
