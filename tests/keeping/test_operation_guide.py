"""The operating guide's commands, run in its order; the purge's table, complete."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from dp_ruptures import cli
from dp_ruptures import store as store_module
from dp_ruptures.store import Store, sql
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
OURS = "python -m dp_ruptures "


def test_every_command_of_the_guide_works_in_its_order(
    process_store: Store, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here")
    store_module.close()
    monkeypatch.setenv("ELSEWHERE", str(tmp_path_factory.mktemp("usb")))
    assert len(COMMANDS) > 12
    for line in COMMANDS:
        if line.startswith(OURS):
            words = shlex.split(os.path.expandvars(line.removeprefix(OURS)))
            cli.commands.main(words, standalone_mode=False)
            store_module.close()
        else:
            subprocess.run(["bash", "-euc", line], check=True, capture_output=True)
    said = capsys.readouterr().out
    assert said.count("Tout concorde") == 4
    assert "2 procès-verbaux d'effacement vérifiés" in said.replace("\u00a0", " ")
    assert len(list((tmp_path / "anciennes-cles").iterdir())) == 1


def test_the_guide_says_every_sentence_that_it_explains_as_the_portal_does() -> None:
    (table,) = re.findall(r"## When it goes wrong\n(.*)", GUIDE, re.DOTALL)
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "dp_ruptures").rglob("*.py"))
    quoted = re.findall(r"« (.*?) »", "".join(row.split("|")[1] for row in table.splitlines()[4:] if row))
    assert len(quoted) >= 7
    for sentence in quoted:
        for part in re.split(r" ?… ?| ?\bN$", sentence):
            assert part in sources, part


def test_the_retention_of_every_table_is_written() -> None:
    page = (ROOT / "docs" / "retention.md").read_text(encoding="utf-8")
    created = {
        name
        for _, text in [*sql.migrations(), ("", sql.question("schema/migration_table"))]
        for name in re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", text)
    }
    assert len(created) > 35
    assert {name for name in created if f"`{name}`" not in page} == set()
