"""Properties of dates, times, durations and ranges (DMN 1.5, table 65)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import zones
from engine.feel.temporal import (
    NANOSECONDS,
    SECONDS_A_DAY,
    Date,
    DateAndTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
    weekday,
)
from engine.feel.values import Range, Value

ABSENT = object()


def find(value: Value, name: str) -> Value:
    """Give a property, or ABSENT."""
    read = _PROPERTIES.get((type(value), name))
    return ABSENT if read is None else read(value)


def _second(time: Time) -> Decimal:
    whole = Decimal(time.second)
    return whole + Decimal(time.nanosecond) / NANOSECONDS if time.nanosecond else whole


def _offset(offset: int | None) -> Value:
    return None if offset is None else DaysTimeDuration(offset * NANOSECONDS)


def _whole(count: int, unit: int) -> Decimal:
    """Count whole units, towards zero."""
    return Decimal(abs(count) // unit if count >= 0 else -(abs(count) // unit))


def _part(duration: DaysTimeDuration, unit: int, above: int) -> Decimal:
    seconds = abs(duration.nanoseconds) // NANOSECONDS % above
    return _whole(seconds if duration.nanoseconds >= 0 else -seconds, unit)


def _seconds(duration: DaysTimeDuration) -> Decimal:
    rest = abs(duration.nanoseconds) % (60 * NANOSECONDS)
    whole = Decimal(rest if duration.nanoseconds >= 0 else -rest) / NANOSECONDS
    return whole if rest % NANOSECONDS else whole.to_integral_value()


def _of_date(read: Callable[[Date], Value]) -> Callable[[DateAndTime], Value]:
    return lambda moment: read(moment.date)


def _of_time(read: Callable[[Time], Value]) -> Callable[[DateAndTime], Value]:
    return lambda moment: read(moment.time)


_DATE: dict[str, Callable[[Date], Value]] = {
    "year": lambda day: Decimal(day.year),
    "month": lambda day: Decimal(day.month),
    "day": lambda day: Decimal(day.day),
    "weekday": lambda day: Decimal(weekday(day)),
}
_TIME: dict[str, Callable[[Time], Value]] = {
    "hour": lambda time: Decimal(time.hour),
    "minute": lambda time: Decimal(time.minute),
    "second": _second,
    "timezone": lambda time: time.zone,
}
_PROPERTIES: dict[tuple[type, str], Callable[[Any], Value]] = {
    **{(Date, name): read for name, read in _DATE.items()},
    **{(Time, name): read for name, read in _TIME.items()},
    **{(DateAndTime, name): _of_date(read) for name, read in _DATE.items()},
    **{(DateAndTime, name): _of_time(read) for name, read in _TIME.items()},
    (Time, "time offset"): lambda time: _offset(zones.offset_of_time(time)),
    (DateAndTime, "time offset"): lambda moment: _offset(zones.offset_of(moment)),
    (YearsMonthsDuration, "years"): lambda duration: _whole(duration.months, 12),
    (YearsMonthsDuration, "months"): lambda duration: Decimal(
        abs(duration.months) % 12 if duration.months >= 0 else -(abs(duration.months) % 12)
    ),
    (DaysTimeDuration, "days"): lambda duration: _whole(
        duration.nanoseconds, SECONDS_A_DAY * NANOSECONDS
    ),
    (DaysTimeDuration, "hours"): lambda duration: _part(duration, 3600, SECONDS_A_DAY),
    (DaysTimeDuration, "minutes"): lambda duration: _part(duration, 60, 3600),
    (DaysTimeDuration, "seconds"): _seconds,
    (Range, "start"): lambda interval: interval.start,
    (Range, "end"): lambda interval: interval.end,
    (Range, "start included"): lambda interval: interval.start_included,
    (Range, "end included"): lambda interval: interval.end_included,
}
