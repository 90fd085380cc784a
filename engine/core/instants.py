"""Instants as the store writes them, and the one civil time zone of the procedures."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def text(instant: datetime) -> str:
    """Write an aware instant as UTC text of fixed width, so that text order is time order."""
    utc = instant.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds") + "Z"


def parse(written: str) -> datetime:
    """Read an instant that `text` wrote; the result is aware and in UTC."""
    return datetime.fromisoformat(written).astimezone(UTC)
