"""Legal deadlines: the instant at which a count of working or calendar days ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from engine.core import instants
from engine.core.business_calendar import BusinessCalendar
from engine.core.errors import InvalidInput
from engine.core.instants import ZONE
from engine.core.lunar_calendar import FIRST_YEAR, LAST_YEAR

OPENING_OF_BUSINESS = time(9)
CLOSE_OF_BUSINESS = time(17)
# the last day ends at 24:00; no office closes as its day begins
END_OF_DAY = time(0)
_LONGEST = 36_525


class Unit(StrEnum):
    """What a deadline counts."""

    WORKING = "working"
    CALENDAR = "calendar"
    # working days, to the opening of the last one
    OPENING = "opening"


class Kind(StrEnum):
    """What a timer of a legal clock tells."""

    REMINDER = "reminder"
    BREACH = "breach"
    # that nobody has taken the task; it is told while that is so
    UNCLAIMED = "unclaimed"


# names of what the branch behind each knows
KINDS: frozenset[str] = frozenset(Kind)
# what is told within the office is promised to nobody
TOLD: frozenset[str] = frozenset([Kind.REMINDER, Kind.UNCLAIMED])


class Uncountable(InvalidInput, ValueError):
    """A deadline cannot be counted: its text is one sentence for a person at the command line."""

    def __init__(self, code: str, sentence: str, **parameters: object) -> None:
        super().__init__(code, **parameters)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Deadline:
    """An instant (aware, UTC) and the count that led to it."""

    due: datetime
    # a year without a national decree, or a projected regional holiday, lies in the count
    provisional: bool
    start: datetime
    days: int
    unit: Unit
    # code of the calendar
    calendar: str


def working_days_after(
    calendar: BusinessCalendar, start: datetime, days: int, closes: time = CLOSE_OF_BUSINESS
) -> Deadline:
    """Count working days from an aware instant, its own day in China not counted.

    The last day ends at `closes`, local time (`END_OF_DAY` is 24:00). Civil Code, articles 201
    and 203. Raises Uncountable for fewer than 1 day and outside 2004 to 2100.
    """
    first = _first_day(start, days)
    last = calendar.working_day_after(first, days)
    return _deadline(calendar, (start, first), (days, Unit.WORKING), last, closes)


def calendar_days_after(
    calendar: BusinessCalendar, start: datetime, days: int, closes: time = CLOSE_OF_BUSINESS
) -> Deadline:
    """Count calendar days; a last day that is no working day moves to the next one.

    Otherwise as `working_days_after`. Civil Code, articles 201 and 203.
    """
    first = _first_day(start, days)
    last = calendar.working_day_from(first + timedelta(days=days))
    return _deadline(calendar, (start, first), (days, Unit.CALENDAR), last, closes)


def opening_of_working_day_after(
    calendar: BusinessCalendar, start: datetime, days: int, opens: time = OPENING_OF_BUSINESS
) -> Deadline:
    """Count working days to the hour at which the last one begins, local time.

    A reminder rings then; otherwise as `working_days_after`.
    """
    first = _first_day(start, days)
    last = calendar.working_day_after(first, days)
    return _deadline(calendar, (start, first), (days, Unit.OPENING), last, opens)


def remaining_working_days(calendar: BusinessCalendar, now: datetime, due: datetime) -> int:
    """Count the working days left after the day of `now` until the last day of a deadline."""
    return calendar.working_days_between(_day(now), _last_day(due))


def after_pause(
    calendar: BusinessCalendar, due: datetime, paused: datetime, resumed: datetime
) -> datetime:
    """Move a due instant (UTC) by the whole working days between pause day and resume day.

    The pause day and the resume day themselves count as worked on. Raises Uncountable past 2100.
    """
    lost = calendar.working_days_between(_day(paused), _day(resumed) - timedelta(days=1))
    if lost == 0:
        return due.astimezone(UTC)
    old = _last_day(due)
    new = calendar.working_day_after(old, lost)
    if new is None:
        raise _outside()
    return (due + (new - old)).astimezone(UTC)


def due_line(start: str, days: str, calendar: BusinessCalendar, unit: str = "working") -> str:
    """Answer a question typed at the command line, such as `2026-03-18T17:00:00+08:00`.

    ` provisional` follows where the deadline is. `start` is a date or ISO instant, in China's time
    where it has no offset. Raises Uncountable with one sentence.
    """
    counts = {"working": working_days_after, "calendar": calendar_days_after}
    if unit not in counts:
        raise Uncountable("unknown_unit", f"unknown unit {unit!r}: use working or calendar")
    deadline = counts[unit](calendar, _instant(start), _number(days))
    mark = " provisional" if deadline.provisional else ""
    return deadline.due.astimezone(ZONE).isoformat() + mark


def _deadline(
    calendar: BusinessCalendar,
    start: tuple[datetime, date],
    count: tuple[int, Unit],
    last: date | None,
    hour: time,
) -> Deadline:
    if last is None:
        raise _outside()
    is_after = hour == END_OF_DAY and count[1] is not Unit.OPENING
    end = last + timedelta(days=1) if is_after else last
    return Deadline(
        due=datetime.combine(end, hour, ZONE).astimezone(UTC),
        provisional=calendar.is_provisional_between(start[1], last),
        start=start[0],
        days=count[0],
        unit=count[1],
        calendar=calendar.code,
    )


def _first_day(start: datetime, days: int) -> date:
    if start.tzinfo is None:
        raise Uncountable("naive_instant", "the start has no time zone")
    if days < 1:
        raise Uncountable("too_few_days", "the number of days must be 1 or more")
    day = _day(start)
    if days > _LONGEST or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _outside()
    return day


def _day(instant: datetime) -> date:
    try:
        return instants.day(instant)
    except OverflowError as problem:
        raise _outside() from problem


def _last_day(due: datetime) -> date:
    return _day(due - timedelta(microseconds=1))


def _outside() -> Uncountable:
    sentence = f"the start and the result must lie in the years {FIRST_YEAR} to {LAST_YEAR}"
    return Uncountable("outside_calendar_years", sentence, first=FIRST_YEAR, last=LAST_YEAR)


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as problem:
        sentence = f"{text!r} is neither a date (2026-03-13) nor an ISO instant"
        raise Uncountable("unreadable_start", sentence, start=text) from problem
    return instant if instant.tzinfo else instant.replace(tzinfo=ZONE)


def _number(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise Uncountable("unreadable_days", f"{text!r} is not a whole number of days", days=text)
    # six digits are past every calendar, and int() refuses thousands of them
    magnitude = int(text.lstrip("+-").lstrip("0")[:6] or "0")
    return -magnitude if text.startswith("-") else magnitude
