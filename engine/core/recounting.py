"""Count an open deadline again after the calendars have changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from engine.core import instants
from engine.core.business_calendar import BusinessCalendar
from engine.core.deadlines import Unit


@dataclass(frozen=True, slots=True)
class Running:
    """A deadline that runs: when it is due, and how that was counted."""

    due: datetime
    start: datetime
    days: int
    # working | calendar | opening
    count: str


@dataclass(frozen=True, slots=True)
class Recounted:
    """When the deadline is due by the new calendar (aware, UTC), and whether that may change."""

    due: datetime
    provisional: bool


def recount(running: Running, before: BusinessCalendar, after: BusinessCalendar) -> Recounted:
    """Move the last day of a deadline from one calendar to the next; the hour of it stays.

    What a person gave or took away stays too: a deadline moved by hand keeps the number of working
    days that it had by the old calendar. A last day that no calendar explains is left alone.
    """
    start, last = instants.day(running.start), _last_day(running)
    move = _calendar_days if running.count == Unit.CALENDAR else _working_days
    new = move(running, (start, last), before, after) or last
    return Recounted(
        due=(running.due + (new - last)).astimezone(UTC),
        provisional=after.is_provisional_between(start, new),
    )


def _last_day(running: Running) -> date:
    """Give the day that a deadline ends on (24:00 is of the day before) or that it opens."""
    if running.count == Unit.OPENING:
        return instants.day(running.due)
    return instants.day(running.due - timedelta(microseconds=1))


def _working_days(
    _: Running, span: tuple[date, date], before: BusinessCalendar, after: BusinessCalendar
) -> date | None:
    start, last = span
    number = before.working_days_between(start, last)
    if number == 0 or not before.is_working_day(last):
        return None
    return after.working_day_after(start, number)


def _calendar_days(
    running: Running, span: tuple[date, date], before: BusinessCalendar, after: BusinessCalendar
) -> date | None:
    start, last = span
    nominal = start + timedelta(days=running.days)
    return after.working_day_from(nominal if before.working_day_from(nominal) == last else last)
