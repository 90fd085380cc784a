"""Functions that make and look at dates, times and durations (DMN 1.5, 10.3.4.1, 10.3.4.8)."""

from decimal import Decimal
from typing import TypeVar

from engine.feel import temporal, temporal_text, zones
from engine.feel.builtins.declarations import Declaration
from engine.feel.problems import Problem
from engine.feel.temporal import (
    HOURS,
    MIDNIGHT_UTC,
    NANOSECONDS,
    SIXTY,
    Date,
    DateAndTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
)
from engine.feel.temporal_arithmetic import months_between
from engine.feel.values import Value

_T = TypeVar("_T")

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LARGEST_OFFSET = 18 * 3600


def _day(value: Date | DateAndTime) -> Date:
    return value.date if isinstance(value, DateAndTime) else value


def _date(value: str | Date | DateAndTime) -> Date:
    if not isinstance(value, str):
        return _day(value)
    return _valid(temporal_text.read_date(value), value)


def _date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> Date:
    if any(part != part.to_integral_value() for part in (year, month, day)):
        raise Problem("not_whole", text=f"{year}-{month}-{day}")
    return _valid(temporal.date(int(year), int(month), int(day)), f"{year}-{month}-{day}")


def _time(value: str | Time | DateAndTime | Date) -> Time:
    if isinstance(value, str):
        return _valid(temporal_text.read_time(value), value)
    if isinstance(value, Date):
        return MIDNIGHT_UTC
    return value.time if isinstance(value, DateAndTime) else value


def _time_of_parts(
    hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTimeDuration | None = None
) -> Time:
    if not (0 <= hour < HOURS and 0 <= minute < SIXTY and 0 <= second < SIXTY):
        raise Problem("invalid_time", text=f"{hour}:{minute}:{second}")
    if hour != hour.to_integral_value() or minute != minute.to_integral_value():
        raise Problem("not_whole", text=f"{hour}:{minute}")
    nanosecond = int(second % 1 * NANOSECONDS)
    seconds = None if offset is None else offset.nanoseconds // NANOSECONDS
    if seconds is not None and abs(seconds) > _LARGEST_OFFSET:
        raise Problem("invalid_time", text=f"{hour}:{minute}:{second}")
    return Time(int(hour), int(minute), int(second), nanosecond, seconds)


def _date_and_time(value: str | DateAndTime) -> DateAndTime:
    if isinstance(value, DateAndTime):
        return value
    return _valid(temporal_text.read_date_and_time(value), value)


def _joined(date: Date | DateAndTime, time: Time) -> DateAndTime:
    return DateAndTime(_day(date), time)


def _at_zone(value: Value, zone: str) -> DateAndTime:
    moment = _date_and_time(value)
    return DateAndTime(moment.date, _in_zone(moment.time, zone))


def _date_and_time_of_parts(
    year: Decimal, month: Decimal, day: Decimal, hour: Decimal, minute: Decimal, *rest: Value
) -> DateAndTime:
    second, *where = rest
    offset = where[0] if where else None
    time = _time_of_parts(hour, minute, second, offset if not isinstance(offset, str) else None)
    time = _in_zone(time, offset) if isinstance(offset, str) else time
    return DateAndTime(_date_of_parts(year, month, day), time)


def _in_zone(time: Time, zone: str) -> Time:
    if zones.find(zone) is None:
        raise Problem("invalid_time", text=zone)
    return Time(time.hour, time.minute, time.second, time.nanosecond, None, zone)


def _duration(value: str | DaysTimeDuration | YearsMonthsDuration) -> Value:
    return _valid(temporal_text.read_duration(value), value) if isinstance(value, str) else value


def _years_and_months(start: Date | DateAndTime, end: Date | DateAndTime) -> YearsMonthsDuration:
    return months_between(_day(start), _day(end))


def _valid(value: _T | None, text: str) -> _T:
    if value is None:
        raise Problem("invalid_literal", text=text)
    return value


def _day_of_year(value: Date | DateAndTime) -> Decimal:
    day = _day(value)
    return Decimal(temporal.day_number(day) - temporal.day_number(Date(day.year, 1, 1)) + 1)


def _week_of_year(value: Date | DateAndTime) -> Decimal:
    """Count weeks as ISO 8601 does: one belongs to the year of its Thursday."""
    day = _day(value)
    number = temporal.day_number(day) - temporal.weekday(day) + 4
    thursday = temporal.date_of(number)
    year = day.year if thursday is None else thursday.year
    return Decimal((number - temporal.day_number(Date(year, 1, 1))) // 7 + 1)


def _clock() -> Value:
    raise Problem("no_clock")


_PARTS = "year: number, month: number, day: number, hour: number, minute: number, second: number"
_DAY = "date: date | date and time"
FUNCTIONS: tuple[Declaration, ...] = (
    ("date(from: string | date | date and time)", _date),
    ("date(year: number, month: number, day: number)", _date_of_parts),
    ("time(from: string | time | date | date and time)", _time),
    (
        "time(hour: number, minute: number, second: number, offset?: days and time duration?)",
        _time_of_parts,
    ),
    ("date and time(from: string | date and time)", _date_and_time),
    ("date and time(date: date | date and time, time: time)", _joined),
    ("date and time(date: date and time, timezone: string)", _at_zone),
    (
        f"date and time({_PARTS})",
        _date_and_time_of_parts,
    ),
    (
        f"date and time({_PARTS}, offset: days and time duration?)",
        _date_and_time_of_parts,
    ),
    (
        f"date and time({_PARTS}, timezone: string)",
        _date_and_time_of_parts,
    ),
    ("duration(from: string | duration)", _duration),
    (
        "years and months duration(from: date | date and time, to: date | date and time)",
        _years_and_months,
    ),
    (f"day of year({_DAY})", _day_of_year),
    (f"day of week({_DAY})", lambda day: _WEEKDAYS[temporal.weekday(_day(day)) - 1]),
    (f"month of year({_DAY})", lambda day: _MONTHS[_day(day).month - 1]),
    (f"week of year({_DAY})", _week_of_year),
    ("now()", _clock),
    ("today()", _clock),
)
