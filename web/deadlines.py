"""The Deadline piece: time left in words, the due instant, and how it was counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.core.business_calendar import BusinessCalendar
from web import moments, words

# so few working days left make a deadline urgent
_SOON = 1


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due time as a page shows it."""

    # later | soon | late | done
    state: str
    left: str
    at: str
    iso: str
    why: tuple[str, ...] = ()
    # rests on holidays that are not decreed yet
    provisional: bool = False
    # that it is the case's, and what for; "" where it is shown for what it is of
    of_case: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A due time as a timer row holds it."""

    due: datetime
    provisional: bool = False
    legal_basis: str = ""
    start: datetime | None = None
    days: int | None = None
    # working | calendar | opening
    count: str = ""
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the deadline is written for: when, in which language, by which working days."""

    now: datetime
    language: str
    working_days: BusinessCalendar


def running(counted: Counted, reader: Reader) -> Deadline:
    """Write a deadline that still runs or is missed."""
    late = reader.now > counted.due
    number = _days(counted, reader)
    return Deadline(
        state="late" if late else "soon" if number <= _SOON else "later",
        left=_left(number, late, counted, reader),
        at=moments.due(counted.due, reader.now, reader.language),
        iso=counted.due.isoformat(),
        why=_why(counted, reader),
        provisional=counted.provisional,
    )


def kept(at: datetime, reader: Reader) -> Deadline:
    """Write what was done at an instant, where a deadline ran before."""
    return Deadline(
        state="done",
        left=words.say("deadline.done", reader.language),
        at=moments.short(at, reader.now, reader.language),
        iso=at.isoformat(),
    )


def _days(counted: Counted, reader: Reader) -> int:
    first, last = sorted([reader.now, counted.due - moments.INSTANT])
    start, end = moments.local(first).date(), moments.local(last).date()
    if counted.count == "calendar":
        return (end - start).days
    return reader.working_days.working_days_between(start, end)


def _left(number: int, late: bool, counted: Counted, reader: Reader) -> str:
    unit = "calendar" if counted.count == "calendar" else "working"
    if number == 0:
        return words.say(f"deadline.{'late' if late else 'left'}.today", reader.language)
    key = f"deadline.{'late' if late else 'left'}.{unit}"
    return words.count(key, number, reader.language)


def _why(counted: Counted, reader: Reader) -> tuple[str, ...]:
    language = reader.language
    lines = []
    if counted.start is not None and counted.days is not None:
        start = moments.short(counted.start, reader.now, language)
        key = f"deadline.counted.{counted.count or 'working'}"
        lines.append(words.count(key, counted.days, language, start=start))
    if counted.calendar:
        lines.append(words.say("deadline.calendar", language, calendar=counted.calendar))
    if counted.legal_basis:
        lines.append(words.say("deadline.basis", language, basis=counted.legal_basis))
    if counted.provisional:
        lines.append(words.say("deadline.provisional", language))
    return tuple(lines)
