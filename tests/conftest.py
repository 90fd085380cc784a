"""Fixtures for the tests that need a database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from engine import cluster
from engine.store import database
from engine.store.database import Store
from tests.databases import CLUSTER, KINDS, Databases, databases

if TYPE_CHECKING:
    from tests.processes.office import Office

# a test says what is right, never how fast this machine is at the moment
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def _quick() -> Iterator[None]:
    # most tests of the core need nothing of what is made quick
    from tests import quick

    with quick.quick():
        yield


@pytest.fixture(scope="session")
def fresh_databases() -> Iterator[Databases]:
    with databases() as made:
        yield made


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(fresh_databases: Databases, kind: str) -> Iterator[str]:
    """The URL of a database with our tables and nothing in them."""
    url = fresh_databases.fresh(kind)
    yield url
    if kind in KINDS:
        fresh_databases.give_back(url)


@pytest.fixture
def store(database_url: str, kind: str) -> Iterator[Store]:
    """An open store with our tables and nothing in them."""
    opened = database.open_store(database_url)
    yield replace(opened, waker=cluster.Waker()) if kind == CLUSTER else opened
    database.close(opened)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database file of an office with everything that ships, which nobody has used yet."""
    # most tests need neither the engine nor the procedure
    from tests import shipped

    return shipped.furnished(tmp_path_factory.mktemp("office") / "furnished.db")


@pytest.fixture
def shipped_office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    """An office of its own with everything that ships."""
    from tests import shipped

    with shipped.opened(furnished, tmp_path / "office.db") as office:
        yield office
