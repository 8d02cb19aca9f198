"""Reading a pharmacy's own file: edge cases 1-8, 11-17, 19, 21-23, 33, 35, 37, 38 and 39 of domain.md."""

import codecs
import io
import zipfile

import pytest
from openpyxl import Workbook

from dp_ruptures.errors import Refused
from dp_ruptures.imports import declarations_table, declarations_workbook
from dp_ruptures.imports.declarations_lines import Asked, FileReading, read_lines
from dp_ruptures.imports.declarations_report import LEFT, REFUSED, TAKEN, report_csv
from dp_ruptures.imports.declarations_table import read_pasted, read_table
from dp_ruptures.rules.declaration import NOT_STOCKED, QUANTITY, Line, Product
from dp_ruptures.rules.finess import with_key
from dp_ruptures.rules.week import parse_week

WEEK = parse_week("2026-W47")
OWN, OTHER = with_key("01000230"), with_key("01000231")
VAXIGRIP, INFLUVAC, BOXED, OWN_EAN = "3400930306000", "3400930296165", "2999000000012", "4006381333931"
PRODUCTS = {
    VAXIGRIP: Product(VAXIGRIP, "Vaxigrip", "vaccins", 1),
    INFLUVAC: Product(INFLUVAC, "Influvac", "vaccins", 1),
    BOXED: Product(BOXED, "Test, boîte de 25", "tests", 25),
    OWN_EAN: Product(OWN_EAN, "Test du fabricant", "tests", 5),
}
LAST_WEEK = {INFLUVAC: Line(INFLUVAC, QUANTITY, units=9)}


def read(content: str | bytes, name: str = "stock.csv", own: str | None = OWN) -> FileReading:
    raw = content.encode() if isinstance(content, str) else content
    return read_lines(read_table(raw, name), Asked(WEEK, PRODUCTS, lambda finess: LAST_WEEK, own))


def lines(content: str | bytes, name: str = "stock.csv") -> dict[str, Line]:
    reading = read(content, name)
    assert reading.refused == []
    return reading.declared[OWN]


def refusal(content: str) -> str:
    """What is said of the only refused line."""
    (line,) = read(content).refused
    return line.said


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3030600", VAXIGRIP),  # edge case 1
        ("3400930306000.0", VAXIGRIP),  # edge case 4
        ("34009 303 06000", VAXIGRIP),  # edge case 5
        ("03400930306000", VAXIGRIP),  # edge case 6
        ("]d20103400930306000172606301 0U3".replace(" ", ""), VAXIGRIP),  # edge case 7
        (OWN_EAN, OWN_EAN),  # edge case 11
        ("'3400930306000", VAXIGRIP),  # edge case 13
        ('"=""3400930306000"""', VAXIGRIP),  # edge case 13
        ("３４００９３０３０６０００", VAXIGRIP),  # edge case 22
    ],
)
def test_a_code_is_read_however_a_spreadsheet_left_it(text: str, code: str) -> None:
    assert lines(f"code;quantité\n{text};12") == {code: Line(code, QUANTITY, units=12)}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("3400930306001", "sa clé"),  # edge case 2
        ("3,40093E+12", "Excel a perdu des chiffres"),  # edge case 3
        ("3400892088310", "UCD"),  # edge case 8
        ("34OO930306000", "lettre O"),  # edge case 12
        ("", "Indiquez un code"),
    ],
)
def test_edge_case_2_3_8_12_a_wrong_code_is_refused_in_words(text: str, sentence: str) -> None:
    assert sentence in refusal(f"code;quantité\n{VAXIGRIP};1\n{text};12")


def test_edge_case_9_a_code_outside_the_campaign_is_left_aside_and_the_shortage_is_offered() -> None:
    reading = read(f"code;quantité\n{VAXIGRIP};1\n3400930067727;4")
    assert [line.outcome for line in reading.report] == [TAKEN, LEFT]
    assert "déclarez une rupture" in reading.report[1].said
    assert list(reading.declared[OWN]) == [VAXIGRIP]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-3", "négatif"),  # edge case 14
        ("12,5", "unités entières"),  # edge case 15
        ("1.200", "écrivez 1200"),  # edge case 16
        ("1e3", "n'est pas un nombre"),  # edge case 23
        ("=2+2", "n'est pas un nombre"),
        ("@SUM(A1)", "n'est pas un nombre"),
        ("+cmd|' /C calc'!A0", "n'est pas un nombre"),
    ],
)
def test_edge_case_14_15_16_23_a_wrong_quantity_is_refused_in_words(text: str, sentence: str) -> None:
    assert sentence in refusal(f'code;quantité\n{VAXIGRIP};"{text}"')


