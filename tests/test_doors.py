"""A pasted column, two columns, a file, the template: all land in the form's draft, and declare nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dp_ruptures import declaration_sheet, declarations, door_reading, door_template, drafts
from dp_ruptures.campaign import campaign_of
from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_start import Start
from dp_ruptures.door_reading import Landing, Screen
from dp_ruptures.door_week import this_week
from dp_ruptures.errors import Refused
from dp_ruptures.imports.declarations_table import read_pasted, read_table
from dp_ruptures.rules.declaration import NOT_STOCKED, QUANTITY, Declaration, Line
from dp_ruptures.rules.shelf import Shelf
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy

WEEK = parse_week("2026-W47")
UNIT, BOX5, BOX25 = "2999000000043", "2999000000050", "2999000000012"
VAXIGRIP, INFLUVAC = "3400930306000", "3400930296165"
IN_UNITS, IN_BOXES = Screen({}, frozenset()), Screen({}, frozenset({"tests"}))


@pytest.fixture
def sheet(store: Store) -> Sheet:
    """A form of four lines, of which last week's pharmacy declared two."""
    finess = add_pharmacy(store, "01000230")
    before = (Line(BOX25, QUANTITY, 100, 4), Line(INFLUVAC, NOT_STOCKED))
    then = NOW - timedelta(days=7)
    declarations.declare(store, Declaration(finess, WEEK.shift(-1), before, "officine", "form"), then)
    campaign = campaign_of(store, NOW.date())
    assert campaign is not None
    read = declaration_sheet.read(store, finess, Start(WEEK), campaign, NOW)
    by_code = read.products
    stocked = tuple(by_code[code] for code in (VAXIGRIP, BOX25, INFLUVAC, BOX5))
    return replace(read, shelf=Shelf(stocked))


def rows(sheet: Sheet, text: str, screen: Screen = IN_UNITS) -> Landing:
    return door_reading.read_rows(read_pasted(text), sheet, screen)


def quantities(landing: Landing) -> dict[str, str]:
    """What lands in each quantity: a text, `=` for unchanged, `NR` for not stocked."""
    shown = {}
    for name, text in landing.fields.items():
        kind, _, code = name.partition(":")
        if kind == "units":
            signs = {"same": "=", "absent": "NR"}
            said = [sign for kind, sign in signs.items() if landing.fields[f"{kind}:{code}"]]
            shown[code] = said[0] if said else text
    return shown


def test_a_column_lands_in_the_order_of_the_form_as_it_would_be_typed(sheet: Sheet) -> None:
    assert door_reading.is_column("12\n\n=\n1 200\n")
    # The form draws family by family: both vaccines first, then both tests.
    landing = door_reading.read_column("12\n\n=\n1 200\n", sheet, IN_UNITS)
    assert quantities(landing) == {VAXIGRIP: "12", BOX25: "=", BOX5: "1 200"}
    assert [line.product for line in landing.report] == [
        p.name for p in door_reading.in_order(sheet.shelf.shown)
    ]
    assert landing.sentence.startswith("3\u00a0lignes placées")


@pytest.mark.parametrize("count", [1, 3, 5])
def test_a_column_of_another_length_is_refused_not_shifted(sheet: Sheet, count: int) -> None:
    with pytest.raises(Refused, match="collez-en autant que de lignes"):
        door_reading.read_column("1\n" * count, sheet, IN_UNITS)


def test_one_wrong_quantity_and_none_lands(sheet: Sheet) -> None:
    landing = door_reading.read_column("12\n-1\n3\n4", sheet, IN_UNITS)
    assert (landing.fields, [line.number for line in landing.refused]) == ({}, [2])
    assert "Rien n'a été repris" in landing.sentence
    landing = rows(sheet, f"{VAXIGRIP}\t12\n{BOX25}\t1,5")
    assert (landing.fields, [line.number for line in landing.refused]) == ({}, [2])


def test_a_column_is_read_in_the_unit_that_the_form_counts_in(sheet: Sheet) -> None:
    landing = door_reading.read_column("1\n2\n3\n4", sheet, IN_BOXES)
    assert quantities(landing) == {VAXIGRIP: "1", INFLUVAC: "2", BOX25: "3", BOX5: "4"}
    assert landing.report[2].said == "3\u00a0boîtes de 25, soit 75\u00a0tests."


def test_two_columns_are_read_by_their_codes_and_a_blank_is_unchanged(sheet: Sheet) -> None:
    text = f"{BOX5}\t15\n{BOX25}\t\n{INFLUVAC}\t\n{VAXIGRIP}\t"
    assert not door_reading.is_column(text)
    landing = rows(sheet, text)
    assert quantities(landing) == {BOX5: "15", BOX25: "=", INFLUVAC: "="}
    assert "non déclaré" in landing.report[3].said


