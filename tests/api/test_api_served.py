"""The API on the server that an operator starts, asked with the very commands of docs/api.md."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Portal, furnished, season  # noqa: F401 - a fixture
from tests.conftest import ROOT
from tests.servers import ask

pytestmark = pytest.mark.xdist_group("surface")
GUIDE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```sh\n# (\d{3})\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture(scope="module")
def server(
    season: Path,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Portal]:
    """A small season, as `make run` invents it."""
    running = furnished(season, tmp_path_factory.mktemp("home"))
    running.start()
    yield running
    running.stop()


def test_the_commands_of_the_guide_answer_as_it_says(server: Portal) -> None:
    """Tokens come from the command line, the server running; curl says its status last."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not here")
    assert len(COMMANDS) >= 7
    (server.home / ".curlrc").write_text('write-out = "\\n%{http_code}"\n')
    environment = server.environment | {
        "PORTAIL": server.url,
        "JETON": str(server.command("accounts", "token", "--finess", server.finess)["token"]),
        "LECTEUR": str(server.command("accounts", "token", "--account", "ministere")["token"]),
        "CURL_HOME": str(server.home),
        "HOME": str(server.home),
    }
    answers = []
    for status, command in COMMANDS:
        done = subprocess.run(
            ["bash", "-euc", command], env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        text, _, got = done.stdout.rpartition("\n")
        assert got == status, (command, text)
        answers.append(text)
    assert json.loads(answers[0])["week"] == "2026-W47"
    assert json.loads(answers[1]) == json.loads(answers[2])
    assert json.loads(answers[1])["finess"] == server.finess
    (refusal,) = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    assert json.loads(answers[4]) == json.loads(refusal)
    assert answers[-1].startswith("semaine,niveau,code")
    log = (server.home / "server.log").read_text()
    for secret in (environment["JETON"], environment["LECTEUR"], server.finess):
        assert secret not in log


def test_the_server_s_own_limit_is_french_json_too(server: Portal) -> None:
    """Past a megabyte the portal refuses before the API is asked; so does it for a foreign page."""
    path = "/api/v1/declarations"
    for body, headers, status in ((b"x" * 1_200_000, {}, 413), (b"{}", {"Origin": "https://x.example"}, 403)):
        got, answered, text = ask(server, "POST", path, body, headers)
        assert (got, answered["content-type"]) == (status, "application/json")
        assert json.loads(text)["errors"][0]["message"]
        assert answered["x-frame-options"] == "DENY"


def test_every_code_that_the_api_gives_is_in_the_guide() -> None:
    given = set(re.findall(r'"(\w+)"', (ROOT / "dp_ruptures" / "web" / "failures.py").read_text())) & {
        "internal", "unavailable", "forbidden",
    }  # fmt: skip
    for source in (ROOT / "dp_ruptures" / "api").glob("*.py"):
        text = source.read_text(encoding="utf-8")
        given |= set(re.findall(r'failure\(\s*\d{3},\s*"(\w+)"', text))
        given |= set(re.findall(r'code="(\w+)"', text))
    assert len(given) > 10
    assert {code for code in given if f"`{code}`" not in GUIDE} <= {"invalid", "bad_request"}
