"""The dates that an applicant counts on, and the hours in which people are told by mail."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from engine.core import instants

# the legal limit, the one date for collecting, and those by which the applicant must act; all
# other clocks are between offices
PUBLIC_CLOCKS = frozenset(["CLK-STAT", "CLK-PICKUP", "CLK-SUPP", "CLK-VERIFY", "CLK-TEMP"])
_FIRST, _LAST = time(8), time(20)
_DAY = timedelta(days=1)


def is_public(clock: str, kind: str) -> bool:
    """Tell whether the end of a deadline is a date that the applicant was told."""
    return kind == "breach" and clock in PUBLIC_CLOCKS


def by_day(at: datetime) -> datetime:
    """Give the first instant from `at` on that is between 08:00 and 20:00 in China."""
    there = at.astimezone(instants.ZONE)
    if _FIRST <= there.time() < _LAST:
        return at
    day = there if there.time() < _FIRST else there + _DAY
    return datetime.combine(day.date(), _FIRST, instants.ZONE)
