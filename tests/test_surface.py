"""What a visitor may reach, asked of a real server over real sockets."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator

import pytest

from dp_ruptures import settings
from dp_ruptures.web.headers import INDEX, content_security_policy, inline_script_hashes
from dp_ruptures.web.layers import hosts
from dp_ruptures.web.surface import MAX_BODY_BYTES
from tests.browser.conftest import PASSWORD, Portal
from tests.servers import HTML, ask, free_port

pytestmark = pytest.mark.xdist_group("surface")
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal on an empty house with one account, as an operator starts it."""
    running = Portal(tmp_path_factory.mktemp("home"), free_port())
    running.command("init")
    running.command("accounts", "create", "ordre", "--role", "analyst", "--password", PASSWORD)
    running.start()
    yield running
    running.stop()


def stylesheet(server: Portal) -> str:
    found = re.search(r'(?:src|href)="\.?(/static/[^"]+)"', ask(server, "GET", "/", headers=HTML)[2])
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/carte", 200),
        ("GET", "/une-adresse-inconnue", 200),
        ("GET", "/assets/fr.js", 200),
        ("GET", "/healthz", 200),
        ("GET", "/_stcore/health", 200),
        ("GET", "static", 200),
        ("GET", "/assets/absent.js", 404),
        ("GET", "/media/absent.csv", 404),
        ("GET", "/_stcore/metrics", 404),
        ("GET", "/assets/../app.py", 400),
        ("GET", "//example.com", 400),
        ("DELETE", "/session", 405),
        ("POST", "/session", 415),
    ],
)
def test_every_answer_carries_the_headers_errors_included(
    server: Portal, method: str, path: str, status: int
) -> None:
    path = stylesheet(server) if path == "static" else path
    got, headers, _ = ask(server, method, path)
    assert got == status
    assert headers["content-security-policy"] == content_security_policy()
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["permissions-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "strict-transport-security" not in headers, "a promise of https over http locks people out"
    assert not re.search(r"\d\.\d", headers.get("server", "")), "no version for whoever looks for its flaws"


def test_the_policy_names_the_inline_script_of_the_page_served(server: Portal) -> None:
    page = ask(server, "GET", "/", headers=HTML)[2]
    scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    assert scripts, "Streamlit's first page changed: look at headers.py again"
    assert INDEX.read_text(encoding="utf-8").count(scripts[0]) == 1
    assert len(scripts) == len(list(inline_script_hashes()))
    assert "'unsafe-inline'" not in content_security_policy().split("script-src")[1].split(";")[0]
    assert "'unsafe-eval'" not in content_security_policy()


def test_the_policy_s_hashes_are_those_of_the_installed_streamlit() -> None:
    scripts = re.findall(r"<script>(.*?)</script>", INDEX.read_text(encoding="utf-8"), re.DOTALL)
    hashed = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert hashed
    for digest in hashed:
        assert f"'sha256-{digest}'" in content_security_policy()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/_stcore/metrics"),
        ("GET", "/_stcore/metrics/"),
        ("POST", "/_stcore/agent/mcp"),
        ("GET", "/_stcore/agent"),
        ("GET", "/_stcore/agent/anything"),
        ("GET", "/_stcore/script-health-check"),
    ],
)
def test_streamlit_s_back_doors_are_closed(server: Portal, method: str, path: str) -> None:
    status, _, text = ask(server, method, path)
    assert status == 404
    assert "cache" not in text


def test_the_probes_are_open(server: Portal) -> None:
    assert ask(server, "GET", "/_stcore/health")[2] == "ok"
    assert json.loads(ask(server, "GET", "/healthz")[2]) == {"status": "ok"}
    assert ask(server, "GET", "/readyz")[0] == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "BREW"])
def test_an_unusual_method_is_refused(server: Portal, method: str) -> None:
    assert ask(server, method, "/carte")[0] in {400, 405}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/carte", "/assets/fr.js", "/healthz"])
def test_pages_and_assets_are_only_read(server: Portal, method: str, path: str) -> None:
    assert ask(server, method, path)[0] == 405


def test_an_error_is_a_french_page_with_a_reference_that_the_log_knows(server: Portal) -> None:
    status, headers, text = ask(server, "GET", "/assets/010002301-absent.js", headers=HTML)
    assert status == 404
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="fr">' in text
    assert "Page introuvable" in text
    assert "0800 083 200" in text
    reference = re.search(r"référence <strong>([0-9a-f]{8})</strong>", text)
    assert reference is not None
    assert reference[1] in (server.home / "server.log").read_text()


