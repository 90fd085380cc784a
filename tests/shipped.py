"""The office with everything that ships, on the morning of Tuesday 10 March 2026."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from engine.core.instants import ZONE
from engine.store import backups, database
from tests.databases import Databases
from tests.processes.office import Clock, Office, copy, furnish, open_engine

MORNING = datetime(2026, 3, 10, 9, 30, tzinfo=ZONE)


def furnished(path: Path) -> Path:
    """Make a database file with an office that nobody has used yet."""
    furnish(path, MORNING)
    return path


@contextmanager
def opened(furnished: Path, path: Path) -> Iterator[Office]:
    """Open a copy of the furnished office."""
    clock = Clock(MORNING)
    office = Office(open_engine(copy(furnished, path), clock), clock)
    yield office
    database.close(office.engine.store)


def copied(furnished: Path, kind: str, databases: Databases) -> str:
    """Give the URL of a copy of the furnished office in a database of a kind."""
    if kind == "sqlite":
        url = databases.empty(kind)
        copy(furnished, Path(url.removeprefix("sqlite:///")))
        return url
    return databases.like("furnished", partial(restore, furnished))


def restore(furnished: Path, url: str) -> None:
    """Fill an empty PostgreSQL database with the furnished office."""
    store = database.open_store(url)
    backups.restore(furnished, store)
    database.close(store)
