"""Commands: one JSON object, one French line on refusal, the same with the server running."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dp_ruptures import control
from dp_ruptures import store as store_module
from dp_ruptures.errors import Refused
from dp_ruptures.progress import silent
from dp_ruptures.store import Store
from tests.conftest import NOW, ROOT, add_pharmacy

# So few pharmacies leave regions silent from one week to the next, which the gate asks about.
REASON = ("--reason", "essai")


def run(home: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "DP_RUPTURES_HOME": str(home), "DP_RUPTURES_NOW": NOW.isoformat(), **environ}
    env.pop("DP_RUPTURES_STORE", None)
    return subprocess.run(
        [sys.executable, "-m", "dp_ruptures", *arguments],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip


def refused(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode != 0
    assert done.stdout == ""
    (line,) = done.stderr.strip().splitlines()
    return line


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a small demo season."""
    path = tmp_path_factory.mktemp("home")
    done = run(
        path, "demo", "--pharmacies", "60", "--weeks", "4", "--password", "mot de passe choisi", "--json"
    )
    assert done.returncode == 0, done.stderr
    (path / "answer.json").write_text(done.stdout)
    return path


def test_demo_announces_its_accounts_and_releases_every_closed_week_but_the_last(home: Path) -> None:
    outcome = json.loads((home / "answer.json").read_text())
    assert outcome["accounts"] == dict.fromkeys(
        ["pharmacie", "ordre", "ministere", "admin"], "mot de passe choisi"
    )
    assert outcome["released"] == ["2026-W44", "2026-W45"]
    assert {path.name for path in (home / "releases").iterdir()} == {"2026-W44", "2026-W45"}


def test_demo_takes_any_password_since_its_data_is_invented(tmp_path: Path) -> None:
    done = run(tmp_path, "demo", "--pharmacies", "5", "--weeks", "1", "--password", "demo", "--json")
    assert json.loads(done.stdout)["accounts"]["ordre"] == "demo"
    assert "octets" in refused(run(tmp_path / "other", "demo", "--password", ""))


def test_demo_is_refused_twice_in_production_and_left_alone_if_asked(home: Path, tmp_path: Path) -> None:
    assert "déjà" in refused(run(home, "demo"))
    assert json.loads(run(home, "demo", "--if-empty", "--json").stdout)["message"].startswith(
        "La base contient"
    )
    production = {"DP_RUPTURES_ENV": "production", "DP_RUPTURES_NOW": ""}
    assert "production" in refused(run(tmp_path, "demo", **production))


def test_a_clock_that_is_set_is_refused_in_production(tmp_path: Path) -> None:
    assert "DP_RUPTURES_NOW" in refused(run(tmp_path, "init", DP_RUPTURES_ENV="production"))
    assert "ISO" in refused(run(tmp_path, "init", DP_RUPTURES_NOW="demain"))


def test_init_can_be_repeated(tmp_path: Path) -> None:
    first, second = (json.loads(run(tmp_path, "init", "--json").stdout) for _ in range(2))
    assert first == second
    assert first["schema"] >= "0004"


def test_aggregate_and_release_say_what_they_did(home: Path, tmp_path: Path) -> None:
    assert "agrégée" in run(home, "aggregate", "2026-W46").stdout
    dry = json.loads(run(home, "release", "2026-W46", "--dry-run", "--json").stdout)
    assert (dry["dry_run"], dry["files"]) == (True, {})
    done = json.loads(
        run(home, "release", "2026-W46", "--out", str(tmp_path / "here"), *REASON, "--json").stdout
    )
    assert sorted(path.name for path in (tmp_path / "here").iterdir()) == sorted(done["files"])
    assert "déjà publiée" in refused(run(home, "release", "2026-W46"))


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["release", "2026-W47"], "encore ouverte"),
        (["release", "2026-W60"], "semaine"),
        (["release"], "Il manque"),
        (["release", "2026-W46", "--fast"], "Option inconnue"),
        (["publish"], "Commande mal écrite"),
        (["import-finess", "/nowhere.csv"], "ne convient pas"),
        (["accounts", "create", "x", "--role", "king"], "ne convient pas"),
        (["accounts", "create", "officine", "--role", "pharmacist", "--finess", "123"], "FINESS"),
        (["accounts", "end-sessions", "personne"], "n'existe pas"),
        (["demo", "--pharmacies", "0"], "ne convient pas"),
    ],
)
def test_a_refusal_is_one_french_line(home: Path, arguments: list[str], why: str) -> None:
    assert why in refused(run(home, *arguments))