def test_an_error_is_a_french_sentence_for_whoever_reads_no_html(server: Portal) -> None:
    _, headers, text = ask(server, "GET", "/assets/absent.js")
    assert headers["content-type"] == "text/plain; charset=utf-8"
    assert re.fullmatch(r"Page introuvable\. .* Référence [0-9a-f]{8}\.\n", text)


def test_a_head_request_of_an_error_has_no_body(server: Portal) -> None:
    status, headers, text = ask(server, "HEAD", "/assets/absent.js")
    assert (status, text) == (404, "")
    assert int(headers["content-length"]) > 0


@pytest.mark.parametrize(
    "origin", ["https://ailleurs.example", "null", "http://localhost:1", "http://127.0.0.1"]
)
def test_another_site_cannot_act_in_a_visitor_s_name(server: Portal, origin: str) -> None:
    body = json.dumps({"ticket": "x"}).encode()
    assert ask(server, "POST", "/session", body, {"Origin": origin})[0] == 403
    assert ask(server, "POST", "/session/end", b"{}", {"Origin": origin})[0] == 403
    assert ask(server, "POST", "/session", body, {"Origin": server.url, **JSON})[0] == 401


def test_a_body_past_the_limit_is_refused_announced_or_not(server: Portal) -> None:
    big = b"x" * (MAX_BODY_BYTES + 1)
    assert ask(server, "POST", "/session", big, JSON)[0] == 413
    chunks = (big[start : start + 50_000] for start in range(0, len(big), 50_000))
    assert ask(server, "POST", "/session", chunks, JSON)[0] == 413


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("cookie", ["", "dp_session=forged"])
def test_a_file_from_a_stranger_is_refused(server: Portal, method: str, cookie: str) -> None:
    path = "/_stcore/upload_file/11111111-1111-1111-1111-111111111111/f"
    assert ask(server, method, path, b"x" * 1000, {"Cookie": cookie})[0] == 403


def test_a_large_file_is_refused_before_it_is_read(server: Portal) -> None:
    path = "/_stcore/upload_file/s/f"
    assert ask(server, "PUT", path, b"x" * (2 * 1024 * 1024))[0] == 413


def test_downloads_and_sessions_leave_no_copy(server: Portal) -> None:
    assert ask(server, "POST", "/session")[1]["cache-control"] == "no-store"
    assert ask(server, "GET", "/media/x.csv")[1]["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/media/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/app.py", "/component/x"]
)
def test_no_path_leaves_its_folder(server: Portal, path: str) -> None:
    status, _, text = ask(server, "GET", path)
    assert status in {400, 404}
    assert "root:" not in text
    assert "import" not in text


# Production.


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal as it stands behind a TLS proxy."""
    running = _Production(tmp_path_factory.mktemp("home"), free_port())
    running.command("init")
    running.start()
    yield running
    running.stop()


class _Production(Portal):
    @property
    def environment(self) -> dict[str, str]:
        kept = {name: content for name, content in super().environment.items() if name != "DP_RUPTURES_NOW"}
        return {**kept, "DP_RUPTURES_ENV": "production", "DP_RUPTURES_BASE_URL": "https://stocks.exemple.fr"}


def test_behind_tls_the_browser_is_told_to_stay_there(production: Portal) -> None:
    _, headers, _ = ask(production, "GET", "/", headers={"Host": "stocks.exemple.fr"})
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("host", ["mechant.example", "stocks.exemple.fr.mechant.example", ""])
def test_in_production_only_the_portal_s_own_name_is_answered(production: Portal, host: str) -> None:
    status, headers, text = ask(production, "GET", "/", headers={"Host": host})
    assert status == 400
    assert "Référence" in text
    assert headers["x-frame-options"] == "DENY"
    assert ask(production, "GET", "/", headers={"Host": "stocks.exemple.fr"})[0] == 200
    assert ask(production, "GET", "/healthz")[0] == 200


def test_behind_a_proxy_the_public_address_may_act(production: Portal) -> None:
    """Whether or not the proxy hands the Host header on."""
    for host in ("stocks.exemple.fr", "localhost"):
        headers = {"Host": host, "Origin": "https://stocks.exemple.fr", **JSON}
        assert ask(production, "POST", "/session", b"{}", headers)[0] == 401


def test_a_developer_s_machine_answers_to_any_name() -> None:
    assert hosts(settings.load({})) == ["*"]
