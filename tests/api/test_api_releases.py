"""The frozen releases over HTTP: whoever may read them, to the byte, from the disk or made again."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dp_ruptures import accounts, operations, tokens
from dp_ruptures.api import shelf
from dp_ruptures.progress import silent
from dp_ruptures.rules.week import Week, parse_week
from dp_ruptures.store import Store, holder
from tests.api.api_doors import API, VACCINE, faults, shows
from tests.conftest import NOW
from tests.rows import declare, put
from tests.test_isolation import Recorder, tables

RELEASED = parse_week("2026-W46")
LIST = f"{API}/releases"
READERS = ["ministry", "analyst"]


_released: dict[str, bytes] = {}


@pytest.fixture
def folder(home: Path) -> Path:
    """The release's own folder."""
    return home / "releases" / RELEASED.iso


@pytest.fixture
def released(process_store: Store, pharmacy: Callable[..., str], folder: Path) -> dict[str, bytes]:
    """A released week, its files on the disk as they were written; name → bytes of each."""
    if not _released:
        for number in range(4):
            declare(process_store, 900 + number, pharmacy(), RELEASED.monday, {VACCINE: 20 + number})
        asked = {"week": RELEASED.iso, "out": None, "dry_run": False}
        operations.perform(process_store, "release", asked, silent)
        _released.update({file.name: file.read_bytes() for file in folder.iterdir()})
    for name, content in _released.items():
        (folder / name).write_bytes(content)
    return _released


@pytest.fixture
def reader(process_store: Store) -> Callable[[str], dict[str, str]]:
    """`reader("ministry")`: the headers of a program of that role."""

    def of_role(role: str) -> dict[str, str]:
        name = f"lecteur-{role}"
        if accounts.find(process_store, name) is None:
            accounts.create_with_password(
                process_store, name=name, role=role, finess=None, password="quatre mots sans lien",
                now=NOW, actor="t",
            )  # fmt: skip
        for row in tokens.live(process_store, None, name):
            tokens.revoke(process_store, None, row["token_id"], account_name=name, now=NOW, actor="t")
        return shows(tokens.create_for_account(process_store, name, "x", now=NOW, actor="t"))

    return of_role


Reader = Callable[[str], dict[str, str]]


@pytest.mark.parametrize("role", READERS)
def test_the_ministry_and_the_ordre_read_every_file_to_the_byte(
    client: TestClient, released: dict[str, bytes], reader: Reader, role: str
) -> None:
    headers = reader(role)
    (week,) = client.get(LIST, headers=headers).json()["releases"]
    assert (week["week"], week["revision"]) == (RELEASED.iso, 1)
    assert week["published_at"].endswith("Z")
    assert {file["name"] for file in week["files"]} == set(released)
    for file in week["files"]:
        answer = client.get(file["url"], headers=headers)
        assert answer.status_code == 200
        assert answer.content == released[file["name"]]
        assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
        assert answer.headers["etag"] == f'"{file["sha256"]}"'
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert file["name"] in answer.headers["content-disposition"]


def test_the_digests_are_those_of_the_manifest(
    client: TestClient, released: dict[str, bytes], reader: Reader
) -> None:
    headers = reader("ministry")
    (week,) = client.get(LIST, headers=headers).json()["releases"]
    told = {file["name"]: file["sha256"] for file in week["files"]}
    manifest = client.get(f"{LIST}/{RELEASED.iso}/manifest.json", headers=headers).json()
    beside = {"manifest.json", "manifest.sig", "cle-publique.pem"}
    assert manifest["files"] == {name: digest for name, digest in told.items() if name not in beside}


