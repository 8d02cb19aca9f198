"""Every edge case of domain.md has a test that bears its number.

`pytest -k case_27` runs those of one number, as far as their names bear it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
# What domain.md lists; asked of the file itself where it is.
CASES = range(1, 41)
# `test_case_7_…`, `test_case_6_and_7_…`, `test_edge_case_2_3_8_12_…`.
_NAME = re.compile(r"^test_(?:edge_)?case_((?:\d+_(?:and_)?)+)")
# « Edge case 33: … », « Edge cases 1, 4 and 5. »
_WORDS = re.compile(r"\bedge cases? (\d+(?:(?:, | and )\d+)*)", re.IGNORECASE)


def bearers(folder: Path) -> dict[int, list[str]]:
    """The tests under `folder` by the number of the edge case they bear in their name or docstring."""
    found: dict[int, list[str]] = {}
    for file in sorted(folder.rglob("test_*.py")):
        for test in _tests(ast.parse(file.read_text(encoding="utf-8"))):
            for number in numbers(test.name, ast.get_docstring(test) or ""):
                found.setdefault(number, []).append(f"{file.relative_to(folder)}::{test.name}")
    return found


def _tests(module: ast.Module) -> Iterator[ast.FunctionDef]:
    return (
        node for node in module.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def numbers(name: str, docstring: str) -> set[int]:
    """The edge cases that one test bears."""
    named, said = _NAME.match(name), _WORDS.search(docstring)
    texts = [match[1] for match in (named, said) if match]
    return {int(number) for text in texts for number in re.findall(r"\d+", text)}


def test_a_number_is_read_from_the_name_or_from_the_docstring() -> None:
    assert numbers("test_case_6_and_7_every_way_to_scan", "") == {6, 7}
    assert numbers("test_edge_case_2_3_8_12_a_wrong_code", "") == {2, 3, 8, 12}
    assert numbers("test_case_09_a_code", "Edge cases 10, 11 and 12: …") == {9, 10, 11, 12}
    assert numbers("test_a_case_of_12_boxes", "In any case 3 lines.") == set()


def test_the_list_is_that_of_the_domain(shared: Path) -> None:
    """The numbers of domain.md, from its title to its end."""
    text = (shared / "domain.md").read_text(encoding="utf-8").partition("## Edge cases")[2]
    listed = [int(number) for number in re.findall(r"(?:: |; )(\d+) ", text)]
    assert listed == list(CASES)


@pytest.fixture(scope="module")
def borne() -> dict[int, list[str]]:
    return bearers(TESTS)


@pytest.mark.parametrize("number", CASES)
def test_every_edge_case_has_a_test_that_bears_its_number(number: int, borne: dict[int, list[str]]) -> None:
    assert number in borne, f"no test is called test_case_{number}_…"
