"""Files of unknown encoding (edge cases 38 and 39 of domain.md)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.errors import Refused
from dp_ruptures.imports.text import decode, numbered_lines, read_text

SENTENCE = "libellé;présentation dénommée\r\nœuf à 5 €;n° 1\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_read_whatever_its_encoding(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding)) == SENTENCE


def test_bytes_that_cp1252_leaves_undefined_do_not_stop_the_reading() -> None:
    assert decode(b"caf\xe9 \x81").startswith("café")


def test_nul_characters_are_dropped() -> None:
    assert decode(b"code;nom\n340\x000;Vaxigrip\n") == "code;nom\n3400;Vaxigrip\n"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"", "vide"), (b" \r\n", "vide"), (b"PK\x03\x04rest of a workbook", "classeur")],
)
def test_a_file_without_text_is_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    file = tmp_path / "liste.csv"
    file.write_bytes(content)
    with pytest.raises(Refused, match=complaint):
        read_text(file)


def test_a_missing_file_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"liste\.csv est introuvable"):
        read_text(tmp_path / "liste.csv")


def test_lines_are_numbered_as_an_editor_does() -> None:
    assert list(numbered_lines("a\r\nb\x85c\nd")) == [(1, "a"), (2, "b\x85c"), (3, "d")]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_error(content: bytes) -> None:
    assert "\0" not in decode(content)
