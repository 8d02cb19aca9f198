"""The signature vouches for every file, and anybody can check it."""

import hashlib
import json
import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from dp_ruptures.errors import Refused
from dp_ruptures.publication import signature
from dp_ruptures.signature_command import verify


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release's folder of one file, signed."""
    content = b"semaine,unites\n"
    manifest = json.dumps({"files": {"stocks.csv": hashlib.sha256(content).hexdigest()}}).encode()
    place = tmp_path / "2026-W46"
    place.mkdir()
    signed = signature.sign(manifest, signature.signing_key(tmp_path / "signature.pem"))
    for name, written in {"stocks.csv": content, "manifest.json": manifest, **signed}.items():
        (place / name).write_bytes(written)
    return place


def test_a_whole_folder_is_proven(folder: Path) -> None:
    assert signature.verify(folder) == ["stocks.csv"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("stocks.csv", "stocks.csv a été modifié"),
        ("manifest.json", "signature ne correspond pas"),
        ("manifest.sig", "signature ne correspond pas"),
    ],
)
def test_one_changed_byte_is_found(folder: Path, name: str, why: str) -> None:
    changed = bytearray((folder / name).read_bytes())
    changed[-2] ^= 1
    (folder / name).write_bytes(changed)
    with pytest.raises(Refused, match=why):
        signature.verify(folder)


@pytest.mark.parametrize("name", ["stocks.csv", "manifest.json", "manifest.sig", "cle-publique.pem"])
def test_a_missing_file_is_said(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(Refused, match="manque"):
        signature.verify(folder)


def test_another_s_key_is_found_out(folder: Path, tmp_path: Path) -> None:
    other = signature.sign(b"", signature.signing_key(tmp_path / "autre.pem"))["cle-publique.pem"]
    assert signature.verify(folder, (folder / "cle-publique.pem").read_bytes())
    with pytest.raises(Refused, match="signature ne correspond pas"):
        signature.verify(folder, other)


def test_a_manifest_cannot_have_files_read_elsewhere(folder: Path, tmp_path: Path) -> None:
    manifest = json.dumps({"files": {"../signature.pem": "0"}}).encode()
    (folder / "manifest.json").write_bytes(manifest)
    signed = signature.sign(manifest, signature.signing_key(tmp_path / "signature.pem"))
    (folder / "manifest.sig").write_bytes(signed["manifest.sig"])
    with pytest.raises(Refused, match="signature.pem manque"):
        signature.verify(folder)


def test_the_key_is_drawn_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "home" / "signature.pem"
    with ThreadPoolExecutor(4) as threads:
        keys = list(threads.map(lambda _: signature.signing_key(file).private_bytes_raw(), range(8)))
    assert len(set(keys)) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["signature.pem"]


def test_a_key_that_is_none_is_refused_in_french(tmp_path: Path) -> None:
    file = tmp_path / "signature.pem"
    file.write_text("pas une clé")
    with pytest.raises(Refused, match="clé de signature"):
        signature.signing_key(file)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not here")
def test_openssl_alone_checks_the_signature(folder: Path) -> None:
    subprocess.run(signature.COMMAND.split(), cwd=folder, check=True, capture_output=True)
    for file in list(folder.iterdir()):
        file.rename(file.with_name(f"2026-W44-{file.name}"))
    subprocess.run(signature.command("2026-W44-").split(), cwd=folder, check=True, capture_output=True)


def test_the_command_says_the_key_s_fingerprint_or_what_is_wrong(folder: Path) -> None:
    whole = CliRunner().invoke(verify, [str(folder), "--json"])
    mark = signature.fingerprint((folder / "cle-publique.pem").read_bytes())
    assert json.loads(whole.output) == {
        "message": f"1\u00a0fichier intact, signé par la clé {mark}.",
        "files": ["stocks.csv"],
        "key": mark,
    }
    (folder / "stocks.csv").write_bytes(b"autre")
    assert isinstance(CliRunner().invoke(verify, [str(folder)]).exception, Refused)
