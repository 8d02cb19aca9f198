"""Edge cases 1 to 6, 8, 11 to 13 and 22 of domain.md."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.codes import CodeError, cip13_of, ean13_key, is_code13, is_demo, read_code

VAXIGRIPTETRA = "3400930067727"
VAXIGRIP = "3400930306000"


def refusal(text: str) -> str:
    with pytest.raises(CodeError) as refused:
        read_code(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("cip7", "cip13"),
    [("3006772", VAXIGRIPTETRA), ("3011771", "3400930117712"), ("3030600", VAXIGRIP)],
)
def test_case_1_a_cip7_that_fails_the_old_key_becomes_a_cip13(cip7: str, cip13: str) -> None:
    assert read_code(cip7) == cip13


def test_case_2_a_wrong_key_is_refused_and_the_right_one_named() -> None:
    assert "devrait être 7" in refusal("3400930067728")


@pytest.mark.parametrize("text", ["3,40093E+12", "3.40093E+12", "3,40093e12", "3E+12"])
def test_case_3_digits_lost_by_excel_are_refused_with_the_remedy(text: str) -> None:
    assert refusal(text) == "Excel a perdu des chiffres : mettez la colonne au format texte."


@pytest.mark.parametrize("text", ["3400930067727.0", "3400930067727,0", "3400930067727.00"])
def test_case_4_a_whole_number_written_as_a_decimal_is_accepted(text: str) -> None:
    assert read_code(text) == VAXIGRIPTETRA


@pytest.mark.parametrize(
    "text",
    [
        " 3400930306000\t",
        "3400 930 306 000",
        "3400\u00a0930\u202f306\u2009000",
        "3400.930.306.000",
        "\ufeff3400930306000\u200b",
    ],
)
def test_case_5_blanks_and_dots_are_dropped(text: str) -> None:
    assert read_code(text) == VAXIGRIP


def test_case_6_a_gtin14_loses_its_leading_zero() -> None:
    assert read_code("03400930067727") == VAXIGRIPTETRA


def test_case_6_the_code_of_a_carton_is_refused() -> None:
    assert "carton" in refusal("13400930067724")


def test_case_8_a_ucd_is_refused() -> None:
    assert "UCD" in refusal("3400892088310")


@pytest.mark.parametrize("text", ["2999000000012", "4006381333931"])
def test_case_11_any_ean13_with_its_key_can_be_looked_up(text: str) -> None:
    assert read_code(text) == text


@pytest.mark.parametrize(
    ("text", "letter"),
    [("34OO930067727", "lettre O"), ("340093oo67727", "lettre o"), ("340093006772l", "lettre l")],
)
def test_case_12_letters_that_look_like_digits_are_named(text: str, letter: str) -> None:
    assert letter in refusal(text)


def test_other_letters_are_not_called_lookalikes() -> None:
    assert "autre chose que des chiffres" in refusal("doliprane")


@pytest.mark.parametrize("text", ["'3400930067727", '="3400930067727"', '"3400930067727"'])
def test_case_13_what_protects_a_code_from_excel_is_stripped(text: str) -> None:
    assert read_code(text) == VAXIGRIPTETRA


def test_case_22_full_width_digits_are_normalised() -> None:
    assert read_code("３４００９３００６７７２７") == VAXIGRIPTETRA


def test_digits_of_another_script_are_refused() -> None:
    assert "autre chose que des chiffres" in refusal("٣٤٠٠٩٣٠٠٦٧٧٢٧")


@pytest.mark.parametrize("text", ["", "   ", "'"])
def test_an_empty_code_is_asked_for(text: str) -> None:
    assert refusal(text).startswith("Indiquez un code")


@pytest.mark.parametrize(("text", "count"), [("1", "1 chiffre "), ("340093006772", "12 chiffres")])
def test_a_missing_digit_is_counted(text: str, count: str) -> None:
    assert count in refusal(text)


def test_a_long_text_is_quoted_short() -> None:
    assert len(refusal("x" * 10_000)) < 100


@pytest.mark.parametrize(("code", "demo"), [("2999000000012", True), (VAXIGRIP, False)])
def test_gs1_restricted_prefixes_are_demo_codes(code: str, demo: bool) -> None:
    assert is_demo(code) is demo


@given(st.from_regex(r"[0-9]{7}", fullmatch=True))
def test_every_cip7_gives_a_valid_cip13(cip7: str) -> None:
    assert is_code13(cip13_of(cip7))
    assert cip13_of(cip7).startswith("34009" + cip7)


@given(
    st.from_regex(r"[0-9]{12}", fullmatch=True),
    st.integers(0, 12),
    st.integers(1, 9),
)
def test_the_key_catches_every_single_digit_error(first12: str, place: int, shift: int) -> None:
    code = first12 + ean13_key(first12)
    wrong = str((int(code[place]) + shift) % 10)
    assert is_code13(code)
    assert not is_code13(code[:place] + wrong + code[place + 1 :])


def answer(text: str) -> str:
    try:
        return read_code(text)
    except CodeError as refused:
        return str(refused)


@given(st.text(max_size=40))
def test_any_text_is_either_a_valid_code_or_a_french_refusal(text: str) -> None:
    assert is_code13(answer(text)) or answer(text).endswith(".")
