"""The FINESS extract: what enters, what changes, what closes, what is refused."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dp_ruptures.errors import Refused
from dp_ruptures.imports.finess import import_finess
from dp_ruptures.rules.finess import with_key
from dp_ruptures.settings import ROOT
from dp_ruptures.store import Row, Store, open_store

TODAY = date(2026, 11, 23)
SHARED = ROOT.parent / "shared" / "data" / "finess"
HEADER = "finess;etalab;111;2026-11-10"
FIELDS = [
    "structureet", "", "", "PHARMACIE DU LAC", "", "", "", "12", "R", "DU LAC", "", "", "004", "01", "AIN",
    "01500 AMBERIEU EN BUGEY", "", "", "620", "Pharmacie d'Officine", "3201", "", "", "", "01", "", "", "",
    "2013-10-01", "2013-10-01", "2020-11-13", "",
]  # fmt: skip
NAME, COMPLEMENT, DEPARTMENT, ROUTE, TELEPHONE, CATEGORY, OPENED, UPDATED = 3, 6, 13, 15, 16, 18, 28, 30


def number(rank: int, prefix: str = "01") -> str:
    return with_key(f"{prefix}{rank:06d}")


def line(rank: int, prefix: str = "01", owner: int | None = None, **facts: str) -> str:
    """One line of the extract; `facts` by the names above, in lower case."""
    fields = list(FIELDS)
    fields[1] = number(rank, prefix)
    fields[2] = number(owner or rank + 500_000)
    for name, text in facts.items():
        fields[globals()[name.upper()]] = text
    return ";".join(fields)


@pytest.fixture
def store() -> Iterator[Store]:
    store = open_store("duckdb:///:memory:")
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def read(store: Store, tmp_path: Path) -> Any:
    """Imports the lines given, as a file in latin-1."""

    def run(
        *lines: str, close_missing: bool = False, today: date = TODAY, header: str = HEADER
    ) -> dict[str, Any]:
        file = tmp_path / "extract.csv"
        file.write_text("\n".join([header, *lines, ""]), encoding="latin-1")
        return import_finess(store, file, today=today, close_missing=close_missing)

    return run


def pharmacies(store: Store) -> dict[str, Row]:
    return {row["finess"]: row for row in store.query("finess_pharmacies")}


def test_a_pharmacy_enters_with_its_address_and_its_owner(store: Store, read: Any) -> None:
    report = read(line(1, owner=7, complement="CENTRE COMMERCIAL", telephone="474454647"))
    assert (report["added"], report["refused"], report["dated"]) == (1, [], "2026-11-10")
    assert pharmacies(store)[number(1)] == {
        "finess": number(1),
        "finess_ej": number(7),
        "owner_key": number(7),
        "name": "PHARMACIE DU LAC",
        "address": "CENTRE COMMERCIAL, 12 R DU LAC",
        "postcode": "01500",
        "city": "AMBERIEU EN BUGEY",
        "territory_code": "01",
        "department_code": "01",
        "opened_on": date(2013, 10, 1),
        "updated_on": date(2020, 11, 13),
        "telephone": "0474454647",
        "closed_on": None,
    }


def test_a_pharmacy_without_legal_entity_is_its_own_owner(store: Store, read: Any) -> None:
    read(line(1).replace(number(500_001), ""))
    assert pharmacies(store)[number(1)]["owner_key"] == number(1)
    assert pharmacies(store)[number(1)]["finess_ej"] is None


def test_quotes_piled_up_around_a_name_are_dropped(store: Store, read: Any) -> None:
    read(line(1, name='"""SARL """"""""PHARMACIE DE MONDEVILLE 2"""""""'), line(2, name='"L""ECLAIR; SUITE"'))
    assert pharmacies(store)[number(1)]["name"] == "SARL PHARMACIE DE MONDEVILLE 2"
    assert pharmacies(store)[number(2)]["name"] == "L ECLAIR; SUITE"


def test_the_year_1900_means_an_unknown_day(store: Store, read: Any) -> None:
    read(line(1, opened="1900-01-01", updated=""))
    assert (pharmacies(store)[number(1)]["opened_on"], pharmacies(store)[number(1)]["updated_on"]) == (
        None,
        None,
    )


