"""Fixtures: an office on the morning of Tuesday 10 March 2026."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

from engine.store import database
from tests import servers
from tests.databases import Databases
from tests.processes.office import Clock, Office, copy, open_engine_at
from tests.shipped import MORNING, restore


@pytest.fixture(
    params=[
        pytest.param(way, marks=[pytest.mark.long] if way == "cluster" else [])
        for way in servers.WAYS
    ]
)
def configuration(request: pytest.FixtureRequest) -> str:
    """How the office is run: by one server, by two, or by a worker who is woken."""
    return str(request.param)


@pytest.fixture
def new_url(
    furnished: Path, tmp_path: Path, configuration: str, fresh_databases: Databases
) -> Callable[[], str]:
    """Give a way to copy the office that nobody has used yet."""
    numbers = count()

    def fill(url: str) -> None:
        restore(furnished, url)
        if configuration == "cluster":
            servers.on_office_clock(url)

    def copied() -> str:
        if configuration == "one server":
            return f"sqlite:///{copy(furnished, tmp_path / f'office-{next(numbers)}.db')}"
        return fresh_databases.like(f"furnished {configuration}".replace(" ", "_"), fill)

    return copied


@pytest.fixture
def new_office(
    new_url: Callable[[], str], configuration: str
) -> Iterator[Callable[[datetime], Office]]:
    """Give a way to open fresh offices at an instant."""
    opened: list[Office] = []

    def open_one(at: datetime) -> Office:
        clock = Clock(at)
        engine, at_work = servers.run(configuration, open_engine_at(new_url(), clock))
        opened.append(Office(engine, clock, at_work))
        return opened[-1]

    yield open_one
    for office in opened:
        database.close(office.engine.store)
        if office.servers is not None:
            office.servers.close()


@pytest.fixture
def office(new_office: Callable[[datetime], Office]) -> Office:
    return new_office(MORNING)


@pytest.fixture
def fresh_office(new_office: Callable[[datetime], Office]) -> Callable[[], Office]:
    """Give a way to open one fresh office after the other on the same morning."""
    return lambda: new_office(MORNING)
