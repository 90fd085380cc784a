"""Offsets of time zones, for every year that FEEL knows."""

import datetime
import zoneinfo
from functools import lru_cache

from engine.feel.temporal import Date, DateAndTime, Time

_FIRST_YEAR, _LAST_YEAR = 2, 9998


@lru_cache(maxsize=256)
def find(name: str) -> zoneinfo.ZoneInfo | None:
    """Find a zone by its IANA name, or None."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def offset_of(moment: DateAndTime) -> int | None:
    """Give the offset from UTC in seconds, None for a local date and time."""
    if moment.time.offset is not None:
        return moment.time.offset
    return None if moment.time.zone is None else _zone_offset(moment.time.zone, moment)


def offset_of_time(time: Time) -> int | None:
    """Give a time's offset in seconds; a zone counts with its standard time."""
    if time.offset is not None:
        return time.offset
    return None if time.zone is None else _standard_offset(time.zone)


def offset_at(name: str, date: Date, seconds: int) -> int:
    """Give a zone's offset at an instant: a UTC day and seconds of that day."""
    zone = find(name)
    if zone is None:
        return 0
    utc = datetime.datetime(_year(date.year), date.month, date.day, tzinfo=datetime.UTC)
    local = (utc + datetime.timedelta(seconds=seconds)).astimezone(zone)
    return _seconds(local.utcoffset())


def _zone_offset(name: str, moment: DateAndTime) -> int:
    zone = find(name)
    day, time = moment.date, moment.time
    local = datetime.datetime(
        _year(day.year), day.month, day.day, time.hour, time.minute, time.second, tzinfo=zone
    )
    return _seconds(local.utcoffset())


@lru_cache(maxsize=256)
def _standard_offset(name: str) -> int:
    january = datetime.datetime(2024, 1, 1, tzinfo=find(name))
    return _seconds(january.utcoffset()) - _seconds(january.dst())


def _seconds(delta: datetime.timedelta | None) -> int:
    return 0 if delta is None else int(delta.total_seconds())


def _year(year: int) -> int:
    """Map a year that the standard library cannot hold to one with the same calendar."""
    if year < _FIRST_YEAR:
        return year % 400 + 400
    return year if year <= _LAST_YEAR else year % 400 + 9200
