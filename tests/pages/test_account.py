"""Mon compte: who I am, my password, my sessions, my software's tokens."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import access, accounts, sessions, tokens
from dp_ruptures.rules.roles import PERMISSIONS
from dp_ruptures.store import Store
from dp_ruptures.throttle import Visitor
from tests.conftest import NOW, add_pharmacy
from tests.pages.conftest import PASSWORD, open_page, texts

NEW = "cinq autres mots neufs"
Enter = Callable[[str], None]


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest has no cookies: whoever confirms a password comes without a known browser."""
    monkeypatch.setattr(access, "_visitor", lambda name, client: Visitor(name, "192.0.2.1", None))


def button(page: AppTest, label: str) -> object:
    return next(found for found in page.button if found.label == label)


def change(page: AppTest, present: str, first: str, second: str) -> AppTest:
    labels = ("Mot de passe actuel", "Nouveau mot de passe", "Le même, une seconde fois")
    for label, text in zip(labels, (present, first, second), strict=True):
        next(field for field in page.text_input if field.label == label).set_value(text)
    return button(page, "Changer le mot de passe").click().run()  # type: ignore[attr-defined,no-any-return]


def password_is(store: Store, name: str, password: str) -> bool:
    account = accounts.find(store, name)
    assert account is not None
    return accounts.matches(account, password)


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_every_role_has_its_account_page(enter: Enter, role: str) -> None:
    enter(role)
    page = open_page("account.py")
    assert not page.exception
    assert f"compte-{role}" in str(page.table[0].value)
    assert ("Nom" in list(page.table[0].value.iloc[:, 0])) == (role == "pharmacist")
    assert "Sessions ouvertes" in texts(page)
    assert ("Jetons du logiciel de l'officine" in texts(page)) == (role == "pharmacist")
    assert "0800 083 200" in texts(page)


def test_a_pharmacist_sees_at_which_number_the_ordre_calls(process_store: Store, enter: Enter) -> None:
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE pharmacy SET telephone = '0465710042'")
    enter("pharmacist")
    page = open_page("account.py")
    assert "(tel:0465710042)" in str(page.table[0].value.to_csv())
    assert "agence régionale de santé" in texts(page)


def test_the_password_changes_and_only_this_session_stays(process_store: Store, enter: Enter) -> None:
    enter("analyst")
    other = sessions.trade_ticket(
        process_store, sessions.issue_ticket(process_store, "compte-analyst", NOW), NOW
    )
    page = change(open_page("account.py"), PASSWORD, NEW, NEW)
    assert "Mot de passe changé" in texts(page)
    assert password_is(process_store, "compte-analyst", NEW)
    assert other is not None
    assert sessions.person_of(process_store, other, NOW) is None
    assert "Sessions ouvertes" in texts(open_page("account.py"))


@pytest.mark.parametrize(
    ("present", "first", "second", "why"),
    [
        ("pas le bon", NEW, NEW, "n'est pas le bon"),
        (PASSWORD, "court", "court", "au moins 12"),
        (PASSWORD, NEW, NEW + "x", "diffèrent"),
        (PASSWORD, PASSWORD, PASSWORD, "le même"),
        (PASSWORD, "é" * 37, "é" * 37, "72 octets"),
        (PASSWORD, "bonjour compte-analyst", "bonjour compte-analyst", "compte-analyst"),
        ("a\0b", NEW, NEW, "n'est pas le bon"),
    ],
)
def test_a_refused_password_says_why_and_changes_nothing(  # noqa: PLR0917
    process_store: Store, enter: Enter, present: str, first: str, second: str, why: str
) -> None:
    enter("analyst")
    page = change(open_page("account.py"), present, first, second)
    assert why in texts(page)
    assert not page.exception
    assert password_is(process_store, "compte-analyst", PASSWORD)


def test_guessing_the_present_password_is_slowed_down(process_store: Store, enter: Enter) -> None:
    enter("analyst")
    page = open_page("account.py")
    for _ in range(8):
        page = change(page, "pas le bon", NEW, NEW)
    assert "Trop d'essais" in texts(page)
    assert "Trop d'essais" in texts(change(page, PASSWORD, NEW, NEW))
    assert password_is(process_store, "compte-analyst", PASSWORD)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "rien de saisi"),
        ("grenier", "7 caractères sur 12"),
        ("motdepasse2026!", "il serait refusé"),
        ("grenier violet", "correcte"),
        ("grenier violet sept lunes", "excellente"),
    ],
)
def test_the_strength_is_said_in_words_while_typing(enter: Enter, typed: str, said: str) -> None:
    enter("ministry")
    page = open_page("account.py")
    field = next(field for field in page.text_input if field.label == "Nouveau mot de passe")
    field.set_value(typed).run()
    assert said in texts(page)


def test_one_session_or_all_the_others_can_be_closed(process_store: Store, enter: Enter) -> None:
    enter("admin")
    for _ in range(3):
        sessions.trade_ticket(process_store, sessions.issue_ticket(process_store, "compte-admin", NOW), NOW)
    page = open_page("account.py")
    assert texts(page).count("cette session") == 1
    button(page, "Fermer").click().run()  # type: ignore[attr-defined]
    assert "Session fermée" in texts(page)
    assert len(sessions.live(process_store, "compte-admin", NOW)) == 3
    button(page, "Fermer toutes les autres").click().run()  # type: ignore[attr-defined]
    assert len(sessions.live(process_store, "compte-admin", NOW)) == 1
    assert "Sessions ouvertes" in texts(open_page("account.py"))


def test_a_token_is_shown_once_and_revoked(process_store: Store, finess: str, enter: Enter) -> None:
    enter("pharmacist")
    page = open_page("account.py")
    next(field for field in page.text_input if field.label == "Nom du logiciel").set_value("**LGO** $x$")
    button(page, "Créer un jeton").click().run()  # type: ignore[attr-defined]
    token = str(page.code[0].value)
    bearer = tokens.bearer_of(process_store, token, NOW + timedelta(hours=1))
    assert bearer is not None
    assert (bearer.role, bearer.finess) == ("pharmacist", finess)
    assert r"\*\*LGO\*\* \$x\$" in texts(page)
    page.run()
    assert token not in texts(page)
    assert not page.code
    button(page, "Révoquer").click().run()  # type: ignore[attr-defined]
    assert "révoqué" in texts(page)
    assert tokens.bearer_of(process_store, token, NOW) is None


@pytest.mark.parametrize("role", ["ministry", "analyst"])
def test_a_reader_of_releases_makes_and_revokes_a_token_of_their_account(
    process_store: Store, finess: str, enter: Enter, role: str
) -> None:
    enter(role)
    page = open_page("account.py")
    assert "Jetons de lecture des publications" in texts(page)
    next(field for field in page.text_input if field.label == "Nom du logiciel").set_value("Tableur")
    button(page, "Créer un jeton").click().run()  # type: ignore[attr-defined]
    token = str(page.code[0].value)
    bearer = tokens.bearer_of(process_store, token, NOW)
    assert bearer is not None
    assert (bearer.role, bearer.finess) == (role, None)
    button(page, "Révoquer").click().run()  # type: ignore[attr-defined]
    assert tokens.bearer_of(process_store, token, NOW) is None


def test_a_pharmacist_sees_only_their_own_pharmacy_s_tokens(
    process_store: Store, finess: str, enter: Enter
) -> None:
    other = add_pharmacy(process_store, "01000231")
    tokens.create(process_store, other, "le voisin", account_name=None, now=NOW, actor="t")
    enter("pharmacist")
    assert "le voisin" not in texts(open_page("account.py"))
