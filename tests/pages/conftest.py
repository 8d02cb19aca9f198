"""Pages run by AppTest on a temporary store, as a person whose session is real."""

from collections.abc import Callable
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import access, accounts, sessions
from dp_ruptures.store import Store
from tests.conftest import NOW, ROOT, add_pharmacy

PASSWORD = "un mot de passe de test"


@pytest.fixture
def finess(process_store: Store) -> str:
    """The pharmacy of the account `officine`."""
    return add_pharmacy(process_store, "01000230", name="Pharmacie du Lac")


@pytest.fixture
def enter(process_store: Store, finess: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`enter("pharmacist")`: from now on the browser of the tests carries that role's session."""

    def as_role(role: str, now: datetime = NOW) -> None:
        name = f"compte-{role}"
        if accounts.find(process_store, name) is None:
            accounts.create_with_password(
                process_store, name=name, role=role, finess=finess if role == "pharmacist" else None,
                password=PASSWORD, now=now, actor="test",
            )  # fmt: skip
        token = sessions.trade_ticket(process_store, sessions.issue_ticket(process_store, name, now), now)
        monkeypatch.setattr(access, "session_token", lambda: token)

    return as_role


def open_page(file: str) -> AppTest:
    """One run of `pages/<file>`, alone as its own guard sees it."""
    return AppTest.from_file(str(ROOT / "pages" / file), default_timeout=30).run()


def texts(page: AppTest) -> str:
    """Everything a page says, to look for a sentence in."""
    kinds = (page.title, page.header, page.subheader, page.markdown, page.caption, page.info, page.success)
    alerts = (page.error, page.warning)
    return "\n".join(str(element.value) for kind in (*kinds, *alerts) for element in kind)
