"""The clocks of the office: a legal count of days, told in the calendar of who must act."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

from engine.core import deadlines, instants
from engine.core.business_calendar import BusinessCalendar, Calendars
from engine.core.deadlines import (
    CLOSE_OF_BUSINESS,
    END_OF_DAY,
    OPENING_OF_BUSINESS,
    Deadline,
    Unit,
)
from engine.core.instants import ZONE
from engine.core.office_settings import OfficeSettings
from engine.core.organisation import Organisation

_PROVINCE = "520000"
_COUNTS = {
    Unit.WORKING: deadlines.working_days_after,
    Unit.CALENDAR: deadlines.calendar_days_after,
    Unit.OPENING: deadlines.opening_of_working_day_after,
}


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted: working or calendar days, how many, for which organisation."""

    kind: Unit
    days: int
    # code of the organisation that must act, "" for the province
    unit: str = ""
    # code of a calendar named in the diagram, "" for that of the unit
    calendar: str = ""
    # the last day ends at 24:00, not at closing time
    until_midnight: bool = False


@dataclass(frozen=True, slots=True)
class Clocks:
    """The calendars, the organisation whose working hours end a day, and the dated settings."""

    calendars: Calendars
    organisation: Organisation
    # version of the office's own calendar files, 0 for those that come with the program
    version: int = 0
    settings: OfficeSettings = field(default_factory=OfficeSettings)

    def deadline(self, start: datetime, count: Count) -> Deadline:
        """Count from an aware instant; raises InvalidInput for what cannot be counted."""
        calendar = self.calendars.calendar(count.calendar or self.calendar_of(count.unit))
        closes = END_OF_DAY if count.until_midnight else self._closing_time(count.unit)
        begun = start if count.until_midnight else self._counted_from(calendar, start, closes)
        hour = self._opening_time(count.unit) if count.kind is Unit.OPENING else closes
        return _COUNTS[count.kind](calendar, begun, count.days, hour)

    def working_days_between(self, start: datetime, end: datetime, place: Count) -> int:
        """Count the working days after the day of `start` up to the day of `end`, 0 if earlier.

        The calendar is that of the place; raises InvalidInput where there is none of that code.
        """
        calendar = self.calendars.calendar(place.calendar or self.calendar_of(place.unit))
        first, last = (instants.day(each) for each in (start, end))
        return calendar.working_days_between(first, last)

    def calendar_of(self, unit: str) -> str:
        """Find the code of the calendar that a unit works by: that of its division."""
        known = self.organisation.has(unit)
        chosen = self.organisation.calendar_of(unit) if known else ""
        if chosen in self.calendars.by_code:
            return chosen
        if unit in self.calendars.by_code:
            return unit
        county = self.organisation.county_of(unit) if known else ""
        return county if county in self.calendars.by_code else _PROVINCE

    def _counted_from(self, calendar: BusinessCalendar, start: datetime, closes: time) -> datetime:
        """Move what happens after hours to the next working day, where the office says so."""
        if "start_cutoff" not in self.settings.values:
            return start
        local = start.astimezone(ZONE)
        day = local.date()
        if self.settings.at("start_cutoff", day) != "office_close":
            return start
        if calendar.is_working_day(day) and local.time() < closes:
            return start
        later = calendar.working_day_after(day, 1)
        return start if later is None else instants.begin_of(later)

    def _opening_time(self, unit: str) -> time:
        known = bool(unit) and self.organisation.has(unit)
        return (self.organisation.opening_time(unit) if known else None) or OPENING_OF_BUSINESS

    def _closing_time(self, unit: str) -> time:
        known = bool(unit) and self.organisation.has(unit)
        return (self.organisation.closing_time(unit) if known else None) or CLOSE_OF_BUSINESS