@pytest.mark.parametrize(
    ("text", "units"), [("12,0", 12), ("1 200", 1200), ("1\u202f200", 1200), ("0", 0), ("１２", 12)]
)
def test_edge_case_15_16_18_22_a_quantity_is_read_as_people_write_it(text: str, units: int) -> None:
    assert lines(f"code;quantité\n{VAXIGRIP};{text}")[VAXIGRIP].units == units


def test_edge_case_17_a_blank_quantity_is_last_weeks_never_zero() -> None:
    reading = read(f"code;quantité\n{VAXIGRIP};\n{INFLUVAC};")
    assert reading.declared == {OWN: {INFLUVAC: Line(INFLUVAC, QUANTITY, units=9, unchanged=True)}}
    assert [(line.outcome, line.said) for line in reading.report] == [
        (LEFT, "Vide, et rien de déclaré la semaine dernière : non déclaré."),
        (TAKEN, "Inchangé : 9\u00a0doses."),
    ]


@pytest.mark.parametrize("text", ["NC", "-", "n/a", "?"])
def test_edge_case_19_not_communicated_is_not_declared_and_reported(text: str) -> None:
    reading = read(f"code;quantité\n{VAXIGRIP};{text}\n{INFLUVAC};4")
    assert list(reading.declared[OWN]) == [INFLUVAC]
    assert (reading.report[0].outcome, text in reading.report[0].said) == (LEFT, True)


def test_edge_case_20_a_very_large_quantity_is_taken_and_pointed_at() -> None:
    (line,) = read(f"code;quantité\n{VAXIGRIP};25000").report
    assert (line.outcome, "vérifiez" in line.said) == (TAKEN, True)


def test_edge_case_21_boxes_are_converted_and_both_are_kept() -> None:
    reading = read(f"code;nb boîtes\n{BOXED};4")
    assert reading.declared[OWN] == {BOXED: Line(BOXED, QUANTITY, units=100, boxes=4)}
    assert reading.report[0].said == "4\u00a0boîtes de 25, soit 100\u00a0tests."


def test_units_and_boxes_that_agree_are_taken_and_those_that_do_not_are_refused() -> None:
    assert lines(f"code;boîtes;unités\n{BOXED};4;100")[BOXED].boxes == 4
    assert "ne disent pas la même chose" in refusal(f"code;boîtes;unités\n{BOXED};4;4")


@pytest.mark.parametrize(
    "row", [f"{VAXIGRIP};;oui", f"{VAXIGRIP};;X", f"{VAXIGRIP};non référencé;", f"{VAXIGRIP};Non stocké;"]
)
def test_not_stocked_is_a_state_of_its_own(row: str) -> None:
    assert lines(f"code;stock;non référencé\n{row}") == {VAXIGRIP: Line(VAXIGRIP, NOT_STOCKED)}


def test_two_states_and_an_answer_that_is_none_are_refused() -> None:
    assert "à la fois" in refusal(f"code;stock;non référencé\n{VAXIGRIP};12;oui")
    assert "vaut oui ou non" in refusal(f"code;stock;non référencé\n{VAXIGRIP};12;peut-être")


def test_edge_case_33_the_line_of_another_pharmacy_is_refused() -> None:
    reading = read(f"finess;code;quantité\n{OWN};{VAXIGRIP};1\n{OTHER};{INFLUVAC};2")
    assert [line.number for line in reading.refused] == [3]
    assert "autre officine" in reading.refused[0].said


def test_edge_case_24_the_zero_lost_of_ones_own_number_is_given_back() -> None:
    assert lines(f"finess;code;quantité\n{OWN[1:]};{VAXIGRIP};1")[VAXIGRIP].units == 1


def test_edge_case_35_the_same_product_twice_is_merged_when_equal_and_refused_when_not() -> None:
    reading = read(f"code;quantité\n{VAXIGRIP};12\n{VAXIGRIP};12")
    assert (reading.refused, reading.report[1].outcome) == ([], LEFT)
    assert reading.report[1].said == "Identique à la ligne 2 : comptée une fois."
    said = refusal(f"code;quantité\n{VAXIGRIP};12\n{INFLUVAC};1\n3030600;13")
    assert said.startswith("Ce produit figure déjà ligne 2")