def test_an_account_is_created_and_its_drawn_password_said_once(home: Path) -> None:
    outcome = json.loads(run(home, "accounts", "create", "Analyste-2", "--role", "analyst", "--json").stdout)
    assert outcome["name"] == "analyste-2"
    assert outcome["password"] in outcome["message"]


@pytest.fixture
def server(process_store: Store) -> Iterator[Path]:
    """The control socket as the server's lifespan serves it, on a thread of its own."""
    ready, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        async with control.serve(process_store):
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(10)
    yield Path(os.environ["DP_RUPTURES_HOME"])
    stop.set()
    thread.join(10)


def test_a_command_reaches_the_running_server(server: Path) -> None:
    done = run(server, "release", "2026-W46", *REASON, "--json")
    assert json.loads(done.stdout)["counts"]["sans_donnee"] == 1560
    assert "déjà publiée" in refused(run(server, "release", "2026-W46"))


def test_only_the_same_user_may_open_the_socket(server: Path) -> None:
    assert (server / "control.sock").stat().st_mode & 0o777 == 0o600


def test_the_report_of_a_refused_file_crosses_the_socket(server: Path, tmp_path: Path) -> None:
    bad = tmp_path / "products.csv"
    bad.write_text("code;nom;famille;unites_par_boite\n340;x;tests;1\n")
    done = run(server, "import-products", str(bad), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["refused"][0]["line"] == 2


def test_an_unknown_operation_is_refused_by_the_server(server: Path) -> None:
    with pytest.raises(Refused, match="inconnue"):
        control.ask(server / "control.sock", "drop-everything", {}, silent)


def test_a_failure_in_the_server_says_its_kind_and_nothing_of_the_data(
    server: Path, caplog: pytest.LogCaptureFixture
) -> None:
    finess = add_pharmacy(store_module.current(), "01000230")
    with pytest.raises(Refused, match="a échoué"):
        control.ask(server / "control.sock", "aggregate", {"finess": finess}, silent)
    assert finess not in caplog.text


def test_no_server_on_the_socket_is_said(tmp_path: Path) -> None:
    with pytest.raises(control.Unreachable):
        control.ask(tmp_path / "control.sock", "init", {}, silent)


def table(total: int = 100) -> dict[str, object]:
    """Three cells and their total; the largest declarant of `a` has nearly all of it."""
    contributions = [["o1", "a", 38], ["o2", "a", 2], ["o3", "b", 12], ["o4", "b", 12], ["o5", "b", 11]]
    contributions += [["o6", "c", 9], ["o7", "c", 8], ["o8", "c", 8]]
    values = {"T": total, "a": 40, "b": 35, "c": 25}
    return {
        "cells": [{"id": name, "value": value} for name, value in values.items()],
        "equations": [{"total": "T", "parts": ["a", "b", "c"]}],
        "contributions": contributions,
        "rules": {"min_count": 3, "dominance": 0.85, "p_percent": 10, "zero_unsafe": True, "insiders": True},
    }


def test_protect_writes_a_pattern_that_audit_accepts_and_refuses_once_uncovered(tmp_path: Path) -> None:
    instance, pattern, bare = (tmp_path / name for name in ("instance.json", "pattern.json", "bare.json"))
    instance.write_text(json.dumps(table()))
    done = run(tmp_path, "protect", str(instance), "--out", str(pattern), "--json")
    assert done.returncode == 0, done.stderr
    written = json.loads(pattern.read_text())
    assert json.loads(done.stdout) == written
    assert (written["primary"], written["secondary"], written["gap"]) == (["a"], ["c"], 0)
    assert run(tmp_path, "audit", str(instance), str(pattern)).returncode == 0
    bare.write_text(json.dumps({**written, "secondary": []}))
    refusal = run(tmp_path, "audit", str(instance), str(bare), "--json")
    assert refusal.returncode == 1
    assert json.loads(refusal.stdout)["ok"] is False
    assert "n'est pas sûr" in refusal.stderr


def test_a_table_that_does_not_add_up_is_one_french_line(tmp_path: Path) -> None:
    instance = tmp_path / "instance.json"
    instance.write_text(json.dumps(table(total=101)))
    assert "additif" in refused(run(tmp_path, "protect", str(instance)))
    instance.write_text("not json")
    assert refused(run(tmp_path, "protect", str(instance)))
