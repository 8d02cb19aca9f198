"""Files for spreadsheets, and names that stay names."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.spreadsheet import csv_bytes, formula_safe, plain


@pytest.mark.parametrize("text", ["=2+2", "+cmd", "-3", "@SUM(A1)", "\tx", "\rx"])
def test_a_text_that_a_spreadsheet_would_compute_is_disarmed(text: str) -> None:
    assert formula_safe(text) == f"'{text}"


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n\0"), min_size=1))
def test_no_cell_of_the_file_begins_like_a_formula(name: str) -> None:
    text = csv_bytes([{"nom": name}]).decode("utf-8-sig")
    cell = next(row for row in list(csv.reader(io.StringIO(text), delimiter=";"))[1:])[0]
    assert cell[0] not in "=+-@\t\r"
    assert cell in (name, f"'{name}")


def test_figures_are_written_as_the_french_type_them() -> None:
    rows = [{"code": "2A", "unites": 1200, "part": 0.125, "vide": None, "entier": 1.0}]
    assert csv_bytes(rows).decode("utf-8-sig") == ("code;unites;part;vide;entier\r\n2A;1200;0,125;;1\r\n")


def test_a_file_opens_with_its_accents() -> None:
    assert csv_bytes([{"nom": "Ardèche"}]).startswith(b"\xef\xbb\xbf")
    assert csv_bytes([]) == b""


def test_a_name_is_not_read_as_markdown() -> None:
    assert plain("PHARMACIE *DU* [PONT](x)") == r"PHARMACIE \*DU\* \[PONT\](x)"