@pytest.mark.parametrize(
    ("week", "when"), [("2026-S48", "à venir"), ("2026-W46", "close"), ("2025-W47", "effacée")]
)
def test_edge_case_37_the_line_of_another_week_is_refused(week: str, when: str) -> None:
    assert when in refusal(f"code;quantité;semaine\n{VAXIGRIP};12;{week}")
    assert lines(f"code;quantité;semaine\n{VAXIGRIP};12;2026-S47")[VAXIGRIP].units == 12


SHEET = (
    f'Désignation;Code CIP;Quantité\r\n"Vaxigrip,\nseringue";{VAXIGRIP};12\r\n;;\r\nInfluvac;{INFLUVAC};\r\n'
)


@pytest.mark.parametrize(
    "content",
    [
        SHEET.encode(),
        codecs.BOM_UTF8 + SHEET.encode(),
        SHEET.encode("cp1252"),
        SHEET.encode("utf-16"),
        SHEET.encode("utf-16-le"),
        SHEET.replace(";", "\t").encode(),
        SHEET.replace(";", ",").encode(),
        SHEET.replace(";", "|").encode(),
        b"sep=;\r\n" + SHEET.encode("cp1252"),
        SHEET.replace("Vaxi", "Va\0xi").encode(),
    ],
    ids=["utf-8", "bom", "cp1252", "utf-16", "utf-16-le", "tab", "comma", "pipe", "sep=", "NUL"],
)
def test_edge_case_38_every_encoding_separator_and_line_end_reads_the_same(content: bytes) -> None:
    assert lines(content) == {
        VAXIGRIP: Line(VAXIGRIP, QUANTITY, units=12),
        INFLUVAC: Line(INFLUVAC, QUANTITY, units=9, unchanged=True),
    }


def test_edge_case_38_line_numbers_are_those_of_the_file_whatever_its_quotes_hold() -> None:
    text = f'sep=;\nnom;code;stock\n"a\nb";{VAXIGRIP};1\n\nc;{INFLUVAC};x\n'
    assert [line.number for line in read(text).refused] == [6]


def test_edge_case_38_a_workbook_is_read_even_when_it_is_called_csv() -> None:
    sheet = workbook(
        ["Stock du 18/11"], [], ["CIP13", "Qté"], [float(VAXIGRIP), 12.0], [BOXED, None], [INFLUVAC, 3]
    )
    reading = read(sheet, "stock.csv")
    assert {cip13: line.units for cip13, line in reading.declared[OWN].items()} == {VAXIGRIP: 12, INFLUVAC: 3}
    assert [line.number for line in reading.report] == [4, 5, 6]


def test_edge_case_23_a_formula_of_a_workbook_is_refused_and_never_computed() -> None:
    reading = read(workbook(["code", "stock"], [VAXIGRIP, "=2+2"], [INFLUVAC, 12.5]), "stock.xlsx")
    assert [line.said for line in reading.refused] == [
        "« =2+2 » n'est pas un nombre : écrivez des chiffres, sans calcul.",
        "12,5 : comptez en unités entières.",
    ]


def test_edge_case_23_no_cell_of_the_report_is_computed_by_a_spreadsheet() -> None:
    report = report_csv(read(f'code;stock\n"=cmd|x";"+1"\n{VAXIGRIP};1').report).decode("utf-8-sig")
    assert report.splitlines()[1].startswith(f"2;{OWN};'=cmd|x;;refusée;")
    assert report.splitlines()[2] == f"3;{OWN};{VAXIGRIP};Vaxigrip;prise;1\u00a0dose."


