"""Where the pharmacies are written to."""

from pathlib import Path

import pytest

from dp_ruptures.errors import Refused
from dp_ruptures.imports.emails import import_emails
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy

TODAY = NOW.date()


@pytest.fixture
def lake(store: Store) -> str:
    return add_pharmacy(store, "01000230")


def addresses(store: Store) -> dict[str, str | None]:
    return {row["finess"]: row["email"] for row in store.query("pharmacy_emails", today=TODAY)}


def write(folder: Path, text: str) -> Path:
    file = folder / "courriels.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_addresses_are_taken_whatever_the_order_and_the_header(
    store: Store, lake: str, tmp_path: Path
) -> None:
    hill = add_pharmacy(store, "01000231")
    file = write(tmp_path, f"Courriel;FINESS\nlac@officine.example;{lake}\n{hill};cote@officine.example\n")
    report = import_emails(store, file, today=TODAY)
    assert addresses(store) == {lake: "lac@officine.example", hill: "cote@officine.example"}
    assert (report["changed"], report["unchanged"], report["refused"]) == (2, 0, [])
    assert import_emails(store, file, today=TODAY)["unchanged"] == 2


def test_wrong_lines_are_named_and_the_others_taken(store: Store, lake: str, tmp_path: Path) -> None:
    lines = (f"{lake};lac@officine.example", "010002319;x@y.example", "12;x@y.example", f"{lake};deux@@y",
             f"{lake};autre@officine.example")  # fmt: skip
    report = import_emails(store, write(tmp_path, "\n".join(lines)), today=TODAY)
    assert addresses(store) == {lake: "lac@officine.example"}
    assert [line["line"] for line in report["refused"]] == [2, 3, 4, 5]
    assert "aucune officine ouverte" in report["message"] or "clé" in report["message"]


def test_a_file_without_an_address_is_refused(store: Store, lake: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Aucune adresse"):
        import_emails(store, write(tmp_path, f"finess;courriel\n{lake};\n"), today=TODAY)
    assert addresses(store) == {lake: None}