def test_units_of_a_file_become_boxes_where_the_form_counts_boxes(sheet: Sheet) -> None:
    assert quantities(rows(sheet, f"code;unités\n{BOX25};100\n{BOX5};10", IN_BOXES)) == {
        BOX25: "4",
        BOX5: "2",
    }
    assert quantities(rows(sheet, f"code;boîtes\n{BOX25};4", IN_UNITS)) == {BOX25: "100"}


def test_a_half_box_makes_the_family_count_in_units_and_what_is_typed_follows(sheet: Sheet) -> None:
    screen = Screen({BOX5: "3", VAXIGRIP: "9"}, frozenset({"tests"}))
    landing = rows(sheet, f"code;unités\n{BOX25};110", screen)
    assert landing.fields["count:tests"] == "unités"
    assert quantities(landing) == {BOX25: "110", BOX5: "15"}


def test_not_stocked_lands_as_such_and_nothing_lands_without_a_surveyed_product(sheet: Sheet) -> None:
    assert quantities(rows(sheet, f"code;stock\n{VAXIGRIP};non référencé")) == {VAXIGRIP: "NR"}
    landing = rows(sheet, "code;stock\n3400930067727;3")
    assert (landing.fields, landing.refused) == ({}, [])
    assert "Rien n'a été repris" in landing.sentence


def test_a_blank_of_a_file_keeps_a_quantity_already_typed_and_says_so(sheet: Sheet) -> None:
    text = f"{BOX25}\t\n{INFLUVAC}\t\n{VAXIGRIP}\t7"
    landing = rows(sheet, text, Screen({BOX25: "65", INFLUVAC: "", VAXIGRIP: "9"}, frozenset()))
    assert quantities(landing) == {INFLUVAC: "=", VAXIGRIP: "7"}
    assert [(line.outcome, line.said) for line in landing.report if line.code == BOX25] == [
        ("laissée de côté", "déjà saisi : 65, gardé")
    ]


def test_a_file_whose_blanks_are_all_typed_already_changes_nothing(sheet: Sheet) -> None:
    landing = rows(sheet, f"code;stock\n{BOX25};", Screen({BOX25: "65"}, frozenset()))
    assert (landing.fields, landing.refused) == ({}, [])


def template(sheet: Sheet) -> list[dict[str, object]]:
    return door_template.template_rows(sheet.shelf.shown, sheet.last_week)


def test_the_template_names_last_weeks_figures_and_leaves_the_quantity_blank(sheet: Sheet) -> None:
    said = [(row["Code"], row["Semaine dernière"], row["Quantité"]) for row in template(sheet)]
    assert said == [
        (VAXIGRIP, None, None),
        (BOX25, 100, None),
        (INFLUVAC, "non référencé", None),
        (BOX5, None, None),
    ]


def test_the_template_carries_what_is_declared_or_typed_this_week(store: Store, sheet: Sheet) -> None:
    declared = (Line(VAXIGRIP, QUANTITY, 12), Line(BOX25, QUANTITY, 100, 4), Line(BOX5, QUANTITY, 10, 2))
    receipt = declarations.declare(store, Declaration(sheet.finess, WEEK, declared, "officine", "form"), NOW)
    typed = {f"units:{BOX25}": "3", f"units:{INFLUVAC}": "", f"absent:{INFLUVAC}": "1"}
    drafts.keep(store, sheet.finess, WEEK, typed, now=NOW, device="here")
    opened = replace(sheet, start=Start(WEEK, receipt))
    known = this_week(opened, drafts.of(store, sheet.finess, WEEK))
    listed = door_template.template_rows(sheet.shelf.shown, sheet.last_week, known)
    assert [(row["Code"], row["Quantité"], row["Non référencé"]) for row in listed] == [
        (VAXIGRIP, 12, None),
        (BOX25, 75, None),
        (INFLUVAC, None, "oui"),
        (BOX5, 10, None),
    ]
    for content in (door_template.template_csv(listed), door_template.template_xlsx(listed)):
        landing = door_reading.read_rows(read_table(content, "stocks.csv"), sheet, IN_UNITS)
        assert quantities(landing) == {VAXIGRIP: "12", BOX25: "75", INFLUVAC: "NR", BOX5: "10"}


@pytest.mark.parametrize("make", [door_template.template_csv, door_template.template_xlsx])
def test_the_template_sent_back_as_it_is_says_unchanged(sheet: Sheet, make: object) -> None:
    content = make(template(sheet))  # type: ignore[operator]
    landing = door_reading.read_rows(read_table(content, "stocks.csv"), sheet, IN_UNITS)
    assert landing.refused == []
    assert quantities(landing) == {BOX25: "=", INFLUVAC: "="}


def test_a_name_that_starts_like_a_formula_stays_a_text_in_the_template(sheet: Sheet) -> None:
    wrong = replace(sheet.shelf.stocked[0], name="=1+1")
    content = door_template.template_xlsx(door_template.template_rows([wrong], {}))
    assert read_table(content, "x.xlsx")[1][1][1] == "'=1+1"
