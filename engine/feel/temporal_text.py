"""Read and write dates, times and durations as FEEL spells them (XML Schema, with zone ids)."""

import re

from engine.feel import zones
from engine.feel.temporal import (
    HOURS,
    NANOSECONDS,
    SIXTY,
    Date,
    DateAndTime,
    DaysTimeDuration,
    Time,
    YearsMonthsDuration,
    date,
    date_of,
    day_number,
)

Temporal = Date | Time | DateAndTime | DaysTimeDuration | YearsMonthsDuration

_DATE = r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})"
_TIME = (
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,34}))?"
    r"(?:([Zz])|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z0-9_+\-/]{1,64}))?"
)
_DATE_PATTERN = re.compile(_DATE)
_TIME_PATTERN = re.compile(_TIME)
_MOMENT_PATTERN = re.compile(f"{_DATE}T{_TIME}")
_DAYS_PATTERN = re.compile(
    r"(-?)P(?:([0-9]{1,18})D)?(?:T(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?"
    r"(?:([0-9]{1,18})(?:\.([0-9]{1,34}))?S)?)?"
)
_MONTHS_PATTERN = re.compile(r"(-?)P(?:([0-9]{1,12})Y)?(?:([0-9]{1,12})M)?")
_LARGEST_OFFSET = 18 * 3600


def read(text: str) -> Temporal | None:
    """Read any of the five kinds, as in an at-literal."""
    if text.lstrip("-").startswith("P"):
        return read_duration(text)
    if "T" in text:
        return read_date_and_time(text)
    return read_time(text) if ":" in text else read_date(text)


def read_date(text: str) -> Date | None:
    """Read `2026-03-18`."""
    match = _DATE_PATTERN.fullmatch(text)
    return None if match is None else date(int(match[1]), int(match[2]), int(match[3]))


def read_time(text: str) -> Time | None:
    """Read `17:00:00`, `17:00:00+08:00` or `17:00:00@Asia/Shanghai`."""
    match = _TIME_PATTERN.fullmatch(text)
    if match is None:
        return None
    hour = int(match[1])
    if hour == HOURS:
        return _read_parts(match.groups(), 0) if _is_midnight(match.groups()) else None
    return _read_parts(match.groups(), hour)


def read_date_and_time(text: str) -> DateAndTime | None:
    """Read `2026-03-18T17:00:00`, with an offset or a zone, or a date (its midnight)."""
    match = _MOMENT_PATTERN.fullmatch(text)
    if match is None:
        day = read_date(text)
        return None if day is None else DateAndTime(day, Time(0, 0, 0))
    day = date(int(match[1]), int(match[2]), int(match[3]))
    time = read_time(text.partition("T")[2])
    if day is None or time is None:
        return None
    if int(match[4]) == HOURS:
        day = date_of(day_number(day) + 1)
    return None if day is None else DateAndTime(day, time)


def read_duration(text: str) -> DaysTimeDuration | YearsMonthsDuration | None:
    """Read `P1Y2M` or `P3DT4H5M6.7S`."""
    match = _MONTHS_PATTERN.fullmatch(text)
    if match is not None and text[-1] != "P":
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearsMonthsDuration(-months if match[1] else months)
    match = _DAYS_PATTERN.fullmatch(text)
    if match is None or text[-1] in "PT":
        return None
    sign, days, hours, minutes, seconds, fraction = match.groups()
    total = int(days or 0) * 86400 + int(hours or 0) * 3600 + int(minutes or 0) * 60
    nanoseconds = (total + int(seconds or 0)) * NANOSECONDS + _nanoseconds(fraction)
    return DaysTimeDuration(-nanoseconds if sign else nanoseconds)


def write(value: Temporal) -> str:
    """Write a value as the function `string` does."""
    if isinstance(value, Date):
        return _write_date(value)
    if isinstance(value, Time):
        return _write_time(value)
    if isinstance(value, DateAndTime):
        return f"{_write_date(value.date)}T{_write_time(value.time)}"
    if isinstance(value, YearsMonthsDuration):
        return _write_months(value.months)
    return _write_nanoseconds(value.nanoseconds)


def _read_parts(groups: tuple[str | None, ...], hour: int) -> Time | None:
    minute, second = int(groups[1] or 0), int(groups[2] or 0)
    if hour >= HOURS or minute >= SIXTY or second >= SIXTY:
        return None
    zone = groups[9]
    if zone is not None:
        return (
            Time(hour, minute, second, _nanoseconds(groups[3]), None, zone)
            if zones.find(zone)
            else None
        )
    offset = _read_offset(groups[4:9])
    if offset is not None and abs(offset) > _LARGEST_OFFSET:
        return None
    return Time(hour, minute, second, _nanoseconds(groups[3]), offset)


def _read_offset(groups: tuple[str | None, ...]) -> int | None:
    utc, sign, hours, minutes, seconds = groups
    if utc is not None:
        return 0
    if sign is None:
        return None
    if int(minutes or 0) >= SIXTY or int(seconds or 0) >= SIXTY:
        return _LARGEST_OFFSET + 1
    offset = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return -offset if sign == "-" else offset


def _is_midnight(groups: tuple[str | None, ...]) -> bool:
    return not int(groups[1] or 0) + int(groups[2] or 0) + int(groups[3] or 0)


def _nanoseconds(fraction: str | None) -> int:
    return int((fraction or "0")[:9].ljust(9, "0"))


def _write_date(day: Date) -> str:
    return f"{'-' if day.year < 0 else ''}{abs(day.year):04d}-{day.month:02d}-{day.day:02d}"


def _write_time(time: Time) -> str:
    text = f"{time.hour:02d}:{time.minute:02d}:{time.second:02d}{_fraction(time.nanosecond)}"
    if time.zone is not None:
        return f"{text}@{time.zone}"
    return text if time.offset is None else text + _write_offset(time.offset)


def _write_offset(offset: int) -> str:
    if not offset:
        return "Z"
    minutes, seconds = divmod(abs(offset), 60)
    text = f"{'-' if offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text


def _fraction(nanosecond: int) -> str:
    return f".{nanosecond:09d}".rstrip("0") if nanosecond else ""


def _write_months(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest or not years else "")
    return f"{'-' if months < 0 else ''}P{text}"


def _write_nanoseconds(nanoseconds: int) -> str:
    total, rest = divmod(abs(nanoseconds), NANOSECONDS)
    days, total = divmod(total, 86400)
    parts = [(total // 3600, "H"), (total % 3600 // 60, "M")]
    text = "".join(f"{count}{unit}" for count, unit in parts if count)
    if total % 60 or rest:
        text += f"{total % 60}{_fraction(rest)}S"
    if not days and not text:
        return "PT0S"
    day_text = f"{days}D" if days else ""
    return f"{'-' if nanoseconds < 0 else ''}P{day_text}{'T' + text if text else ''}"
