"""docs/security.md promises only what a test shows, and names tests that exist."""

import ast
import re

import pytest

from tests.conftest import ROOT

NOTES = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", NOTES)))


def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_test_named_in_the_security_notes_exists(file: str, name: str) -> None:
    assert name in names_in(file)


def test_the_notes_name_tests_and_every_promise_names_one() -> None:
    assert len(NAMED) >= 20
    promises = [line for line in NOTES.splitlines() if re.match(r"\| [A-Z]\d+ ", line)]
    assert len(promises) >= 20
    for promise in promises:
        assert re.search(r"`tests/[\w/]+\.py::test_\w+`", promise), promise


def test_the_threat_model_covers_the_six_kinds() -> None:
    for kind in ("Spoofing", "Tampering", "Repudiation", "Information disclosure", "Denial", "Elevation"):
        assert kind in NOTES


def test_no_malformed_reference_escapes_this_check() -> None:
    assert len(re.findall(r"::test_", NOTES)) == len(re.findall(r"`tests/[\w/]+\.py::test_\w+`", NOTES))
