"""A link that asks for what is not there: said under the field, and the rest of the page as usual."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures.store import Store
from tests.conftest import ROOT

Enter = Callable[..., None]


@pytest.mark.parametrize(
    ("role", "file", "name", "asked", "shown"),
    [
        ("analyst", "responses.py", "zone", "Narnia", "France entière"),
        ("analyst", "responses.py", "semaine", "2019-S11", "la plus récente"),
        ("analyst", "responses.py", "detail", "<b>", "Régions"),
        ("analyst", "quality.py", "motif", "facteur de boîte (12)", "tous les motifs"),
        ("admin", "accounts.py", "role", "Directeur", "Tous les rôles"),
        ("admin", "registers.py", "registre", "Secrets", "Accès"),
        ("admin", "campaign_settings.py", "saison", "Saison 1999-2000", "Saison 2026-2027"),
    ],
)  # fmt: skip
def test_a_wrong_value_of_a_link_is_said_under_its_field(  # noqa: PLR0917
    process_store: Store, enter: Enter, role: str, file: str, name: str, asked: str, shown: str
) -> None:
    enter(role)
    page = AppTest.from_file(str(ROOT / "pages" / file), default_timeout=30)
    page.query_params[name] = asked
    page.run()
    assert not page.exception
    (said,) = [alert.value for alert in page.warning if alert.value.startswith("Le lien demande")]
    assert said.endswith(f"que cette liste ne contient pas : « {shown} » est affiché à la place.")
