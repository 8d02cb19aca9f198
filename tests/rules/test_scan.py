"""Edge cases 2, 6, 7 and 8 of domain.md as a scanner types them, and bursts of twelve codes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dp_ruptures.rules.codes import read_code
from dp_ruptures.rules.scan import LONGEST_BURST, Scan, read_scans, repair

VAXIGRIPTETRA, VAXIGRIP = "3400930067727", "3400930306000"
WITH_CIP7 = [
    VAXIGRIPTETRA, "3400930117712", VAXIGRIP, "3400930296165", "3400930305010", "3400930304686",
    "3400930304716",
]  # fmt: skip
TESTS = ["2999000000012", "2999000000029", "2999000000036", "2999000000043", "2999000000050"]
SURVEYED = frozenset(WITH_CIP7 + TESTS)
# What the digit keys of an AZERTY keyboard type without Shift.
AZERTY = str.maketrans("1234567890]", "&é\"'(-è_çà$")


def codes(text: str) -> list[str | None]:
    return [scan.code for scan in read_scans(text, SURVEYED)]


@pytest.mark.parametrize(
    "text",
    [
        "3400930067727",
        " 3400930067727\r\n",
        "3006772",
        "03400930067727",
        "0103400930067727",
        "]d20103400930067727172106301 0U3J412V".replace(" ", ""),
        "(01)03400930067727(17)210630(10)U3J412V",
    ],
)
def test_case_6_and_7_every_way_to_scan_one_box_gives_its_code(text: str) -> None:
    assert codes(text) == [VAXIGRIPTETRA]


def test_case_7_a_whole_datamatrix_keeps_the_code_and_drops_lot_expiry_and_serial() -> None:
    scanned = "]d201034009300677271721063010U3J412V\x1d21ABC123XYZ"
    assert read_scans(scanned, SURVEYED) == [Scan("03400930067727", VAXIGRIPTETRA)]
    assert codes(scanned.replace("\x1d", "")) == [VAXIGRIPTETRA]
    assert codes(scanned.removeprefix("]d2")) == [VAXIGRIPTETRA]


def test_case_7_the_fields_of_a_datamatrix_come_in_any_order() -> None:
    assert codes("]d21721060010U3J412V\x1d21ABC123XYZ\x1d0103400930067727") == [VAXIGRIPTETRA]


def test_case_7_a_datamatrix_that_nobody_surveys_is_read_too() -> None:
    assert read_scans("]d201034009300677271721063010U3\x1d21A") == [Scan("03400930067727", VAXIGRIPTETRA)]


def test_azerty_digits_are_repaired_and_true_digits_are_left_alone() -> None:
    assert repair('"\'ààç"àà-èèéè') == VAXIGRIPTETRA
    assert repair("(01)03400930067727") == "(01)03400930067727"
    assert codes("]d20103400930067727".translate(AZERTY)) == [VAXIGRIPTETRA]


def test_three_scans_glued_together_are_three_scans() -> None:
    assert codes(VAXIGRIP + TESTS[0] + VAXIGRIPTETRA) == [VAXIGRIP, TESTS[0], VAXIGRIPTETRA]


def test_case_11_makers_codes_outside_the_campaign_are_told_apart_by_their_keys() -> None:
    assert codes("4006381333931" + "4005808262304") == ["4006381333931", "4005808262304"]


def test_case_2_a_wrong_key_is_said_and_never_taken_for_the_cip7_in_its_middle() -> None:
    (scan,) = read_scans("3400930067728", SURVEYED)
    assert scan.code is None
    assert "devrait être 7" in (scan.fault or "")


def test_a_wrong_scan_in_a_burst_leaves_the_others() -> None:
    scans = read_scans(VAXIGRIP + "3400930067728" + TESTS[0], SURVEYED)
    assert [scan.code for scan in scans] == [VAXIGRIP, None, TESTS[0]]
    assert "3400930067728" in (scans[1].fault or "")


def test_case_8_a_hospital_unit_is_refused_in_words() -> None:
    (scan,) = read_scans("3400892088310")
    assert "UCD" in (scan.fault or "")


def test_the_code_of_a_carton_is_refused_in_words() -> None:
    (scan,) = read_scans("13400930067724")
    assert "carton" in (scan.fault or "")


@pytest.mark.parametrize("text", ["", "   ", "\r\n", "\x1d"])
def test_nothing_scanned_is_nothing(text: str) -> None:
    assert read_scans(text, SURVEYED) == []


def test_words_are_said_not_to_be_a_code() -> None:
    (scan,) = read_scans("bonjour")
    assert scan.code is None
    assert "bonjour" in (scan.fault or "")


@given(st.text(max_size=200))
@example("01" * 100)
@example("10" + "1" * 60)
def test_whatever_is_typed_every_code_that_is_read_is_sound(text: str) -> None:
    for scan in read_scans(text, SURVEYED):
        assert (scan.code is None) != (scan.fault is None)
        if scan.code:
            assert read_code(scan.code) == scan.code


@given(st.lists(st.sampled_from(sorted(SURVEYED)), min_size=12, max_size=12), st.booleans())
def test_twelve_ean13_glued_together_are_twelve_of_twelve(scanned: list[str], azerty: bool) -> None:
    burst = "".join(scanned)
    assert codes(burst.translate(AZERTY) if azerty else burst) == scanned


@given(st.lists(st.sampled_from(WITH_CIP7), min_size=12, max_size=12), st.booleans())
def test_twelve_cip7_glued_together_are_twelve_of_twelve(scanned: list[str], azerty: bool) -> None:
    burst = "".join(code[5:12] for code in scanned)
    assert codes(burst.translate(AZERTY) if azerty else burst) == scanned


LOTS = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=1, max_size=10)


@st.composite
def one_scan(draw: st.DrawFn) -> tuple[str, str]:
    """(what the scanner types, the code that was on the box)."""
    code = draw(st.sampled_from(sorted(SURVEYED)))
    prefix, lot, serial = draw(st.sampled_from(["", "]d2"])), draw(LOTS), draw(LOTS)
    expiry = draw(st.sampled_from(["210630", "261100", "270228"]))
    return draw(
        st.sampled_from(
            [
                (code, code),
                (f"0{code}", code),
                (f"{prefix}010{code}17{expiry}10{lot}\x1d21{serial}\x1d", code),
                (f"{prefix}010{code}17{expiry}10{lot}", code),
            ]
        )
    )


@given(st.lists(one_scan(), min_size=12, max_size=12), st.sampled_from(["", "\n", " "]), st.booleans())
def test_twelve_boxes_scanned_any_way_are_twelve_of_twelve(
    scans: list[tuple[str, str]], between: str, azerty: bool
) -> None:
    burst = between.join(typed for typed, _ in scans)
    assert codes(burst.translate(AZERTY) if azerty else burst) == [code for _, code in scans]


def test_a_burst_without_end_is_cut_and_read_at_once() -> None:
    assert len(codes(VAXIGRIP * 10_000)) == LONGEST_BURST // 13 + 1
