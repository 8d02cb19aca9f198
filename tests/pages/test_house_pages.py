"""The administration and the mode opératoire."""

from collections.abc import Callable

import pytest

from dp_ruptures.rules.roles import PERMISSIONS
from dp_ruptures.store import Store
from tests.pages.conftest import open_page, texts

Enter = Callable[[str], None]


def test_the_administration_counts_what_the_store_holds(process_store: Store, enter: Enter) -> None:
    enter("admin")
    page = open_page("administration.py")
    assert {metric.label: metric.value for metric in page.metric}["Officines en activité"] == "1"
    assert "Saison 2026-2027" in texts(page)
    assert len(page.table[0].value) == 10


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_everybody_reads_the_mode_operatoire(process_store: Store, enter: Enter, role: str) -> None:
    enter(role)
    said = texts(open_page("guide.py"))
    assert "Qui voit quoi" in said
    assert "0800 083 200" in said
