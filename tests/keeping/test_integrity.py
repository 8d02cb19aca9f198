"""`check` finds what does not hold together, in the rows and in the files of releases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dp_ruptures import integrity, release, settings
from dp_ruptures import store as store_module
from dp_ruptures.errors import Refused
from dp_ruptures.publication import signature
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW
from tests.release.season import Season

WEEK = parse_week("2026-W46")


@pytest.fixture(scope="module")
def released(season: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with one release and its files."""
    home = tmp_path_factory.mktemp("released")
    with pytest.MonkeyPatch.context() as patch:
        (home / season.name).write_bytes(season.read_bytes())
        patch.setenv("DP_RUPTURES_HOME", str(home))
        patch.delenv("DP_RUPTURES_STORE", raising=False)
        store_module.close()
        opened = store_module.connect()
        Season(opened, 7).week(WEEK)
        release.publish(opened, WEEK, now=NOW, actor="test", terms=release.Terms(reason="essai"))
        yield opened
        store_module.close()


def lines(store: Store) -> list[str]:
    try:
        integrity.check(store, NOW)
    except Refused as refused:
        return refused.lines
    return []


def place() -> Path:
    return settings.load().releases / WEEK.iso


def test_a_release_and_its_files_agree(released: Store) -> None:
    outcome = integrity.check(released, NOW)
    assert (outcome["releases"], outcome["without_files"]) == ([WEEK.iso], [])


@pytest.mark.parametrize(
    ("statement", "back", "fault"),
    [
        ("UPDATE release_cell SET units = units + 1 WHERE area_level = 'france' AND item = 'ensemble'",
         "UPDATE release_cell SET units = units - 1 WHERE area_level = 'france' AND item = 'ensemble'",
         "stocks.csv n'est pas la table publiée"),
        ("UPDATE release SET state_sha256 = 'x' || state_sha256",
         "UPDATE release SET state_sha256 = substr(state_sha256, 2)", "empreintes du manifeste"),
        ("UPDATE release SET cells_published = cells_published + 1",
         "UPDATE release SET cells_published = cells_published - 1", "nombre de cellules"),
        ("UPDATE pharmacy SET department_code = 'ZZ' WHERE department_code = '07'",
         "UPDATE pharmacy SET department_code = '07' WHERE department_code = 'ZZ'", "département inconnu"),
        ("UPDATE declaration_line SET declaration_id = -1 - declaration_id",
         "UPDATE declaration_line SET declaration_id = -1 - declaration_id", "sans leur déclaration"),
        ("UPDATE release_member SET declaration_id = -1 - declaration_id",
         "UPDATE release_member SET declaration_id = -1 - declaration_id", "États de publication"),
        ("UPDATE schema_migration SET name = 'x' || name WHERE name LIKE '0009%'",
         "UPDATE schema_migration SET name = substr(name, 2) WHERE name LIKE 'x%'", "0009_drafts n'est pas"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_hold_is_found(released: Store, statement: str, back: str, fault: str) -> None:
    connection = released._connection  # type: ignore[attr-defined]
    connection.execute(statement)
    try:
        assert any(fault in line for line in lines(released))
    finally:
        connection.execute(back)
    assert lines(released) == []


@pytest.mark.parametrize("name", ["stocks.csv", "bulletin.pdf", signature.MANIFEST, signature.SIGNATURE])
def test_a_file_changed_by_one_byte_is_found(released: Store, name: str) -> None:
    file = place() / name
    whole = file.read_bytes()
    file.write_bytes(whole[:-2] + bytes([whole[-2] ^ 1]) + whole[-1:])
    try:
        assert [WEEK.label in line for line in lines(released)] == [True]
    finally:
        file.write_bytes(whole)


def test_files_signed_by_a_former_key_hold_and_by_an_unknown_one_do_not(released: Store) -> None:
    known = settings.load()
    private, public = known.signing_key.read_bytes(), signature.public_key(known.signing_key)
    known.signing_key.unlink()
    try:
        assert any("signature" in line for line in lines(released))
        known.former_keys.mkdir()
        (known.former_keys / "avant.pem").write_bytes(public)
        assert lines(released) == []
    finally:
        (known.former_keys / "avant.pem").unlink(missing_ok=True)
        known.signing_key.write_bytes(private)


def test_a_release_without_its_folder_is_said_and_is_no_fault(released: Store) -> None:
    away = place().with_name("ailleurs")
    place().rename(away)
    try:
        assert integrity.check(released, NOW)["without_files"] == [WEEK.iso]
    finally:
        away.rename(place())