def test_the_older_form_is_read_and_its_coordinates_are_counted(store: Store, read: Any) -> None:
    coordinates = (
        f"geolocalisation;{number(1)};882538.9;6542885.8;1;ATLASANTE;100;IGN;BD_ADRESSE;V2.1;L93;2016-02-29"
    )
    report = read(line(1, department="1", opened="12/06/1989"), coordinates)
    assert report["ignored"] == {"géolocalisation": 1}
    assert pharmacies(store)[number(1)]["department_code"] == "01"
    assert pharmacies(store)[number(1)]["opened_on"] == date(1989, 6, 12)


def test_case_28_only_community_pharmacies_enter(store: Store, read: Any) -> None:
    report = read(line(1), line(2, category="355"))
    assert report["ignored"] == {"autre catégorie d'établissement": 1}
    assert list(pharmacies(store)) == [number(1)]


def test_case_29_the_islands_keep_their_territory_and_are_published_with_guadeloupe(
    store: Store, read: Any
) -> None:
    read(
        line(1, "97", department="9A", route="97133 ST BARTHELEMY"),
        line(2, "97", department="9A", route="97150 ST MARTIN"),
        line(3, "97", department="9A", route="97110 POINTE A PITRE"),
    )
    places = [(row["territory_code"], row["department_code"]) for row in pharmacies(store).values()]
    assert sorted(places) == [("971", "971"), ("977", "971"), ("978", "971")]


def test_case_30_a_pharmacy_in_wallis_is_refused(read: Any) -> None:
    report = read(line(1), line(2, "98", department="9J", route="98600 UVEA"))
    assert [refused["line"] for refused in report["refused"]] == [3]
    assert "Wallis-et-Futuna" in report["refused"][0]["reason"]


def test_case_31_mayotte_is_found_by_its_column(store: Store, read: Any) -> None:
    read(line(1, "98", department="9F", route="97600 KOUNGOU"))
    assert pharmacies(store)[number(1, "98")]["department_code"] == "976"


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        (line(2).replace(number(2), "010000023"), "FINESS est faux"),
        (line(2).replace(number(2), number(2)[1:]), "zéro de tête"),
        (line(2).replace(number(500_002), "123"), "FINESS est faux"),
        (line(2, department="99"), "inconnu"),
        (line(2, route="AMBERIEU"), "code postal"),
        (line(2, name=""), "raison sociale"),
        (line(2, opened="2013-13-45"), "illisible"),
        (line(2, name='"PHARMACIE'), "champs au lieu de 32"),
        ("structureet;010000024", "champs au lieu de 32"),
        ("autre;chose", "Type de ligne inconnu"),
        (line(1, name="PHARMACIE DU COL"), "figure déjà plus haut"),
    ],
)
def test_a_spoilt_line_is_refused_with_its_number_and_the_others_enter(
    store: Store, read: Any, spoilt: str, reason: str
) -> None:
    report = read(line(1), spoilt, line(3))
    assert [refused["line"] for refused in report["refused"]] == [3]
    assert reason in report["refused"][0]["reason"]
    assert report["added"] == 2
    assert set(pharmacies(store)) == {number(1), number(3)}


def test_no_refusal_names_a_pharmacy(read: Any) -> None:
    report = read(line(1), line(2).replace(number(2), "010000023"), line(3, department="99"))
    assert len(report["refused"]) == 2
    assert "010000023" not in str(report)
    assert number(3) not in str(report)


def test_a_line_given_twice_counts_once(read: Any) -> None:
    report = read(line(1), line(1))
    assert (report["added"], report["ignored"]) == (1, {"doublon": 1})


def test_a_changed_number_is_a_change_and_one_that_is_not_given_takes_none_away(
    store: Store, read: Any
) -> None:
    read(line(1, telephone="0474454647"), line(2, telephone="0474454648"), line(3))
    report = read(line(1, telephone="0474454649"), line(2), line(3, telephone="illisible"))
    assert (report["changed"], report["unchanged"], report["refused"]) == (1, 2, [])
    known = [pharmacies(store)[number(rank)]["telephone"] for rank in (1, 2, 3)]
    assert known == ["0474454649", "0474454648", None]


