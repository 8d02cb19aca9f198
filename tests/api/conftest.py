"""One season per file of tests, in memory; each test has pharmacies of its own."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dp_ruptures import store as store_module
from dp_ruptures import tokens
from dp_ruptures.reference import load_reference
from dp_ruptures.store import Store
from tests.api.api_doors import open_door
from tests.conftest import NOW, add_pharmacy

_numbers = count(1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portal's folder."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def season(home: Path) -> Iterator[Store]:
    """The process's store, opened once: its migrations take half a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DP_RUPTURES_HOME", str(home))
        patch.setenv("DP_RUPTURES_STORE", "duckdb:///:memory:")
        store_module.close()
        opened = store_module.connect()
        load_reference(opened, NOW.date())
        yield opened
        store_module.close()


@pytest.fixture
def process_store(season: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The season's store, on a Wednesday."""
    monkeypatch.setenv("DP_RUPTURES_NOW", NOW.isoformat())
    return season


@pytest.fixture
def pharmacy(process_store: Store) -> Callable[..., str]:
    """`pharmacy(closed_on=…)`: one more that nothing knows yet; its FINESS number."""

    def one_more(**columns: Any) -> str:
        return add_pharmacy(process_store, f"01{next(_numbers):06}", **columns)

    return one_more


@pytest.fixture
def token_of(process_store: Store) -> Callable[[str], str]:
    """`token_of(finess)`: a new token of that pharmacy."""
    return lambda finess: tokens.create(process_store, finess, "LGO", account_name=None, now=NOW, actor="t")


@pytest.fixture
def finess(pharmacy: Callable[..., str]) -> str:
    return pharmacy(name="Pharmacie du Lac")


@pytest.fixture
def token(token_of: Callable[[str], str], finess: str) -> str:
    return token_of(finess)


@pytest.fixture
def client(process_store: Store) -> TestClient:
    return open_door()
