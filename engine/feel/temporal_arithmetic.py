"""Sums, differences and order of dates, times and durations (DMN 1.5, 10.3.2.3)."""

from dataclasses import replace

from engine.feel import zones
from engine.feel.temporal import (
    NANOSECONDS,
    SECONDS_A_DAY,
    Date,
    DateAndTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
    add_months,
    date_of,
    day_number,
    second_of_day,
    time_of,
)

_DAY = SECONDS_A_DAY * NANOSECONDS
# 2^63 seconds: about the reach of the years
_LONGEST = 2**63 * NANOSECONDS
_MOST_MONTHS = 2_000_000_000 * 12


def days_time_duration(nanoseconds: int) -> DaysTimeDuration | None:
    """Make a duration, or None where it is too long."""
    return DaysTimeDuration(nanoseconds) if abs(nanoseconds) <= _LONGEST else None


def years_months_duration(months: int) -> YearsMonthsDuration | None:
    """Make a duration, or None where it is too long."""
    return YearsMonthsDuration(months) if abs(months) <= _MOST_MONTHS else None


def local_nanoseconds(moment: DateAndTime) -> int:
    """Count a local date and time in nanoseconds, offset left out."""
    seconds = day_number(moment.date) * SECONDS_A_DAY + second_of_day(moment.time)
    return seconds * NANOSECONDS + moment.time.nanosecond


def instant(moment: DateAndTime) -> tuple[bool, int]:
    """Say whether a date and time has an offset, and count it in nanoseconds (in UTC if so)."""
    offset = zones.offset_of(moment)
    return offset is not None, local_nanoseconds(moment) - (offset or 0) * NANOSECONDS


def instant_of_day(time: Time) -> tuple[bool, int]:
    """Do the same for a time of day."""
    offset = zones.offset_of_time(time)
    seconds = second_of_day(time) - (offset or 0)
    return offset is not None, seconds * NANOSECONDS + time.nanosecond


def midnight(day: Date) -> tuple[bool, int]:
    """Give the instant at which a date counts: midnight in UTC."""
    return True, day_number(day) * _DAY


def add_to_date(day: Date, duration: DaysTimeDuration) -> Date | None:
    """Move a date, from its midnight, and cut the time off."""
    return date_of(day_number(day) + duration.nanoseconds // _DAY)


def add_months_to_date(day: Date, duration: YearsMonthsDuration) -> Date | None:
    """Move a date by months."""
    return add_months(day, duration.months)


def add_to_time(time: Time, duration: DaysTimeDuration) -> Time:
    """Move a time of day around the clock."""
    now = second_of_day(time) * NANOSECONDS + time.nanosecond
    return time_of((now + duration.nanoseconds) % _DAY, time)


def add_to_moment(moment: DateAndTime, duration: DaysTimeDuration) -> DateAndTime | None:
    """Move a date and time by elapsed time; in a zone the clock may jump."""
    moved = _moment(local_nanoseconds(moment) + duration.nanoseconds, moment.time)
    if moved is None or moment.time.zone is None:
        return moved
    _, before = instant(moment)
    days, rest = divmod(before + duration.nanoseconds, _DAY)
    utc_day = date_of(days)
    if utc_day is None:
        return None
    offset = zones.offset_at(moment.time.zone, utc_day, rest // NANOSECONDS)
    return _moment(before + duration.nanoseconds + offset * NANOSECONDS, moment.time)


def add_months_to_moment(moment: DateAndTime, duration: YearsMonthsDuration) -> DateAndTime | None:
    """Move a date and time by months; the time of day stays."""
    day = add_months(moment.date, duration.months)
    return None if day is None else replace(moment, date=day)


def difference(left: tuple[bool, int], right: tuple[bool, int]) -> DaysTimeDuration | None:
    """Subtract two instants; None where only one of them has an offset."""
    return days_time_duration(left[1] - right[1]) if left[0] == right[0] else None


def months_between(start: Date, end: Date) -> YearsMonthsDuration:
    """Count the whole months from one day to another."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return YearsMonthsDuration(months)


def _moment(local: int, like: Time) -> DateAndTime | None:
    days, rest = divmod(local, _DAY)
    day = date_of(days)
    return None if day is None else DateAndTime(day, time_of(rest, like))
