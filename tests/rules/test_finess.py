"""Edge cases 24 to 26 and 28 to 31 of domain.md, as far as the number alone can tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.finess import (
    FinessError,
    is_finess,
    names_pharmacy,
    publication_department,
    read_finess,
    with_key,
)

EIGHT = st.from_regex(r"(?!20)[0-9]{8}|2[AB][0-9]{6}", fullmatch=True)


def refusal(text: str) -> str:
    with pytest.raises(FinessError) as refused:
        read_finess(text)
    return str(refused.value)


@pytest.mark.parametrize("first8", ["01000230", "2A000095", "97010201", "98050219"])
def test_the_key_of_real_numbers_is_found_again(first8: str) -> None:
    real = {"01000230": "1", "2A000095": "6", "97010201": "8", "98050219": "9"}
    assert with_key(first8) == first8 + real[first8]


@pytest.mark.parametrize(
    "text", ["010002301", " 01 000 23 01 ", "'010002301", '="010002301"', "０１０００２３０１"]
)
def test_a_number_is_read_whatever_surrounds_it(text: str) -> None:
    assert read_finess(text) == "010002301"


def test_case_24_a_lost_leading_zero_is_proposed() -> None:
    assert "Essayez 010002301" in refusal("10002301")
    assert "Essayez 010002301" in refusal("10002301.0")


def test_case_24_nothing_is_proposed_when_the_zero_does_not_explain_it() -> None:
    assert "Essayez" not in refusal("10002302")


def test_case_25_corsican_letters_are_capitalised() -> None:
    assert read_finess("2a0000956") == "2A0000956"


def test_case_26_the_old_corsican_department_is_refused_with_the_right_number() -> None:
    assert "essayez 2A0000956." in refusal("200000956")


def test_case_26_both_letters_are_proposed_when_neither_has_the_key() -> None:
    assert "2A0000957 ou 2B0000957" in refusal("200000957")


def test_case_28_a_wrong_key_is_refused() -> None:
    assert "clé" in refusal("010002302")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("O10002301", "lettre O"),
        ("0l0002301", "lettre L"),
        ("1A0002301", "lettre qui n'a pas sa place"),
        ("", "Indiquez"),
        ("1234", "9 caractères"),
        ("01000230é", "9 caractères"),
        ("x" * 10_000, "…"),
    ],
)
def test_what_is_no_number_is_refused_in_words(text: str, complaint: str) -> None:
    assert complaint in refusal(text)


@given(EIGHT, st.integers(0, 8), st.integers(1, 9))
def test_the_key_catches_every_single_digit_error(first8: str, place: int, shift: int) -> None:
    finess = with_key(first8)
    if not finess[place].isdigit():
        return
    wrong = str((int(finess[place]) + shift) % 10)
    assert not is_finess(finess[:place] + wrong + finess[place + 1 :])


@given(EIGHT)
def test_a_keyed_number_is_read_back(first8: str) -> None:
    assert read_finess(with_key(first8).lower()) == with_key(first8)


def answer(text: str) -> str:
    try:
        return read_finess(text)
    except FinessError as refused:
        return str(refused)


@given(st.text(max_size=40))
def test_any_text_is_either_a_valid_number_or_a_french_refusal(text: str) -> None:
    assert is_finess(answer(text)) or answer(text).endswith(".")


@pytest.mark.parametrize(
    ("column", "postcode", "place"),
    [
        ("01", "01500", ("01", "01")),
        ("1", "01500", ("01", "01")),
        ("2a", "20000", ("2A", "2A")),
        ("9A", "97110", ("971", "971")),
        ("9B", "97200", ("972", "972")),
        ("9C", "97300", ("973", "973")),
        ("9D", "97823", ("974", "974")),
        ("974", "97400", ("974", "974")),
    ],
)
def test_a_pharmacy_is_published_in_its_department(
    column: str, postcode: str, place: tuple[str, str]
) -> None:
    assert publication_department(column, postcode) == place


@pytest.mark.parametrize(
    ("column", "postcode", "territory"),
    [("9A", "97133", "977"), ("9A", "97150", "978"), ("971", "97150", "978"), ("978", "97150", "978")],
)
def test_case_29_the_islands_are_published_with_guadeloupe(
    column: str, postcode: str, territory: str
) -> None:
    assert publication_department(column, postcode) == (territory, "971")


@pytest.mark.parametrize("column", ["975", "9E", "986", "9J"])
def test_case_30_territories_without_pharmacy_are_refused(column: str) -> None:
    with pytest.raises(FinessError, match="pas d'officine"):
        publication_department(column, "97500")


def test_case_31_mayotte_is_known_by_the_column_and_not_by_the_number() -> None:
    assert is_finess("980501498")
    assert publication_department("9F", "97600") == ("976", "976")


@pytest.mark.parametrize("column", ["", "20", "96", "99", "9Z", "00", "Ain"])
def test_an_unknown_department_is_refused(column: str) -> None:
    with pytest.raises(FinessError, match="inconnu"):
        publication_department(column, "01000")


@pytest.mark.parametrize("written", ["010002301", "01 000 230 1", "2a000123"])
def test_a_number_in_a_sentence_is_found(written: str) -> None:
    whole = written if len(written) > 8 else with_key(written.upper()).lower()
    assert names_pharmacy(f"L'officine {whole} a corrigé son stock.")


@pytest.mark.parametrize("said", ["saisie de 123456789 doses", "appel au 04 74 45 46 47", "S45 : 1010002301"])
def test_other_numbers_in_a_sentence_are_no_pharmacy(said: str) -> None:
    assert not names_pharmacy(said)
