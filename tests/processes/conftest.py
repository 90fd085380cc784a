"""Fixtures: an office on the morning of Tuesday 10 March 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.core.instants import ZONE
from engine.store import database
from tests.processes.office import Clock, Office, copy, furnish, open_engine

MORNING = datetime(2026, 3, 10, 9, 30, tzinfo=ZONE)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database file with an office that nobody has used yet."""
    path = tmp_path_factory.mktemp("office") / "furnished.db"
    furnish(path, MORNING)
    return path


@pytest.fixture
def new_office(furnished: Path, tmp_path: Path) -> Iterator[Callable[[datetime], Office]]:
    """Give a way to open fresh offices at an instant."""
    opened: list[Office] = []

    def open_one(at: datetime) -> Office:
        clock = Clock(at)
        path = copy(furnished, tmp_path / f"office-{len(opened)}.db")
        opened.append(Office(open_engine(path, clock), clock))
        return opened[-1]

    yield open_one
    for office in opened:
        database.close(office.engine.store)


@pytest.fixture
def office(new_office: Callable[[datetime], Office]) -> Office:
    return new_office(MORNING)


@pytest.fixture
def fresh_office(new_office: Callable[[datetime], Office]) -> Callable[[], Office]:
    """Give a way to open one fresh office after the other on the same morning."""
    return lambda: new_office(MORNING)
