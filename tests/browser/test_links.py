"""Invitations, forgotten passwords and « Mon compte », with a real mail server and a real browser."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.accessibility import serious
from tests.browser.conftest import PASSWORD, Portal, fill_login, furnished, log_in, log_in_by_form, settle
from tests.postbox import Post, Postbox

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NEW = "cinq autres mots neufs"
DOOR = "Première connexion ou mot de passe oublié ?"


@pytest.fixture(scope="module")
def post() -> Iterator[Post]:
    with Post(Postbox()) as running:
        yield running


@pytest.fixture(scope="module")
def portal(season: Path, post: Post, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal of its own, which writes letters; accounts `pharmacie`, `ordre` get an address."""
    with pytest.MonkeyPatch.context() as patch:
        running = furnished(season, tmp_path_factory.mktemp("home"))
        patch.setenv("DP_RUPTURES_SMTP", post.url())
        patch.setenv("DP_RUPTURES_BASE_URL", running.url)
        running.start()
        for name in ("lecteur", "lectrice"):
            email = f"{name}@exemple.fr"
            role = ("--role", "ministry", "--password", PASSWORD, "--email", email)
            running.command("accounts", "create", name, *role)
        running.command("accounts", "invite", "--all")
        yield running
        running.stop()


def link(post: Post, to: str | None = None) -> str:
    """The address in the latest letter (to `to`), waited for: it leaves behind the scenes."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        for letter in reversed(post.box.letters):
            if to is None or letter["To"] == to:
                found = re.search(r"http://\S+/lien\?cle=\S+", letter.get_content())
                assert found is not None
                return found[0]
        time.sleep(0.05)
    raise AssertionError(f"no letter to {to}")


def unused(post: Post) -> str:
    """The invitation of a pharmacy that no test opens."""
    return link(post, str(post.box.letters[0]["To"]))


def ask(page: Page, portal: Portal, name: str) -> str:
    """Ask for a link as a person; the answer."""
    page.goto(portal.url)
    page.get_by_text(DOOR).click()
    # The login has a field of that name too: what is typed there before the page changes is lost.
    expect(page.get_by_role("heading", level=1)).to_have_text("Première connexion ou mot de passe oublié")
    settle(page)
    page.get_by_label("Identifiant").fill(name)
    page.get_by_role("button", name="Recevoir un lien").click()
    answer = page.get_by_test_id("stAlert")
    expect(answer).to_be_visible()
    return answer.inner_text()


def choose(page: Page, first: str, second: str | None = None) -> None:
    page.get_by_label("Nouveau mot de passe").fill(first)
    page.get_by_label("Le même, une seconde fois").fill(first if second is None else second)
    page.get_by_role("button", name="Enregistrer le mot de passe").click()


def test_an_invited_pharmacist_chooses_a_password_and_lands_on_the_declaration(
    portal: Portal, page: Page, post: Post
) -> None:
    address = link(post)
    page.goto(address)
    settle(page)
    assert serious(page) == []
    page.get_by_label("Nouveau mot de passe").press_sequentially("grenier")
    expect(page.get_by_text("7 caractères sur 12")).to_be_visible()
    choose(page, "motdepasse2026!")
    expect(page.get_by_text("parmi les plus courants")).to_be_visible()
    choose(page, "é" * 37)
    expect(page.get_by_text("72 octets")).to_be_visible()
    choose(page, NEW, NEW + "x")
    expect(page.get_by_text("Les deux saisies diffèrent")).to_be_visible()
    choose(page, NEW)
    expect(page.get_by_text("Mot de passe enregistré")).to_be_visible()
    assert "cle=" not in page.url
    name = re.search(r"compte « (\w+) »", page.get_by_test_id("stAlert").inner_text())
    assert name is not None
    page.get_by_role("link", name="Se connecter").click()
    fill_login(page, name[1], NEW)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nouvelle déclaration constatée")


def test_a_double_click_sets_the_password_once_and_says_so(portal: Portal, page: Page, post: Post) -> None:
    ask(page, portal, "lectrice")
    page.goto(link(post, "lectrice@exemple.fr"))
    page.get_by_label("Nouveau mot de passe").fill(NEW)
    page.get_by_label("Le même, une seconde fois").fill(NEW)
    page.get_by_role("button", name="Enregistrer le mot de passe").dblclick()
    expect(page.get_by_text("Mot de passe enregistré")).to_be_visible()
    settle(page)
    expect(page.get_by_text("déjà servi")).to_have_count(0)


def test_the_answer_is_the_same_whoever_asks(portal: Portal, page: Page, post: Post) -> None:
    answers = {ask(page, portal, name) for name in ("personne", "lecteur", "x\u200b🐢", "' OR 1=1 --")}
    assert len(answers) == 1
    assert "Si cet identifiant existe" in answers.pop()
    link(post, "lecteur@exemple.fr")


def test_a_link_ends_the_sessions_opened_elsewhere_and_serves_once(
    portal: Portal, page: Page, browser: Browser, post: Post
) -> None:
    elsewhere = browser.new_context().new_page()
    log_in_by_form(elsewhere, portal, "lecteur")
    ask(page, portal, "lecteur")
    address = link(post, "lecteur@exemple.fr")
    page.goto(address)
    choose(page, NEW)
    expect(page.get_by_text("Mot de passe enregistré")).to_be_visible()
    elsewhere.goto(portal.url)
    expect(elsewhere.get_by_label("Identifiant")).to_be_visible()
    elsewhere.goto(address)
    expect(elsewhere.get_by_text("déjà servi")).to_be_visible()
    expect(elsewhere.get_by_text("0800 083 200").first).to_be_visible()
    elsewhere.context.close()


def test_a_link_of_another_account_is_refused_while_one_is_open(
    portal: Portal, page: Page, post: Post
) -> None:
    log_in(page, portal, "admin")
    page.goto(unused(post))
    expect(page.get_by_text("pour un autre compte que celui qui est ouvert ici")).to_be_visible()
    expect(page.get_by_label("Nouveau mot de passe")).to_have_count(0)


def test_an_unknown_link_says_what_to_do(portal: Portal, page: Page) -> None:
    for key in ("?cle=", "?cle=forge", "?cle=%00", "?cle=%F0%9F%90%A2", "?cle=a&cle=b", ""):
        page.goto(f"{portal.url}/lien{key}")
        expect(page.get_by_text("Ce lien n'est pas complet ou n'existe pas.")).to_be_visible()
    settle(page)
    assert serious(page) == []
    page.get_by_role("link", name=DOOR).click()
    expect(page.get_by_role("button", name="Recevoir un lien")).to_be_visible()


def test_one_s_own_password_token_and_sessions(
    portal: Portal, page: Page, context: BrowserContext, browser: Browser
) -> None:
    elsewhere = browser.new_context().new_page()
    log_in_by_form(elsewhere, portal, "pharmacie")
    log_in(page, portal, "pharmacie", "/mon-compte")
    page.get_by_label("Nom du logiciel").fill("LGO")
    page.get_by_role("button", name="Créer un jeton").click()
    token = page.get_by_test_id("stCode").inner_text().strip()
    assert token.startswith("dpr_")
    page.reload()
    expect(page.get_by_role("button", name="Révoquer")).to_be_visible()
    assert token not in page.locator("body").inner_text()
    page.get_by_label("Mot de passe actuel").fill(PASSWORD)
    page.get_by_label("Nouveau mot de passe").fill(NEW)
    page.get_by_label("Le même, une seconde fois").fill(NEW)
    page.get_by_role("button", name="Changer le mot de passe").click()
    expect(page.get_by_text("Mot de passe changé.")).to_be_visible()
    elsewhere.goto(portal.url)
    expect(elsewhere.get_by_label("Identifiant")).to_be_visible()
    elsewhere.context.close()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon compte")
    assert token not in (portal.home / "server.log").read_text()


def test_an_expired_link_says_what_to_do(portal: Portal, page: Page, post: Post) -> None:
    portal.stop()
    with duckdb.connect(str(portal.home / "dp_ruptures.duckdb")) as opened:
        opened.execute("UPDATE one_time_link SET expires_at = created_at")
    portal.start()
    page.goto(unused(post))
    expect(page.get_by_text("Ce lien a expiré.")).to_be_visible()


def test_no_secret_and_no_finess_reach_the_log(portal: Portal, post: Post) -> None:
    log = (portal.home / "server.log").read_text()
    keys = [re.search(r"cle=(\S+)", letter.get_content()) for letter in post.box.letters]
    assert len(keys) > 30
    assert not [found for found in keys if found and found[1] in log]
    assert NEW not in log
    assert not re.search(r"\b\d[0-9AB]\d{7}\b", log)
    assert "Traceback" not in log
