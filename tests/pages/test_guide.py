"""The mode opératoire: each reader's part first, dates of the day, a diagnostic that tells no figure."""

from collections.abc import Callable
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import declarations, diagnostic, guide
from dp_ruptures.guide import Picture
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.roles import PERMISSIONS
from dp_ruptures.rules.week import PARIS, week_of
from dp_ruptures.store import Store
from tests.conftest import NOW, ROOT
from tests.pages.conftest import open_page, texts

Enter = Callable[..., None]
VACCINE = "3400930306000"


def titles(role: str, now: datetime = NOW) -> list[str]:
    return [section.title for section in guide.of_role(role, now)]


@pytest.mark.parametrize(
    ("role", "first"),
    [
        ("pharmacist", "La semaine en une minute"),
        ("analyst", "Lire les stocks"),
        ("ministry", "Lire la semaine"),
        ("admin", "Administrer"),
    ],
)
def test_a_reader_begins_with_what_concerns_them(role: str, first: str) -> None:
    assert titles(role)[0] == first
    for common in ("Qui voit quoi", "Durée de conservation et vos droits", guide.SUPPORT):
        assert titles(role).count(common) == 1


def test_each_part_of_the_text_has_its_reader() -> None:
    own = {role: titles(role) for role in PERMISSIONS}
    assert "Publier" in own["analyst"]
    assert not {"Publier", "Administrer", "Lire la semaine"} & set(own["pharmacist"])
    assert not {"Publier", "Administrer", "La semaine en une minute"} & set(own["ministry"])


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_nothing_is_left_to_compute_and_every_picture_is_there(role: str) -> None:
    blocks = [block for section in guide.of_role(role, NOW) for block in section.blocks]
    pictures = [block for block in blocks if isinstance(block, Picture)]
    assert all(picture.file.is_file() and len(picture.alt) > len(picture.caption) for picture in pictures)
    written = "".join(block for block in blocks if isinstance(block, str))
    for left in ("$", "![", "<!--", " :", " »", "« "):
        assert left not in written


def test_the_pictures_of_the_documents_are_light() -> None:
    assert sum(file.stat().st_size for file in (ROOT / "docs" / "images").iterdir()) < 600_000


def test_the_week_s_figures_are_erased_on_the_day_that_the_rule_gives() -> None:
    assert guide.words(NOW)["effacement"] == "17 mai 2027"
    assert guide.words(NOW)["semaine"].endswith("S47")


@pytest.mark.parametrize(
    ("day", "martinique", "reunion"), [("2026-11-18", "19 h", "3 h"), ("2026-10-14", "18 h", "2 h")]
)
def test_the_end_of_the_week_is_said_on_the_watches_overseas(day: str, martinique: str, reunion: str) -> None:
    """Paris changes to winter time, they do not: the week of 14 October still ends in summer time."""
    told = guide.words(datetime.fromisoformat(f"{day}T10:00:00+00:00"))["outremer"].replace("\u00a0", " ")
    assert f"Guadeloupe, Martinique dimanche {martinique}," in told
    assert told.endswith(f"La Réunion lundi {reunion}")


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_the_page_shows_each_reader_their_part_its_pictures_and_whom_to_call(
    process_store: Store, enter: Enter, role: str
) -> None:
    enter(role)
    page = open_page("guide.py")
    assert not page.exception
    assert [header.value for header in page.header] == titles(role)
    assert len(page.get("image")) == sum(
        isinstance(block, Picture) for section in guide.of_role(role, NOW) for block in section.blocks
    )
    assert "0800 083 200" in texts(page)
    assert "supportdp@docapost.fr" in texts(page)
    assert "Semaine : 2026-S47" in page.code[0].value


def test_the_diagnostic_tells_the_receipt_and_no_quantity_nor_finess(
    process_store: Store, finess: str, enter: Enter
) -> None:
    sent = Declaration(
        finess, week_of(NOW), (Line(VACCINE, QUANTITY, units=4321),), author="a", channel="form"
    )
    receipt = declarations.declare(process_store, sent, NOW)
    enter("pharmacist")
    told = open_page("guide.py").code[0].value
    assert f"Dernier récépissé : {receipt.number} (2026-S47)" in told
    assert f"Version : {diagnostic.version()}, schéma {diagnostic.schema(process_store)}" in told
    assert "Rôle : Officine" in told
    assert "18 nov. 2026 à 11" in told
    for secret in (finess, "4321", VACCINE, "Pharmacie du Lac", "compte-pharmacist"):
        assert secret not in told


def test_the_diagnostic_of_who_declares_nothing_has_no_receipt(process_store: Store, enter: Enter) -> None:
    enter("ministry")
    told = open_page("guide.py").code[0].value
    assert "récépissé" not in told
    assert "Rôle : Ministère" in told


def test_the_diagnostic_names_the_page_that_one_comes_from(process_store: Store, enter: Enter) -> None:
    enter("pharmacist")
    portal = AppTest.from_file(str(ROOT / "dp_ruptures" / "portal.py"), default_timeout=30).run()
    portal.switch_page("../pages/my_products.py").run()
    portal.switch_page("../pages/guide.py").run()
    assert "Page : Mes produits" in portal.code[0].value
    assert NOW.astimezone(PARIS).hour == 11