def test_an_extract_without_numbers_keeps_them_when_something_else_changes(store: Store, read: Any) -> None:
    read(line(1, telephone="0474454647"))
    report = read(line(1, name="PHARMACIE DU COL"))
    assert report["changed"] == 1
    row = pharmacies(store)[number(1)]
    assert (row["name"], row["telephone"]) == ("PHARMACIE DU COL", "0474454647")


def test_the_same_file_again_changes_nothing(store: Store, read: Any) -> None:
    read(line(1), line(2))
    before = pharmacies(store)
    report = read(line(1), line(2))
    assert (report["added"], report["changed"], report["unchanged"], report["missing"]) == (0, 0, 2, 0)
    assert pharmacies(store) == before


RANKS = st.sets(st.integers(1, 60), min_size=1)


# One store for every example, on purpose: each starts from whatever the last one left.
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=RANKS, second=RANKS)
def test_any_file_read_twice_changes_nothing_the_second_time(
    store: Store, read: Any, first: set[int], second: set[int]
) -> None:
    read(*map(line, first))
    read(*map(line, second))
    before = pharmacies(store)
    report = read(*map(line, second))
    assert (report["added"], report["changed"], report["reopened"]) == (0, 0, 0)
    assert report["unchanged"] == len(second)
    assert pharmacies(store) == before


def test_a_new_name_is_a_change_and_keeps_the_email(store: Store, read: Any) -> None:
    read(line(1), line(2))
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE pharmacy SET email = 'lac@example.org'")
    report = read(line(1, name="PHARMACIE DU COL"), line(2))
    assert (report["changed"], report["unchanged"]) == (1, 1)
    assert pharmacies(store)[number(1)]["name"] == "PHARMACIE DU COL"
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        assert cursor.execute("SELECT DISTINCT email FROM pharmacy").fetchall() == [("lac@example.org",)]


def test_a_vanished_pharmacy_is_reported_and_left_open(store: Store, read: Any) -> None:
    read(line(1), line(2))
    report = read(line(1))
    assert (report["missing"], report["closed"]) == (1, 0)
    assert [missing["finess"] for missing in report["missing_pharmacies"]] == [number(2)]
    assert pharmacies(store)[number(2)]["closed_on"] is None
    assert "sans être fermée" in report["message"]


def test_case_32_a_vanished_pharmacy_is_closed_on_demand_and_its_row_kept(store: Store, read: Any) -> None:
    many = [line(rank) for rank in range(1, 13)]
    read(*many)
    report = read(*many[1:], close_missing=True)
    assert (report["closed"], report["missing"], report["unchanged"]) == (1, 0, 11)
    assert pharmacies(store)[number(1)]["closed_on"] == TODAY
    assert read(*many[1:], close_missing=True, today=date(2026, 12, 1))["closed"] == 0
    assert pharmacies(store)[number(1)]["closed_on"] == TODAY


def test_a_pharmacy_that_comes_back_is_open_again(store: Store, read: Any) -> None:
    many = [line(rank) for rank in range(1, 13)]
    read(*many)
    read(*many[1:], close_missing=True)
    assert read(*many)["reopened"] == 1
    assert pharmacies(store)[number(1)]["closed_on"] is None


def dated(day: str) -> str:
    return f"finess;etalab;111;{day}"


def test_an_older_extract_is_refused_and_reopens_nothing(store: Store, read: Any) -> None:
    many = [line(rank) for rank in range(1, 13)]
    read(*many, header=dated("2026-09-10"))
    read(*many[1:], header=dated("2026-11-10"), close_missing=True)
    with pytest.raises(Refused, match=r"est du 10 sept\. 2026, et le registre .* du 10 nov\. 2026"):
        read(*many, header=dated("2026-09-10"))
    assert pharmacies(store)[number(1)]["closed_on"] == TODAY
    assert read(*many, header=dated("2026-11-11"))["reopened"] == 1


def test_an_extract_without_its_date_is_refused_once_a_dated_one_was_taken(read: Any) -> None:
    assert read(line(1), header=line(2))["added"] == 2
    assert read(line(1), header=line(2))["unchanged"] == 2
    read(line(1), line(2))
    with pytest.raises(Refused, match="ne dit pas sa date"):
        read(line(1), header=line(2))