def test_a_file_already_had_is_not_sent_again(
    client: TestClient, released: dict[str, bytes], reader: Reader
) -> None:
    headers, url = reader("ministry"), f"{LIST}/{RELEASED.iso}/stocks.csv"
    first = client.get(url, headers=headers)
    assert first.headers["content-type"] == "text/csv; charset=utf-8"
    again = client.get(url, headers=headers | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(url, headers=headers | {"If-None-Match": '"other"'}).status_code == 200


def test_files_missing_or_damaged_on_the_disk_are_made_again_the_same(
    client: TestClient, released: dict[str, bytes], reader: Reader, folder: Path
) -> None:
    headers = reader("ministry")
    before = client.get(LIST, headers=headers).json()
    (folder / "stocks.csv").write_bytes(b"cut")
    assert client.get(f"{LIST}/{RELEASED.iso}/stocks.csv", headers=headers).content == released["stocks.csv"]
    forged = json.loads((folder / "manifest.json").read_text())
    forged["files"]["stocks.csv"] = hashlib.sha256(b"cut").hexdigest()
    for manifest in (json.dumps(forged), "{}", "[]", "not json"):
        (folder / "manifest.json").write_text(manifest)
        assert client.get(LIST, headers=headers).json() == before
    for file in folder.iterdir():
        file.unlink()
    assert client.get(LIST, headers=headers).json() == before
    for name, content in released.items():
        assert client.get(f"{LIST}/{RELEASED.iso}/{name}", headers=headers).content == content


@pytest.mark.parametrize(
    "path",
    [
        "2026-W45/stocks.csv", "2026-W46/absent.csv", "2026-W46/.", "2026-W46/%2e%2e", "x/stocks.csv",
        "2026-W46/..%2f..%2fdp_ruptures.duckdb", "..%2f2026-W46/stocks.csv", "2026-W46/STOCKS.CSV",
        "2026-W46/",
    ],
)  # fmt: skip
def test_no_other_file_is_handed_out(
    client: TestClient, released: dict[str, bytes], reader: Reader, folder: Path, path: str
) -> None:
    (folder.parent / "dp_ruptures.duckdb").write_text("secret")
    (folder / "absent.csv").write_text("secret")
    answer = client.get(f"{LIST}/{path}", headers=reader("ministry"))
    assert (answer.status_code, faults(answer)) == (404, [(None, "not_found")])
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", [LIST, f"{LIST}/{RELEASED.iso}/stocks.csv"])
def test_a_pharmacy_s_token_and_nobody_s_read_no_release(
    client: TestClient, released: dict[str, bytes], token: str, path: str
) -> None:
    refused = client.get(path, headers=shows(token))
    assert (refused.status_code, faults(refused)) == (403, [(None, "not_a_reader")])
    assert client.get(path).status_code == 401


def test_a_reader_s_token_touches_release_tables_only(
    client: TestClient,
    released: dict[str, bytes],
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
) -> None:
    """Files missing on the disk included: they are made again from the frozen table alone."""
    headers, recorder = reader("ministry"), Recorder(holder.current())
    monkeypatch.setattr(holder, "_store", recorder)
    for file in folder.iterdir():
        file.unlink()
    assert client.get(LIST, headers=headers).status_code == 200
    assert client.get(f"{LIST}/{RELEASED.iso}/stocks.csv", headers=headers).status_code == 200
    asked = {name for name, _, _ in recorder.asked}
    assert asked
    for name in asked - {"token_bearer", "token_used"}:
        assert tables(name) <= {"release", "release_cell", "release_difference", "setting"}, name


def test_a_token_of_an_account_moved_to_a_pharmacy_reads_nothing_more(
    process_store: Store, client: TestClient, released: dict[str, bytes], reader: Reader, finess: str
) -> None:
    headers = reader("admin")
    assert client.get(LIST, headers=headers).status_code == 200
    accounts.change_role(process_store, "lecteur-admin", "pharmacist", finess=finess, now=NOW, actor="t")
    assert client.get(LIST, headers=headers).status_code == 403
    assert client.get(f"{API}/declarations/x", headers=headers).status_code == 403


def test_a_list_of_many_releases_of_one_state_makes_each_manifest_once(
    process_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    weeks = [RELEASED.shift(-10 - rank) for rank in range(2 * shelf._WEEKS_KEPT)]
    for week in weeks:
        put(process_store, "release", {"week": week.monday, "published_at": NOW})
    made = []

    def contents(_: object, week: Week) -> dict[str, bytes]:
        made.append(week)
        return dict.fromkeys(("manifest.sig", "cle-publique.pem"), b"x") | {"manifest.json": b'{"files": {}}'}

    monkeypatch.setattr("dp_ruptures.release_files.contents", contents)
    assert [row["week"] for row in shelf.listed(process_store) if row["week"] in weeks] == weeks
    shelf.listed(process_store)
    assert [week for week in made if week in weeks] == weeks
