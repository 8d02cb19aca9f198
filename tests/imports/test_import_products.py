"""An administrator's list of products: every line right, or nothing."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dp_ruptures.errors import Refused
from dp_ruptures.imports.products import import_products
from dp_ruptures.imports.report import RefusedLines
from dp_ruptures.reference import load_reference
from dp_ruptures.store import Row, Store, open_store

TODAY = date(2026, 11, 23)
HEADER = "code;nom;famille;unites_par_boite"
REAL_TEST = "4006381333931"


@pytest.fixture
def store() -> Iterator[Store]:
    store = open_store("duckdb:///:memory:")
    store.migrate()
    load_reference(store, TODAY)
    yield store
    store.close()


@pytest.fixture
def read(store: Store, tmp_path: Path) -> Any:
    def run(text: str, encoding: str = "utf-8") -> dict[str, Any]:
        file = tmp_path / "produits.csv"
        file.write_bytes(text.encode(encoding))
        return import_products(store, file, today=TODAY)

    return run


def product(store: Store, code: str) -> Row | None:
    return next((row for row in store.query("product_catalogue") if row["cip13"] == code), None)


def surveyed(store: Store) -> list[str]:
    return [row["cip13"] for row in store.query("product_surveyed", campaign_id="2026-2027")]


def test_case_11_a_maker_s_code_enters_the_catalogue_and_the_campaign(store: Store, read: Any) -> None:
    report = read(f"{HEADER}\n{REAL_TEST};Test Panbio;tests;25\n")
    entered = product(store, REAL_TEST)
    assert entered is not None
    assert (entered["name"], entered["pack_size"], entered["demo"], entered["cip7"]) == (
        "Test Panbio",
        25,
        False,
        None,
    )
    assert surveyed(store)[-1] == REAL_TEST
    assert (report["added"], report["changed"], report["surveyed"], report["campaign"]) == (
        1,
        0,
        1,
        "2026-2027",
    )


def test_a_cip7_is_stored_with_its_cip13(store: Store, read: Any) -> None:
    read(f"{HEADER}\n3000001;Vaccin;vaccin;1\n")
    entered = product(store, "3400930000014")
    assert entered is not None
    assert entered["cip7"] == "3000001"


def test_what_the_list_leaves_out_is_kept(store: Store, read: Any) -> None:
    report = read(f"{HEADER}\n3400930306000;Vaxigrip 2026;vaccins;10\n")
    changed = product(store, "3400930306000")
    assert changed is not None
    assert (changed["name"], changed["pack_size"], changed["maker"]) == (
        "Vaxigrip 2026",
        10,
        "Sanofi Winthrop Industrie",
    )
    assert (report["added"], report["changed"], report["surveyed"]) == (0, 1, 0)


def test_the_same_list_again_changes_nothing(store: Store, read: Any) -> None:
    text = f"{HEADER}\n{REAL_TEST};Test Panbio;tests;25\n"
    read(text)
    before = surveyed(store)
    report = read(text)
    assert (report["added"], report["changed"], report["unchanged"], report["surveyed"]) == (0, 0, 1, 0)
    assert surveyed(store) == before


def test_a_withdrawn_product_leaves_the_campaign_and_stays_in_the_catalogue(store: Store, read: Any) -> None:
    text = f"{HEADER};Retiré\n{REAL_TEST};Test;tests;5;non\n3400930306000;Vaxigrip;vaccins;1;Oui\n"
    report = read(text)
    assert (report["added"], report["changed"], report["closed"], report["refused"]) == (1, 0, 1, [])
    assert "1\u00a0retiré." in report["message"]
    assert REAL_TEST in surveyed(store)
    assert "3400930306000" not in surveyed(store)
    assert product(store, "3400930306000") is not None
    assert read(text)["closed"] == 0
    load_reference(store, TODAY)
    assert "3400930306000" not in surveyed(store)


def test_a_withdrawn_product_comes_back_when_listed_again(store: Store, read: Any) -> None:
    read(f"{HEADER};retire\n3400930306000;Vaxigrip;vaccins;1;oui\n")
    assert read(f"{HEADER}\n3400930306000;Vaxigrip;vaccins;1\n")["surveyed"] == 1
    assert surveyed(store)[-1] == "3400930306000"


def test_withdrawing_an_unknown_code_is_warned_of(store: Store, read: Any) -> None:
    report = read(f"{HEADER};retire\n{REAL_TEST};Test;tests;5;oui\n")
    assert (report["closed"], len(report["warnings"])) == (0, 1)
    assert product(store, REAL_TEST) is None


def test_a_doubtful_withdrawal_is_refused(read: Any) -> None:
    with pytest.raises(RefusedLines, match="retire vaut oui ou non"):
        read(f"{HEADER};retire\n{REAL_TEST};Test;tests;5;peut-être\n")


def test_a_product_no_longer_sold_enters_with_a_warning(store: Store, read: Any) -> None:
    codes = ["3400930306000", "3400930067727"]
    same = {"cises": ["1"] * 2, "names": ["x"] * 2, "labels": ["x"] * 2, "marketed_states": [None] * 2}
    store.execute(
        "bdpm_insert_presentations",
        cip13s=codes,
        cip7s=[code[5:12] for code in codes],
        stopped=[False, True],
        mitm=[False] * 2,
        flu_vaccines=[True] * 2,
        **same,
    )
    lines = "3400930306000;Vaxigrip;vaccins;1\n3400930067727;VaxigripTetra;vaccins;1"
    report = read(f"{HEADER}\n{lines}\n")
    (warning,) = report["warnings"]
    assert warning.startswith("VaxigripTetra (3400930067727) n'est plus commercialisé")
    assert warning in report["message"]
    assert "3400930067727" in surveyed(store)


def test_an_old_product_joins_the_campaign_at_the_end(store: Store, read: Any) -> None:
    read(f"{HEADER}\n{REAL_TEST};Test;tests;5\n3400930067727;VaxigripTetra;vaccins;1\n")
    assert surveyed(store)[-2:] == [REAL_TEST, "3400930067727"]


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\n" + HEADER + "\r\n" + REAL_TEST + ";Test à 25;tests;25\r\n",
        f"Unités par boîte,FAMILLE,Nom,Code,remarque\n25,Tests,Test à 25,{REAL_TEST},rien\n",
        f"code\tnom\tfamille\tunites_par_boite\n{REAL_TEST}\tTest à 25\ttest\t25\n\n\t\t\t\n",
        f'{HEADER}\n="{REAL_TEST}";"Test\nà 25";tests;25.0\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_case_38_the_file_is_read_whatever_its_dress(
    store: Store, read: Any, text: str, encoding: str
) -> None:
    read(text, encoding)
    entered = product(store, REAL_TEST)
    assert entered is not None
    assert (entered["name"], entered["pack_size"], entered["family"]) == ("Test à 25", 25, "tests")


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        ("4006381333932;Test;tests;25", "devrait être 1"),
        ("3,40093E+12;Test;tests;25", "Excel a perdu des chiffres"),
        ("3400892088310;Test;tests;25", "UCD"),
        ("2999000000012;;tests;25", "nom manque"),
        ("2999000000012;Test;masques;25", "famille « masques » est inconnue"),
        ("2999000000012;Test;tests;0", "entier de 1 à 1000"),
        ("2999000000012;Test;tests;12,5", "entier de 1 à 1000"),
        ("2999000000012;Test;tests;1001", "entier de 1 à 1000"),
        ("2999000000012;Test;tests;12.5", "entier de 1 à 1000"),
        ("2999000000012;Test;tests;1.000", "entier de 1 à 1000"),
        ("2999000000012;Test;tests;0000251234567", "entier de 1 à 1000"),
        ("2999000000012;Test;tests;nc", "entier de 1 à 1000"),
        ("2999000000012;=HYPERLINK(1);tests;25", "ni commencer par ="),
        ("2999000000012;+Test;tests;25", "ni commencer par ="),
        ("2999000000012;- Test;tests;25", "ni commencer par ="),
        ("2999000000012;\u00a0@Test;tests;25", "ni commencer par ="),
        ("2999000000012;＝1+1;tests;25", "ni commencer par ="),
        ("2999000000012;Test <b>rapide;tests;25", "ni contenir <"),
        ("2999000000012;Test;tests", "entier de 1 à 1000"),
        ("2999000000012;Test;tests;25;reste", "5 cellules pour 4 colonnes"),
        (f"{REAL_TEST};Autre nom;tests;25", "figure déjà plus haut"),
        (f"2999000000012;{'x' * 121};tests;25", "120 caractères"),
    ],
)
def test_one_bad_line_refuses_the_whole_file(store: Store, read: Any, spoilt: str, reason: str) -> None:
    with pytest.raises(RefusedLines, match="Rien n'a été importé") as refused:
        read(f"{HEADER}\n{REAL_TEST};Test;tests;25\n\n{spoilt}\n")
    assert [line["line"] for line in refused.value.lines] == [4]
    assert reason in refused.value.lines[0]["reason"]
    assert product(store, REAL_TEST) is None


def test_every_bad_line_is_told_and_the_sentence_stays_short(read: Any) -> None:
    with pytest.raises(RefusedLines) as refused:
        read("\n".join([HEADER, *["1;Test;tests;25"] * 40]))
    assert [line["line"] for line in refused.value.lines] == list(range(2, 42))
    assert "et 35 de plus" in str(refused.value)
    assert "Ligne 7" not in str(refused.value)


def test_equal_lines_are_merged(read: Any) -> None:
    line = f"{REAL_TEST};Test;tests;25"
    assert read(f"{HEADER}\n{line}\n{line}\n")["added"] == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("code;nom\n1;2\n", "Il manque la colonne famille, unites_par_boite"),
        ("code;code;nom;famille;unites_par_boite\n", "La colonne code figure deux fois"),
        (HEADER + "\n", "aucun produit"),
        ("sep=;\n\n", "vide"),
        (f'{HEADER}\n"{"x" * 200_000}"\n', "ligne 2 est illisible"),
    ],
)
def test_a_file_that_is_no_list_is_refused(read: Any, text: str, complaint: str) -> None:
    csv.field_size_limit(131_072)  # Python's own; frictionless raises it for the whole process.
    with pytest.raises(Refused, match=complaint):
        read(text)


def test_without_a_campaign_nothing_is_written(tmp_path: Path) -> None:
    empty = open_store("duckdb:///:memory:")
    empty.migrate()
    file = tmp_path / "produits.csv"
    file.write_text(f"{HEADER}\n{REAL_TEST};Test;tests;25\n", encoding="utf-8")
    with pytest.raises(Refused, match="campagne"):
        import_products(empty, file, today=TODAY)
    assert empty.query("product_catalogue") == []
