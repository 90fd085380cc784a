"""Instants as the store writes them, and the one civil time zone of the procedures."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
# 2026-12-01 08:00, 2026-12-01T08:00, 2026/12/1 8:00, 2026年12月1日 8:00, or the day alone
_CIVIL = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})[:\uff1a](\d{2})(?:[:\uff1a](\d{2}))?)?"
)


def text(instant: datetime) -> str:
    """Write an aware instant as UTC text of fixed width, so that text order is time order."""
    utc = instant.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds") + "Z"


def parse(written: str) -> datetime:
    """Read an instant that `text` wrote; the result is aware and in UTC."""
    return datetime.fromisoformat(written).astimezone(UTC)


def day(instant: datetime) -> date:
    """Give the day of an instant in `ZONE`."""
    return instant.astimezone(ZONE).date()


def begin_of(day: date) -> datetime:
    """Give the first instant of a day in `ZONE`."""
    return datetime.combine(day, time(), ZONE)


def civil(instant: datetime) -> str:
    """Write an instant as people read it everywhere: day and time in `ZONE`."""
    return f"{instant.astimezone(ZONE):%Y-%m-%d %H:%M}"


def read(written: str) -> datetime | None:
    """Read a day and time in `ZONE` as people write it, a day alone as its beginning."""
    found = _CIVIL.fullmatch(written.strip())
    if found is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(each or 0) for each in found.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=ZONE)
    except ValueError:
        return None
