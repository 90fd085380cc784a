"""What addresses and forms give, read within bounds: nothing that is written breaks a page."""

from __future__ import annotations

import re
from datetime import date

from engine.core.lunar_calendar import FIRST_YEAR, LAST_YEAR

_NUMBER = re.compile(r"[0-9]{1,9}")


def number(text: str) -> int:
    """Read a number of at most nine digits; anything else is 0."""
    return int(text) if _NUMBER.fullmatch(text) else 0


def day(text: str) -> date | None:
    """Read a day of the years that there are calendars for; anything else is None."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None