@pytest.mark.parametrize(
    "text",
    [
        f"{VAXIGRIP};12\n{INFLUVAC};3",  # no header
        f"12;{VAXIGRIP}\n3;{INFLUVAC}",  # no header, the other way round
        f"QTÉ en stock;Libellé;Code CIP 13;Stock mini\n12;Vaxigrip;{VAXIGRIP};4\n3;Influvac;{INFLUVAC};4",
        f"produit;unites;stock s-1\n{VAXIGRIP};12;99\n{INFLUVAC};3;98",
        f"xx;yy\n{VAXIGRIP};12\n{INFLUVAC};3",  # names that say nothing
        f"{VAXIGRIP} 12\n{INFLUVAC} 3",
        f"CIP7;EAN13;stock\n1;{VAXIGRIP};12\n2;{INFLUVAC};3",
        f"code;stock\n{VAXIGRIP};12\n\n;;\n{INFLUVAC};3\nTotal;15",
        f"code;stock\n{VAXIGRIP};12\n{INFLUVAC};3\n;15;Sous-total".replace("stock\n", "stock;note\n"),
    ],
)
def test_edge_case_39_columns_are_found_by_name_or_by_content_and_totals_left_aside(text: str) -> None:
    assert {cip13: line.units for cip13, line in lines(text).items()} == {VAXIGRIP: 12, INFLUVAC: 3}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "est vide"),
        ("\r\n ;; \n\0\n", "est vide"),
        (f"code;code;stock\n{VAXIGRIP};{VAXIGRIP};1", "Deux colonnes peuvent être celle du code produit"),
        (f"code;stock;quantité\n{VAXIGRIP};1;2", "« stock » et « quantité »"),
        (f"{VAXIGRIP};1;2", "Plusieurs colonnes de nombres"),
        ("nom;stock\nVaxigrip;3", "du code produit est introuvable"),
        (f"code;nom\n{VAXIGRIP};Vaxigrip", "de la quantité est introuvable"),
        (f'code;stock\n{VAXIGRIP};"12\n{INFLUVAC};3', "ses guillemets sont mal placés"),
    ],
)
def test_edge_case_39_a_file_without_its_columns_is_refused_and_says_what_to_name(
    text: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        read(text)


def test_a_cell_too_many_is_refused_not_shifted() -> None:
    assert "un séparateur de trop" in refusal(f"code,stock\n{VAXIGRIP},12,0")


def test_edge_case_39_a_hundred_thousand_lines_are_read_each_with_its_answer() -> None:
    text = "code;stock\n" + f"{VAXIGRIP};12\n" * 100_000
    reading = read(text)
    assert len(reading.report) == 100_000
    assert reading.declared == {OWN: {VAXIGRIP: Line(VAXIGRIP, QUANTITY, units=12)}}


def test_a_file_past_the_limits_is_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declarations_table, "MOST_LINES", 2)
    with pytest.raises(Refused, match="dépasse 2 lignes"):
        read(f"code;stock\n{VAXIGRIP};1\n{INFLUVAC};1")
    monkeypatch.setattr(declarations_table, "MOST_BYTES", 1_000_000)
    with pytest.raises(Refused, match="dépasse 1 Mo"):
        read(b"x" * 1_000_001)


def test_a_zip_bomb_is_refused_before_it_swells() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(Refused, match="trop gros une fois décompressé"):
        read(out.getvalue(), "bombe.xlsx")


def test_a_row_that_claims_an_endless_number_is_not_waited_for() -> None:
    honest, forged = io.BytesIO(workbook(["code", "stock"], [VAXIGRIP, 1])), io.BytesIO()
    with zipfile.ZipFile(honest) as archive, zipfile.ZipFile(forged, "w") as copy:
        for name in archive.namelist():
            copy.writestr(name, archive.read(name).replace(b'<row r="2"', b'<row r="2000000000000"'))
    assert b"2000000000000" in forged.getvalue()
    assert read(forged.getvalue(), "stock.xlsx").declared == {}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 no archive", "n'est pas un classeur"),
        (b"\xd0\xcf\x11\xe0 old", "ancien classeur Excel"),
    ],
)
def test_what_only_looks_like_a_workbook_is_refused_in_words(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        read(content, "stock.xlsx")


def test_an_archive_that_is_no_workbook_is_refused_in_words() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "bonjour")
    assert declarations_workbook.is_workbook(out.getvalue())
    with pytest.raises(Refused, match="n'est pas un classeur"):
        read(out.getvalue(), "stock.xlsx")


def test_what_is_pasted_is_read_as_a_file_is() -> None:
    rows = read_pasted(f"{VAXIGRIP}\t12\r\n{INFLUVAC}\t3\r\n")
    reading = read_lines(rows, Asked(WEEK, PRODUCTS, lambda finess: {}, OWN))
    assert {cip13: line.units for cip13, line in reading.declared[OWN].items()} == {VAXIGRIP: 12, INFLUVAC: 3}
    with pytest.raises(Refused, match="zone de collage est vide"):
        read_pasted(" \n\t\n")


def test_every_line_of_a_report_has_an_outcome_and_a_sentence() -> None:
    reading = read(f"code;quantité\n{VAXIGRIP};1\n{VAXIGRIP};1\nx;2\nTotal;3")
    assert [line.outcome for line in reading.report] == [TAKEN, LEFT, REFUSED, LEFT]
    assert all(line.said for line in reading.report)
