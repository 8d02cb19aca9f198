"""The public medicines database: four files replace what was known, whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dp_ruptures.errors import Refused
from dp_ruptures.imports.bdpm import import_bdpm
from dp_ruptures.settings import ROOT
from dp_ruptures.store import Store, open_store

SHARED = ROOT.parent / "shared" / "data" / "bdpm"
SPECIALITY = "69675854\tVAXIGRIP suspension injectable. Vaccin grippal trivalent\t\t\t\t\t\t\t\t\t\tNon"
BOX = (
    "69675854\t3030600\tseringue préremplie\tPrésentation active\tDéclaration de commercialisation\t"
    "05/09/2025\t3400930306000\toui\t65%\t11,75\t12,77\t1,02\t"
)
NOTICE = "69675854\t\t2\tTension d'approvisionnement\t14/04/2026\t18/05/2026\t\thttps://ansm.example/vaxigrip"
MITM = "69675854\tJ07BB02\tVAXIGRIP\thttp://example.org"
FILES = {
    "CIS_bdpm.txt": SPECIALITY,
    "CIS_CIP_bdpm.txt": BOX,
    "CIS_CIP_Dispo_Spec.txt": NOTICE,
    "CIS_MITM.txt": MITM,
}


@pytest.fixture
def store() -> Iterator[Store]:
    store = open_store("duckdb:///:memory:")
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def read(store: Store, tmp_path: Path) -> Any:
    """Imports the four files, with the lines given in place of the usual ones."""

    def run(**replaced: str) -> dict[str, Any]:
        for name, text in FILES.items():
            encoding = "utf-8" if "CIP_bdpm" in name else "cp1252"
            (tmp_path / name).write_text(
                replaced.get(name.removesuffix(".txt"), text) + "\r\n", encoding=encoding
            )
        return import_bdpm(store, tmp_path)

    return run


def rows(store: Store, table: str) -> list[Any]:
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        found: list[Any] = cursor.execute(f"SELECT * FROM {table}").fetchall()
    return found


def test_a_presentation_gathers_the_four_files(store: Store, read: Any) -> None:
    report = read()
    assert rows(store, "presentation") == [
        (
            "3400930306000",
            "3030600",
            "69675854",
            "VAXIGRIP suspension injectable. Vaccin grippal trivalent",
            "seringue préremplie",
            "Déclaration de commercialisation",
            False,
            True,
            True,
        )
    ]
    assert (report["presentations"], report["mitm"], report["open_shortages"]) == (1, 1, 1)
    assert [vaccine["cip13"] for vaccine in report["flu_vaccines"]] == ["3400930306000"]


def test_a_notice_without_code_holds_for_every_presentation(store: Store, read: Any) -> None:
    read()
    (notice,) = rows(store, "ansm_notice")
    assert notice[:3] == ("69675854", None, 2)
    assert (str(notice[3]), notice[5]) == ("2026-04-14", None)


def test_the_code_is_trusted_and_not_the_label(read: Any) -> None:
    back = "69675854\t\t4\tRupture de stock\t14/04/2026\t18/05/2026\t18/05/2026\t"
    assert read(CIS_CIP_Dispo_Spec=back)["open_shortages"] == 0


def test_importing_again_replaces_everything(store: Store, read: Any) -> None:
    read()
    other = BOX.replace("3400930306000", "3400930067727").replace("\t3030600\t", "\t3006772\t")
    read(CIS_CIP_bdpm=other)
    assert [row[0] for row in rows(store, "presentation")] == ["3400930067727"]
    assert len(rows(store, "ansm_notice")) == 1
    first = rows(store, "presentation")
    read(CIS_CIP_bdpm=other)
    assert rows(store, "presentation") == first


def test_the_report_compares_with_what_was_known(read: Any) -> None:
    other = BOX.replace("3400930306000", "3400930067727").replace("\t3030600\t", "\t3006772\t")

    def changes(report: dict[str, Any]) -> tuple[int, int, int, list[Any]]:
        return report["added"], report["changed"], report["closed"], report["refused"]

    assert changes(read(CIS_CIP_bdpm=f"{BOX}\n{other}")) == (2, 0, 0, [])
    assert changes(read(CIS_CIP_bdpm=f"{BOX}\n{other}")) == (0, 0, 0, [])
    report = read(CIS_CIP_bdpm=BOX.replace("seringue", "ampoule"))
    assert changes(report) == (0, 1, 1, [])
    assert "1\u00a0modifiée, 1\u00a0disparue" in report["message"]


def test_a_presentation_whose_speciality_is_gone_is_named_by_its_label(store: Store, read: Any) -> None:
    read(CIS_CIP_bdpm=BOX.replace("69675854", "60000000"))
    assert rows(store, "presentation")[0][3] == "seringue préremplie"


@pytest.mark.parametrize(
    ("file", "spoilt", "reason"),
    [
        ("CIS_CIP_bdpm", BOX.replace("3400930306000", "3400930306001"), "CIP7 et le CIP13"),
        ("CIS_CIP_bdpm", BOX.replace("3030600", "30306OO"), "CIP7 et le CIP13"),
        ("CIS_CIP_bdpm", BOX, "figure déjà plus haut"),
        ("CIS_CIP_Dispo_Spec", NOTICE.replace("\t2\t", "\t9\t"), "code de statut"),
        ("CIS_CIP_Dispo_Spec", NOTICE.replace("14/04/2026", "2026-04-14"), "illisible"),
        ("CIS_MITM", "69675854\tJ07BB02", "2 colonnes au lieu de 4"),
    ],
)
def test_a_spoilt_line_is_refused_with_its_file_and_number(
    read: Any, file: str, spoilt: str, reason: str
) -> None:
    report = read(**{file: f"{FILES[f'{file}.txt']}\n{spoilt}"})
    assert [(line["file"], line["line"]) for line in report["refused"]] == [(f"{file}.txt", 2)]
    assert reason in report["refused"][0]["reason"]
    assert f"Ligne 2 de {file}.txt" in report["message"]
    assert report["presentations"] == 1


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named_and_nothing_changes(
    store: Store, read: Any, tmp_path: Path, name: str
) -> None:
    read()
    (tmp_path / name).unlink()
    with pytest.raises(Refused, match=name):
        import_bdpm(store, tmp_path)
    assert len(rows(store, "presentation")) == 1


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_kind_is_refused_and_nothing_changes(store: Store, read: Any, name: str) -> None:
    read()
    with pytest.raises(Refused, match=name):
        read(**{name.removesuffix(".txt"): "<html>page introuvable</html>"})
    assert len(rows(store, "presentation")) == 1


def test_the_real_database_gives_the_flu_vaccines_and_the_open_shortages(store: Store) -> None:
    if not SHARED.exists():
        pytest.skip("../shared is absent")
    report = import_bdpm(store, SHARED)
    sold = {vaccine["cip13"] for vaccine in report["flu_vaccines"] if not vaccine["stopped"]}
    assert sold == {"3400930306000", "3400930296165", "3400930305010", "3400930304686", "3400930304716"}
    assert len(report["flu_vaccines"]) == 9
    assert (report["presentations"], report["open_shortages"], report["refused"]) == (20_903, 487, [])
    assert not [row for row in rows(store, "presentation") if "Ã" in row[3] + row[4]]
