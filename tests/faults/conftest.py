"""The office whose processes are killed, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store import database
from engine.store.database import Store
from tests.databases import Databases
from tests.faults import desk
from tests.faults.desk import Desk


@pytest.fixture(name="desk")
def _desk(store: Store, tmp_path: Path) -> Desk:
    """An office where a small procedure is deployed."""
    return desk.found(store, tmp_path)


@pytest.fixture
def another_store(fresh_databases: Databases, kind: str) -> Iterator[Store]:
    """A second database with our tables and nothing in them."""
    url = fresh_databases.fresh(kind)
    opened = database.open_store(url)
    yield opened
    database.close(opened)
    fresh_databases.give_back(url)
