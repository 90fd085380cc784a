"""Deadlines counted day by day, with nothing of the product: what a decree must move, and whereto.

The script knows the statutory days of China that the small offices of the tests lack: none. A year
without a decree has its weekdays as working days, a year with one what the decree says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
Works = Callable[[date], bool]


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def decreed(holidays: Collection[str], worked: Collection[str]) -> Works:
    def works(day: date) -> bool:
        if day.isoformat() in holidays:
            return False
        return day.isoformat() in worked or day.weekday() < 5

    return works


def due(start: datetime, days: int, count: str, works: Works) -> datetime:
    """The last day ends when the station of the tests closes: at 16:30; it opens at 09:00."""
    day = start.astimezone(CHINA).date()
    if count == "calendar":
        day += timedelta(days=days)
        while not works(day):
            day += timedelta(days=1)
        return closing(day)
    while days:
        day += timedelta(days=1)
        days -= works(day)
    return closing(day) if count == "working" else datetime.combine(day, time(9), CHINA)


def closing(day: date) -> datetime:
    return datetime.combine(day, time(16, 30), CHINA).astimezone(UTC)
