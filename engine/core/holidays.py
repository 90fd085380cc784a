"""Holidays as decreed for a year and region, and as projected where no decree is known."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any

from engine.core import lunar_calendar
from engine.core.errors import InvalidInput

SATURDAY = 5
# how many days a displaced holiday may wander before it is dropped
_REACH = 60
_COMMON_YEAR = 2005
_LUNAR_MONTHS = range(1, 13)
_LUNAR_DAYS = range(30)


class Reckoning(StrEnum):
    """How the date of a yearly holiday is found."""

    GREGORIAN = "gregorian"
    LUNAR = "lunar"
    QINGMING = "qingming"


@dataclass(frozen=True, slots=True)
class YearlyHoliday:
    """A day off that returns every year, named by its month and day in one reckoning."""

    name: str
    reckoning: Reckoning
    month: int
    day: int

    def date_in(self, year: int) -> date:
        """Give the date on which this holiday falls in a year, weekend or not."""
        if self.reckoning is Reckoning.LUNAR:
            return lunar_calendar.gregorian(year, self.month, self.day)
        if self.reckoning is Reckoning.QINGMING:
            return lunar_calendar.qingming(year)
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Decree:
    """The days off and the worked weekend days that a notice sets for one year and region."""

    calendar: str
    year: int
    holidays: frozenset[date]
    working_days: frozenset[date]


@dataclass(frozen=True, slots=True)
class HolidayRules:
    """The yearly holidays of a region, used for years that no decree covers."""

    calendar: str
    days: tuple[YearlyHoliday, ...]


def read(name: str, text: str) -> Decree | HolidayRules:
    """Read a calendar file: a decree where it names a year, else the rules of its region.

    Raises InvalidInput (`calendar_file_invalid`) for anything else.
    """
    try:
        document = tomllib.loads(text)
        return _decree(document) if "year" in document else _rules(document)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as problem:
        raise InvalidInput("calendar_file_invalid", file=name, problem=str(problem)) from problem


def project(nominal: Iterable[date], free: set[int]) -> frozenset[int]:
    """Place holidays on free weekdays (ordinals) and take these out of `free`.

    A holiday that falls on a weekend, or where another one is, moves to the next free weekday
    (Measures on Holidays for National Festivals and Memorial Days, article 6). Which of two
    holidays moves makes no difference to the days taken.
    """
    placed = set()
    for day in sorted(nominal):
        first = day.toordinal()
        free_weekdays = (o for o in range(first, first + _REACH) if o in free and is_weekday(o))
        ordinal = next(free_weekdays, None)
        if ordinal is not None:
            free.discard(ordinal)
            placed.add(ordinal)
    return frozenset(placed)


def is_weekday(ordinal: int) -> bool:
    """Tell whether a proleptic ordinal is a Monday to Friday."""
    return (ordinal + 6) % 7 < SATURDAY


def _decree(document: Mapping[str, object]) -> Decree:
    year = int(str(document["year"]))
    named = document["holidays"]
    worked = document["working_days"]
    if not isinstance(named, dict) or not isinstance(worked, list):
        raise TypeError("holidays must be a table and working_days a list")
    holidays = frozenset(chain.from_iterable(named.values()))
    for day in holidays | set(worked):
        if type(day) is not date or day.year != year:
            raise ValueError(f"{day} is not a date of {year}")
    return Decree(str(document["calendar"]), year, holidays, frozenset(worked))


def _rules(document: Mapping[str, object]) -> HolidayRules:
    days = document["days"]
    if not isinstance(days, list):
        raise TypeError("days must be a list of tables")
    return HolidayRules(str(document["calendar"]), tuple(map(_yearly, days)))


def _yearly(table: Mapping[str, Any]) -> YearlyHoliday:
    month, day = table["month"], table["day"]
    found = YearlyHoliday(table["name"], Reckoning(table["reckoning"]), month, day)
    if found.reckoning is Reckoning.GREGORIAN:
        date(_COMMON_YEAR, month, day)
    elif month not in _LUNAR_MONTHS or day not in _LUNAR_DAYS:
        raise ValueError(f"no lunar year has a day {day} of month {month}")
    return found
