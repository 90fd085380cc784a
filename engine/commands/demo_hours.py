"""When the people of a demo office get to something: in office hours, or in their free time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from engine.core import instants
from engine.core.business_calendar import BusinessCalendar

# minutes of the day
MORNING, NOON, AFTERNOON, EVENING = 9 * 60, 12 * 60, 13 * 60, 16 * 60 + 55
AWAKE, LATE = 8 * 60, 22 * 60
# minutes before somebody looks at what has just come
SOONEST = 10


def at_work(random: Random, calendar: BusinessCalendar, after: datetime, days: int) -> datetime:
    """Draw an instant in office hours, so many working days after another one, or soon."""
    there = after.astimezone(instants.ZONE)
    first = calendar.working_day_from(there.date()) or there.date()
    day = (calendar.working_day_after(first, days) if days else first) or first
    earliest = _earliest(there, day, MORNING)
    if earliest > EVENING:
        day, earliest = calendar.working_day_after(day, 1) or day, MORNING
    minute = random.randint(earliest, EVENING)
    at_lunch = NOON <= minute < AFTERNOON
    return _instant(random, day, minute + (AFTERNOON - NOON if at_lunch else 0))


def at_leisure(random: Random, after: datetime, days: int) -> datetime:
    """Draw an instant at which a citizen sits down to it, so many days after another one."""
    there = after.astimezone(instants.ZONE)
    day = there.date() + timedelta(days=days)
    earliest = _earliest(there, day, AWAKE)
    if earliest > LATE:
        day, earliest = day + timedelta(days=1), AWAKE
    return _instant(random, day, random.randint(earliest, LATE))


def _earliest(there: datetime, day: date, opens: int) -> int:
    """Give the first minute of the day at which something is possible after the present one."""
    if day != there.date():
        return opens
    return max(opens, there.hour * 60 + there.minute + SOONEST)


def _instant(random: Random, day: date, minute: int) -> datetime:
    return instants.begin_of(day) + timedelta(minutes=minute, seconds=random.randrange(60))
