"""The portal itself: one run of its main script for every role."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import access
from dp_ruptures.rules.roles import ROLE_NAMES
from dp_ruptures.screens import MOVED, SCREENS, moved_to
from tests.conftest import ROOT
from tests.pages.conftest import texts

Enter = Callable[..., None]
LANDING = {
    "pharmacist": "Nouvelle déclaration constatée",
    "analyst": "Explorer les stocks",
    "ministry": "La réponse de la semaine",
    "admin": "Administration",
}


def _portal() -> AppTest:
    return AppTest.from_file(str(ROOT / "dp_ruptures" / "portal.py"), default_timeout=30).run()


def test_every_role_has_a_page_to_land_on() -> None:
    assert set(LANDING) == set(ROLE_NAMES)


@pytest.mark.parametrize("role", LANDING)
def test_a_role_lands_on_its_first_page(enter: Enter, role: str) -> None:
    enter(role)
    page = _portal()
    assert not page.exception
    assert LANDING[role] in page.title[0].value
    assert "Se déconnecter" in [button.label for button in page.button]
    # A login is no name, to be capitalised: « Ministere · Ministère ».
    known = (
        "Pharmacie du Lac · Officine"
        if role == "pharmacist"
        else f"{ROLE_NAMES[role]} · compte compte-{role}"
    )
    assert known in texts(page)


@pytest.mark.usefixtures("process_store")
def test_a_stranger_lands_on_the_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "session_token", lambda: None)
    page = _portal()
    assert not page.exception
    assert "Se connecter" in [button.label for button in page.button]
    assert "Déclaration des ruptures" in texts(page)


@pytest.mark.parametrize("role", LANDING)
def test_a_former_address_leads_only_those_who_may_open_what_took_its_place(role: str) -> None:
    led = moved_to("tendances", role)
    assert (led.title if led else None) == ("Explorer les stocks" if role == "analyst" else None)
    assert not set(MOVED) & {screen.address for screen in SCREENS}