def test_a_refused_extract_is_not_remembered(read: Any) -> None:
    many = [line(rank) for rank in range(1, 11)]
    read(*many, header=dated("2026-09-10"))
    with pytest.raises(Refused, match="plus de 10 %"):
        read(many[0], header=dated("2026-11-10"), close_missing=True)
    assert read(*many, header=dated("2026-10-10"))["unchanged"] == 10


def test_an_extract_of_other_establishments_shuts_out_no_register(read: Any) -> None:
    read(line(1, category="355"), header=dated("2026-11-10"))
    assert read(line(1), header=dated("2026-09-10"))["added"] == 1


def test_an_extract_dated_to_come_shuts_out_no_later_one(read: Any) -> None:
    read(line(1), header=dated("2062-11-10"))
    assert read(line(1), header=dated("2062-11-10"))["unchanged"] == 1
    assert read(line(1), today=date(2026, 12, 10), header=dated("2026-12-08"))["unchanged"] == 1


def test_a_register_does_not_enter_a_store_of_invented_data(store: Store, read: Any) -> None:
    store.execute("setting_insert", name="demo", content="{}")
    with pytest.raises(Refused, match="DP_RUPTURES_HOME"):
        read(line(1))
    assert pharmacies(store) == {}


def test_closing_more_than_a_tenth_is_refused_and_nothing_is_written(store: Store, read: Any) -> None:
    many = [line(rank) for rank in range(1, 11)]
    read(*many)
    with pytest.raises(Refused, match="plus de 10 %"):
        read(*many[2:], line(99), close_missing=True)
    assert number(99) not in pharmacies(store)
    assert all(row["closed_on"] is None for row in pharmacies(store).values())


def test_a_pharmacy_whose_line_is_refused_is_not_missing(store: Store, read: Any) -> None:
    many = [line(rank) for rank in range(1, 13)]
    read(*many)
    lost_zero = line(1).replace(number(1), number(1)[1:])
    report = read(lost_zero, line(2, route="?"), *many[2:], close_missing=True)
    assert (len(report["refused"]), report["closed"], report["missing"]) == (2, 0, 0)
    assert pharmacies(store)[number(1)]["closed_on"] is None


@pytest.mark.parametrize("text", ["nom;prénom\nDupont;Jeanne\n", HEADER + "\n", line(1)[:40]])
def test_what_is_no_extract_is_refused(store: Store, tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match="n'est pas un extrait FINESS"):
        import_finess(store, file, today=TODAY)


def test_progress_reaches_the_end(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "extract.csv"
    file.write_text("\n".join(line(rank) for rank in range(5_001)), encoding="utf-8")
    steps: list[tuple[int, int]] = []
    import_finess(store, file, today=TODAY, progress=lambda label, done, total: steps.append((done, total)))
    assert steps == [(5_000, 5_001), (5_001, 5_001)]


def real(name: str) -> Path:
    if not (SHARED / name).exists():
        pytest.skip("../shared is absent")
    return SHARED / name


def test_the_real_register_gives_21116_pharmacies(store: Store) -> None:
    report = import_finess(store, real("etalab-cs1100502_full_20210108.csv"), today=TODAY)
    assert (report["added"], report["refused"]) == (21_116, [])
    assert report["ignored"] == {"autre catégorie d'établissement": 6}
    published = {row["department_code"] for row in pharmacies(store).values()}
    assert len(published) == 100  # All but Mayotte, which that extract left out.
    assert "976" not in published
    territories = [row["territory_code"] for row in pharmacies(store).values()]
    assert (territories.count("977"), territories.count("978")) == (3, 11)


@pytest.mark.parametrize(
    ("name", "added", "ignored"),
    [
        ("sample_etalab-cs1100502_20260512.csv", 0, {"autre catégorie d'établissement": 6}),
        ("sample_etalab-cs1100507_2016_format.csv", 2, {"géolocalisation": 2}),
    ],
)
def test_every_line_of_the_real_samples_is_understood(
    store: Store, name: str, added: int, ignored: dict[str, int]
) -> None:
    report = import_finess(store, real(name), today=TODAY)
    assert (report["added"], report["ignored"], report["refused"]) == (added, ignored, [])
