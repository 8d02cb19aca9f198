"""What every test shares: a store in memory, a clock, three pharmacies."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

import bcrypt
import pytest

from dp_ruptures import store as store_module
from dp_ruptures.reference import load_reference
from dp_ruptures.rules.finess import with_key
from dp_ruptures.store import Store, open_store
from tests.postbox import Post, Postbox
from tests.rows import put

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
# A Wednesday of week 2026-W47, inside the season.
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
REAL_SALT = bcrypt.gensalt


@pytest.fixture(scope="session", autouse=True)
def _quick() -> Iterator[None]:
    """What costs time in each of hundreds of tests and shows none of them anything.

    A password's hash takes 0.2 s (test_passwords.py looks at the real one); Streamlit reads the
    metadata of every installed package before each first run of a page, for components that we have not.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bcrypt, "gensalt", partial(bcrypt.gensalt, 4))
        from streamlit.components.v2 import manifest_scanner as scanner

        patch.setattr(scanner, "scan_component_manifests", cache(scanner.scan_component_manifests))
        yield


@pytest.fixture
def shared() -> Path:
    """The real published files, where they are."""
    if not SHARED.exists():
        pytest.skip("../shared is not here")
    return SHARED


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def empty_store() -> Iterator[Store]:
    """A migrated store in memory, without a row."""
    opened = open_store("duckdb:///:memory:")
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def store(empty_store: Store) -> Store:
    """A store with the reference data of the season."""
    load_reference(empty_store, NOW.date())
    return empty_store


def add_pharmacy(opened: Store, first8: str, **columns: Any) -> str:
    """One more pharmacy, open in the Ain unless said otherwise; returns its FINESS number."""
    finess = with_key(first8)
    put(opened, "pharmacy", {"finess": finess, "owner_key": finess, **columns})
    return finess


@pytest.fixture(scope="session")
def first_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file as it is after its first start: copied, it costs a quarter of making another."""
    file = tmp_path_factory.mktemp("first") / "dp_ruptures.duckdb"
    made = open_store(f"duckdb:///{file}")
    made.migrate()
    load_reference(made, NOW.date())
    made.close()
    return file


@pytest.fixture
def process_store(first_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The process's own store on a temporary file, with reference data, at a fixed time."""
    monkeypatch.setenv("DP_RUPTURES_HOME", str(tmp_path))
    monkeypatch.delenv("DP_RUPTURES_STORE", raising=False)
    monkeypatch.setenv("DP_RUPTURES_NOW", NOW.isoformat())
    store_module.close()
    shutil.copy(first_file, tmp_path / first_file.name)
    opened = store_module.connect()
    yield opened
    store_module.close()


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Postbox]:
    """A mail server that the portal knows."""
    found = Postbox()
    with Post(found) as post:
        monkeypatch.setenv("DP_RUPTURES_SMTP", post.url())
        yield found
