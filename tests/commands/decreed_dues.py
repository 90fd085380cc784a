"""The deadlines that the decree reaches: as they stand, and as a plain count has them."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.core import instants
from engine.store.queries import timers
from tests.commands import plain_counting
from tests.commands.decrees import HOLIDAYS, WINTER, WORKED
from tests.commands.offices import Office

# the days of each clock of the procedure, and how they are counted
COUNTS = {
    "in_2": (2, "working"),
    "in_4": (4, "working"),
    "in_9": (9, "working"),
    "in_c": (7, "calendar"),
}
WEEKDAYS = plain_counting.weekdays
DECREED = plain_counting.decreed(HOLIDAYS, WORKED)


def started(office: Office, days: int) -> str:
    """Start an instance some days after Monday 28 December 2026."""
    office.clock.now = WINTER + timedelta(days=days)
    return office.start()


def dues(office: Office, instance: str) -> dict[str, datetime]:
    """Give when each deadline of an instance ends."""
    rows = timers.of(office.engine.store, instance)
    return {row.element: instants.parse(row.due_at) for row in rows}


def expected(days: int, works: plain_counting.Works) -> dict[str, datetime]:
    """Count by hand when the deadlines of an instance end that started so many days later."""
    start = WINTER + timedelta(days=days)
    return {
        name: plain_counting.due(start, number, count, works)
        for name, (number, count) in COUNTS.items()
    }
