"""Working days of the nation, its prefectures and counties, from 2004 to 2100."""

from __future__ import annotations

import csv
import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.core import holidays
from engine.core.errors import InvalidInput
from engine.core.holidays import Decree, HolidayRules
from engine.core.lunar_calendar import FIRST_YEAR, LAST_YEAR

NATION = "CN"


class UnknownCalendar(InvalidInput, LookupError, ValueError):
    """No calendar has this code: neither CN nor a code of the divisions."""

    def __init__(self, calendar: str) -> None:
        super().__init__("unknown_calendar", calendar=calendar)

    def __str__(self) -> str:
        return f"unknown calendar {self.parameters['calendar']!r}: use CN or a division code"


@dataclass(frozen=True, slots=True, eq=False)
class BusinessCalendar:
    """The working days of one organisation, as sorted proleptic ordinals."""

    code: str
    # hash of the data that the calendar was made from
    version: str
    working: tuple[int, ...] = field(repr=False)
    # days of years without a national decree, and projected regional holidays
    projected: tuple[int, ...] = field(repr=False)

    def is_working_day(self, day: date) -> bool:
        """Tell whether the organisation works on a day (of 2004 to 2100)."""
        at = bisect_left(self.working, day.toordinal())
        return at < len(self.working) and self.working[at] == day.toordinal()

    def is_provisional_between(self, start: date, end: date) -> bool:
        """Tell whether a projected day lies after `start` and not after `end`."""
        return self._count(self.projected, start, end) > 0

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` and not after `end`; 0 where `end` is earlier."""
        return max(0, self._count(self.working, start, end))

    def working_day_after(self, day: date, count: int) -> date | None:
        """Give the count-th working day after a day, or None past 2100."""
        return self._at(bisect_right(self.working, day.toordinal()) + count - 1)

    def working_day_from(self, day: date) -> date | None:
        """Give the day itself where it is a working day, else the next one, or None past 2100."""
        return self._at(bisect_left(self.working, day.toordinal()))

    def _at(self, index: int) -> date | None:
        return date.fromordinal(self.working[index]) if index < len(self.working) else None

    @staticmethod
    def _count(ordinals: tuple[int, ...], start: date, end: date) -> int:
        return bisect_right(ordinals, end.toordinal()) - bisect_right(ordinals, start.toordinal())


@dataclass(frozen=True, slots=True, eq=False)
class Calendars:
    """All calendars made from one set of files; `version` is the hash of that set."""

    version: str
    by_code: Mapping[str, BusinessCalendar] = field(repr=False)
    # the text (CSV) that the codes came from
    divisions: str = field(repr=False)

    def anew(self, files: Mapping[str, str]) -> Calendars:
        """Make the calendars of the same divisions from other files, as `load` does."""
        same = self.version == _version(files, self.divisions)
        return self if same else load(files, self.divisions)

    def calendar(self, code: str) -> BusinessCalendar:
        """Find the calendar of CN or of a division; raise UnknownCalendar for anything else."""
        found = self.by_code.get(code)
        if found is None:
            raise UnknownCalendar(code)
        return found


def load(files: Mapping[str, str], divisions: str) -> Calendars:
    """Make the calendars from the texts of the calendar files and of the divisions (CSV).

    A county inherits the holidays of its prefecture, the prefecture those of the province, and the
    province those of the nation. Raises InvalidInput for a file that cannot be read and
    UnknownCalendar for one about no division.
    """
    parents = {row["code"]: row["parent_code"] or NATION for row in _rows(divisions)}
    region = {code: _Region() for code in [NATION, *parents]}
    for name in sorted(files):
        _add(region, holidays.read(name, files[name]))
    version = _version(files, divisions)
    made = {NATION: _national(region[NATION], version)}
    for code in parents:
        _make(code, parents, region, made)
    return Calendars(version, made, divisions)


@dataclass(slots=True)
class _Region:
    """What the files say about one region, while calendars are being made."""

    decrees: dict[int, Decree] = field(default_factory=dict)
    rules: HolidayRules | None = None

    def projected_years(self) -> Iterable[int]:
        return (y for y in range(FIRST_YEAR, LAST_YEAR + 1) if y not in self.decrees)

    def project(self, free: set[int]) -> set[int]:
        """Place the rules' days of all years without a decree; give the days that were taken."""
        days = self.rules.days if self.rules else ()
        taken: set[int] = set()
        for year in self.projected_years():
            taken |= holidays.project((day.date_in(year) for day in days), free)
        return taken

    def decree(self, free: set[int]) -> None:
        """Apply the decrees to the working days."""
        for decree in self.decrees.values():
            free.difference_update(day.toordinal() for day in decree.holidays)
            free.update(day.toordinal() for day in decree.working_days)


def _rows(divisions: str) -> Iterable[dict[str, str]]:
    return csv.DictReader(divisions.splitlines())


def _add(regions: Mapping[str, _Region], content: Decree | HolidayRules) -> None:
    region = regions.get(content.calendar)
    if region is None:
        raise UnknownCalendar(content.calendar)
    if isinstance(content, Decree):
        region.decrees[content.year] = content
        return
    region.rules = content


def _national(region: _Region, version: str) -> BusinessCalendar:
    first, last = date(FIRST_YEAR, 1, 1).toordinal(), date(LAST_YEAR, 12, 31).toordinal()
    free = set(filter(holidays.is_weekday, range(first, last + 1)))
    region.decree(free)
    region.project(free)
    projected = [
        ordinal
        for year in region.projected_years()
        for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
    ]
    return BusinessCalendar(NATION, version, tuple(sorted(free)), tuple(projected))


def _make(
    code: str,
    parents: Mapping[str, str],
    regions: Mapping[str, _Region],
    made: dict[str, BusinessCalendar],
) -> BusinessCalendar:
    if code in made:
        return made[code]
    above = _make(parents[code], parents, regions, made)
    region = regions[code]
    working, projected = above.working, above.projected
    if region.decrees or region.rules:
        free = set(working)
        region.decree(free)
        projected = tuple(sorted({*projected, *region.project(free)}))
        working = tuple(sorted(free))
    made[code] = BusinessCalendar(code, above.version, working, projected)
    return made[code]


def _version(files: Mapping[str, str], divisions: str) -> str:
    hasher = hashlib.sha256()
    for name, text in [*sorted(files.items()), ("divisions", divisions)]:
        hasher.update(f"{name}\0{len(text)}\0{text}".encode())
    return hasher.hexdigest()[:16]
