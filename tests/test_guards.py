"""Every page asks for its permission before anything else; no page escapes the table of screens."""

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dp_ruptures.rules.roles import PERMISSIONS, ROLE_NAMES, may
from dp_ruptures.screens import SCREENS, Screen, screens_of
from dp_ruptures.store import Store
from tests.conftest import ROOT
from tests.pages.conftest import *  # noqa: F403 - the fixtures of pages serve here too
from tests.pages.conftest import open_page, texts

PAGES = sorted((ROOT / "pages").glob("**/*.py"))
DECLARED = {screen.path: screen.permission for screen in SCREENS}
REFUSED = "n'est pas ouverte à votre compte"
Enter = Callable[[str], None]


def guard_of(path: Path) -> str | None:
    """The permission that the page's first executable statement asks for, if it does."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    rest = [statement for statement in body if not isinstance(statement, ast.Import | ast.ImportFrom)]
    # An import after the guard is no matter; one statement before it is.
    first = rest[0] if rest else None
    if not isinstance(first, ast.Expr | ast.Assign) or not isinstance(first.value, ast.Call):
        return None
    call = first.value
    if ast.unparse(call.func) != "access.require" or len(call.args) != 1 or call.keywords:
        return None
    asked = call.args[0]
    return asked.value if isinstance(asked, ast.Constant) and isinstance(asked.value, str) else None


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_begins_with_its_guard(path: Path) -> None:
    assert path in DECLARED, "a page that no screen names escapes the menu and this test of roles"
    assert guard_of(path) == DECLARED[path]
    source = ast.parse(path.read_text(encoding="utf-8"))
    doors = [
        node for node in source.body if isinstance(node, ast.ImportFrom) and node.module == "dp_ruptures"
    ]
    assert any(name.name == "access" and not name.asname for door in doors for name in door.names)


def test_every_screen_has_its_page_and_its_own_address() -> None:
    assert PAGES
    assert set(DECLARED) == set(PAGES)
    assert len({screen.address for screen in SCREENS}) == len(SCREENS)


@pytest.mark.parametrize(
    "source",
    [
        "import streamlit as st\nst.title('secret')\n",
        "from dp_ruptures import access\nx = 1\naccess.require('declare')\n",
        "from dp_ruptures import access\nif True:\n    access.require('declare')\n",
        "from dp_ruptures import access\naccess.require(permission)\n",
        "from dp_ruptures import access\naccess.requires('declare')\n",
        "from dp_ruptures import access\ndef f():\n    access.require('declare')\n",
        "from dp_ruptures import access\naccess.require\n",
        "from dp_ruptures import access\nprint(access.require('declare'))\n",
        "'''Only words.'''\n",
        "",
    ],
)
def test_a_page_without_its_guard_would_be_seen(tmp_path: Path, source: str) -> None:
    page = tmp_path / "page.py"
    page.write_text(source)
    assert guard_of(page) is None


@pytest.mark.parametrize("guard", ["access.require('declare')", "person = access.require('declare')"])
def test_both_ways_to_write_a_guard_are_read(tmp_path: Path, guard: str) -> None:
    page = tmp_path / "page.py"
    page.write_text(f"'''A page.'''\nimport streamlit as st\nfrom dp_ruptures import access\n{guard}\n")
    assert guard_of(page) == "declare"


def test_roles_and_permissions_live_in_one_table() -> None:
    assert set(ROLE_NAMES) == set(PERMISSIONS)
    known = set().union(*PERMISSIONS.values())
    assert {screen.permission for screen in SCREENS} <= known
    for path in [*ROOT.glob("dp_ruptures/**/*.py"), *PAGES]:
        if path.name != "roles.py":
            assert "PERMISSIONS[" not in path.read_text(encoding="utf-8"), path.name


def test_no_role_mixes_what_must_stay_apart() -> None:
    for role in PERMISSIONS:
        if role != "pharmacist":
            assert not may(role, "declare")
        if role != "analyst":
            assert not may(role, "read_stocks")
        if role != "admin":
            assert not may(role, "administer")
    assert PERMISSIONS["ministry"] & {"read_releases"}
    assert [role for role in PERMISSIONS if may(role, "read_individual")] == ["analyst"]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.file)
def test_a_page_opens_to_its_roles_only(process_store: Store, enter: Enter, screen: Screen) -> None:
    """The page file alone, as if the navigation let it through."""
    for role in sorted(PERMISSIONS):
        enter(role)
        page = open_page(screen.file)
        assert not page.exception
        if screen in screens_of(role):
            assert REFUSED not in texts(page)
            assert len(page.title) + len(page.markdown) > 0
        else:
            assert texts(page) == f"Cette page {REFUSED}."
            assert [*page.table, *page.dataframe, *page.metric] == []


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.file)
def test_a_page_shows_nothing_without_a_session(
    process_store: Store, monkeypatch: pytest.MonkeyPatch, screen: Screen
) -> None:
    for token in (None, "", "forged", "' OR 1=1 --", "é\0😀", "x" * 100_000):
        monkeypatch.setattr("dp_ruptures.access.session_token", lambda token=token: token)
        page = open_page(screen.file)
        assert texts(page) == "Votre session est terminée. Rechargez la page pour vous connecter."
        assert [*page.table, *page.text_input, *page.button] == []


# The old mode of Streamlit, which serves pages/ to anybody (pitfalls.md, fact 1). It is a
# state of the whole process: each case is asked of a fresh one.

FRESH = """
import sys
from streamlit.testing.v1 import AppTest
from dp_ruptures import access
access.session_token = lambda: None  # AppTest has no cookies, only a stand-in for them.
main, page = sys.argv[1:]
seen = AppTest.from_file(main, default_timeout=60).switch_page(page).run()
for kind in (seen.title, seen.markdown, seen.text_input, seen.table, seen.metric, seen.error, seen.exception):
    for element in kind:
        print(getattr(element, "label", ""), element.value)
"""


def fresh(home: Path, main: Path, page: str) -> str:
    """What the first visitor of a new process reads at that page's address."""
    done = subprocess.run(
        [sys.executable, "-c", FRESH, str(main), page],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
        env={"PATH": "/usr/bin:/bin", "DP_RUPTURES_HOME": str(home), "HOME": str(home)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("screen", [SCREENS[0], SCREENS[2], SCREENS[-2]], ids=lambda screen: screen.file)
def test_a_fresh_process_shows_no_page_before_login(tmp_path: Path, screen: Screen) -> None:
    said = fresh(tmp_path, ROOT / "dp_ruptures" / "portal.py", f"../pages/{screen.file}")
    assert "Identifiant" in said
    assert screen.title not in said


def test_the_leak_is_real_where_the_main_script_stands_beside_pages(tmp_path: Path) -> None:
    """What the test above would see: Streamlit runs the page without its main script."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "secret.py").write_text("import streamlit as st\nst.title('TOUT LE STOCK')\n")
    (tmp_path / "app.py").write_text("import streamlit as st\nst.write('connexion')\nst.stop()\n")
    said = fresh(tmp_path, tmp_path / "app.py", "pages/secret.py")
    assert "TOUT LE STOCK" in said


def test_the_main_script_does_not_stand_beside_pages() -> None:
    assert not (ROOT / "dp_ruptures" / "pages").exists()
    assert 'st.App(\n    ROOT / "dp_ruptures" / "portal.py"' in (ROOT / "app.py").read_text(encoding="utf-8")
