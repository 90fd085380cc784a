"""Dates, times and durations of FEEL, with the range that the standard gives them."""

from dataclasses import dataclass

NANOSECONDS = 1_000_000_000
SECONDS_A_DAY = 86_400
MONTHS = 12
HOURS = 24
SIXTY = 60
LAST_YEAR = 999_999_999

_DAYS_IN_400_YEARS = 146_097
_DAYS_BEFORE_MONTH = (0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337)
_DAYS_IN_MONTH = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A day of the proleptic Gregorian calendar, years -999,999,999 to 999,999,999."""

    year: int
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, with an offset in seconds or a zone id, or neither; equality is `is`."""

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    offset: int | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class DateAndTime:
    """A day and a time of day; equality is that of the function `is`, part by part."""

    date: Date
    time: Time


@dataclass(frozen=True, slots=True, order=True)
class DaysTimeDuration:
    """A days and time duration, in nanoseconds."""

    nanoseconds: int


@dataclass(frozen=True, slots=True, order=True)
class YearsMonthsDuration:
    """A years and months duration, in months."""

    months: int


def is_leap(year: int) -> bool:
    """Say whether a year has a 29th of February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Count the days of a month."""
    return 29 if month == _FEBRUARY and is_leap(year) else _DAYS_IN_MONTH[month]


def date(year: int, month: int, day: int) -> Date | None:
    """Make a date, or None where there is no such day."""
    if abs(year) > LAST_YEAR or not 1 <= month <= MONTHS:
        return None
    return Date(year, month, day) if 1 <= day <= month_length(year, month) else None


def day_number(day: Date) -> int:
    """Count the days from 0000-03-01 to a day."""
    month = day.month - 3
    year = day.year
    if month < 0:
        month += 12
        year -= 1
    return (
        year * 365
        + year // 4
        - year // 100
        + year // 400
        + _DAYS_BEFORE_MONTH[month]
        + day.day
        - 1
    )


def date_of(number: int) -> Date | None:
    """Find the day that many days after 0000-03-01, or None outside the range of years."""
    era, rest = divmod(number, _DAYS_IN_400_YEARS)
    year = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
    in_year = rest - (365 * year + year // 4 - year // 100)
    month = (5 * in_year + 2) // 153
    day = in_year - _DAYS_BEFORE_MONTH[month] + 1
    year += 400 * era
    in_next_year, month = divmod(month + 2, MONTHS)
    return date(year + in_next_year, month + 1, day)


def weekday(day: Date) -> int:
    """Give the number of the weekday, Monday is 1."""
    return (day_number(day) + 2) % 7 + 1


def add_months(day: Date, months: int) -> Date | None:
    """Move a day by months; the day of the month is cut to the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if abs(year) > LAST_YEAR:
        return None
    return Date(year, month + 1, min(day.day, month_length(year, month + 1)))


def second_of_day(time: Time) -> int:
    """Count the seconds since midnight of the local time."""
    return time.hour * 3600 + time.minute * 60 + time.second


def time_of(nanoseconds: int, like: Time) -> Time:
    """Make the local time that long after midnight, with the offset or zone of another."""
    seconds, rest = divmod(nanoseconds, NANOSECONDS)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return Time(hour, minute, second, rest, like.offset, like.zone)


MIDNIGHT_UTC = Time(0, 0, 0, 0, 0)
