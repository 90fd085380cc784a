"""A year as a picture: twelve small months with days off, worked weekend days and projections."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.core.business_calendar import NATION, BusinessCalendar
from web import moments, units, visit, words

_SATURDAY = 5
# kinds that are worth a line in the list
_TOLD = ("off", "off_projected", "made_up")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month; the kind is "" for a plain working day."""

    number: int
    # off | off_projected | made_up | rest | ""
    kind: str
    today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks of a month from Monday on; days of other months are None."""

    name: str
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, slots=True)
class YearPicture:
    """What the picture of a year shows, and the same as a list."""

    title: str
    weekdays: tuple[str, ...]
    months: tuple[Month, ...]
    # day in words, kind
    days: tuple[tuple[str, str], ...]


def picture(year: int, by: BusinessCalendar) -> YearPicture:
    """Draw a year of a calendar for the guest of this request."""
    language = visit.language()
    return YearPicture(
        title=words.say("calendars.picture", language, calendar=name(by.code), year=year),
        weekdays=tuple(words.say("calendars.weekdays", language).split()),
        months=tuple(_month(year, month, by) for month in range(1, 13)),
        days=tuple(_listed(year, by)),
    )


def name(code: str) -> str:
    """Name the calendar of the nation or of a division."""
    return words.say("calendars.nation", visit.language()) if code == NATION else units.name(code)


def _month(year: int, month: int, by: BusinessCalendar) -> Month:
    language = visit.language()
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return Month(
        name=words.say("moment.months_long", language).split()[month - 1],
        weeks=tuple(
            tuple(_day(day, by) if day.month == month else None for day in week) for week in weeks
        ),
    )


def _day(day: date, by: BusinessCalendar) -> Day:
    return Day(day.day, _kind(day, by), day == moments.local(visit.now()).date())


def _kind(day: date, by: BusinessCalendar) -> str:
    weekend = day.weekday() >= _SATURDAY
    if by.is_working_day(day):
        return "made_up" if weekend else ""
    if weekend:
        return "rest"
    projected = by.is_provisional_between(day - timedelta(days=1), day)
    return "off_projected" if projected else "off"


def _listed(year: int, by: BusinessCalendar) -> Iterator[tuple[str, str]]:
    day = date(year, 1, 1)
    while day.year == year:
        if (kind := _kind(day, by)) in _TOLD:
            yield moments.day(day, visit.language()), kind
        day += timedelta(days=1)
