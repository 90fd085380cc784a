"""The office with everything that ships, on the morning of Tuesday 10 March 2026."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from engine.core.instants import ZONE
from engine.store import database
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
