"""The two commands on files."""

import json

import pytest

from dp_ruptures.disclosure import Invalid
from dp_ruptures.disclosure.command import audit_files, protect_file
from dp_ruptures.disclosure.writing import instance_as_json, write_json
from tests.disclosure.disclosure_tables import crossed

ROWS = [("A", "a", "x", 9)] + [
    (f"{a}{b}{i}", a, b, 4 + i) for a in "abc" for b in "xyz" for i in range(5) if (a, b) != ("a", "x")
]


@pytest.fixture
def table(tmp_path):
    write_json(tmp_path / "table.json", instance_as_json(crossed(ROWS)))
    return tmp_path / "table.json"


def test_a_protected_file_passes_its_audit(table, tmp_path):
    out = tmp_path / "pattern.json"
    summary = protect_file(table, out=out)
    written = json.loads(out.read_text("utf-8"))
    assert summary["ok"]
    assert set(written) == {"primary", "secondary", "cost", "bound", "gap", "seconds", "audit"}
    assert written["primary"] == ["a|x"]
    assert written["gap"] == 0
    assert audit_files(table, out)["ok"]


def test_the_intervals_of_the_pattern_reach_its_protection(table):
    low, high = protect_file(table)["audit"]["intervals"]["a|x"]
    assert low <= 9 - 2
    assert high >= 9 + 2


def test_a_pattern_with_a_cell_less_fails_its_audit(table, tmp_path):
    out = tmp_path / "pattern.json"
    protect_file(table, out=out)
    pattern = json.loads(out.read_text("utf-8"))
    write_json(out, pattern | {"secondary": pattern["secondary"][1:]})
    report = audit_files(table, out)
    assert not report["ok"]
    assert report["violations"][0]["cell"] == "a|x"
    assert "n’est pas sûr" in report["text"]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [({}, "liste « primary »"), ({"primary": ["z"], "secondary": []}, "inconnue dans le motif : « z »")],
)
def test_a_faulty_pattern_is_refused(table, tmp_path, pattern, message):
    write_json(tmp_path / "p.json", pattern)
    with pytest.raises(Invalid, match=message):
        audit_files(table, tmp_path / "p.json")


def test_the_same_table_gives_the_same_file(table, tmp_path):
    files = []
    for name in ("one.json", "two.json"):
        protect_file(table, out=tmp_path / name)
        files.append(json.loads((tmp_path / name).read_text("utf-8")) | {"seconds": 0})
    assert files[0] == files[1]
