"""Days and times as people write them in each language, always in Asia/Shanghai."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from engine.core import instants
from web import words

# the shortest span of time that is told apart
INSTANT = timedelta(microseconds=1)


def local(instant: datetime) -> datetime:
    """Turn an instant to the civil time of the office."""
    return instant.astimezone(instants.ZONE)


def short(instant: datetime, now: datetime, language: str) -> str:
    """Write day and time in a line of a list, with the year only where it is another one."""
    there = local(instant)
    key = "moment.short" if there.year == local(now).year else "moment.short_year"
    return words.say(key, language, time=f"{there:%H:%M}", **_parts(there.date(), language))


def due(instant: datetime, now: datetime, language: str) -> str:
    """Write a due instant; one at midnight ends the day before, at 24:00."""
    written = short(instant, now, language)
    if local(instant).time() != time.min:
        return written
    return short(instant - INSTANT, now, language).replace("23:59", "24:00")


def day(when: date, language: str) -> str:
    """Write a day in a sentence, with its weekday."""
    return words.say("moment.day", language, **_parts(when, language))


def clock(instant: datetime) -> str:
    """Write the time of day."""
    return f"{local(instant):%H:%M}"


def _parts(when: date, language: str) -> dict[str, object]:
    def nth(key: str, place: int) -> str:
        return words.say(f"moment.{key}", language).split()[place]

    return {
        "day": when.day,
        "year": when.year,
        "month": nth("months", when.month - 1),
        "month_long": nth("months_long", when.month - 1),
        "weekday": nth("weekdays", when.weekday()),
        "weekday_long": nth("weekdays_long", when.weekday()),
    }
