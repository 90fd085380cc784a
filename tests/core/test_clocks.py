"""The clocks of the office: calendars and closing hours of who must act."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from engine.core import organisation
from engine.core.business_calendar import UnknownCalendar
from engine.core.clocks import Count
from engine.core.deadlines import Unit
from tests.bpmn.offices import CLOCKS, DIVISIONS, FRIDAY, OTHER_STATION, STATION, UNITS, station

EARLY_STATION, ROUND_THE_CLOCK = "520102002", "520102003"
MORE_UNITS = (
    UNITS
    + station(EARLY_STATION, "Third station", "08:30-12:00", "13:00-16:30")
    + station(ROUND_THE_CLOCK, "Fourth station", "00:00-23:59")
)


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        (STATION, "520102"),
        ("520103", "520103"),
        ("520100", "520100"),
        ("", "520000"),
        ("nowhere", "520000"),
    ],
)
def test_a_unit_works_by_the_calendar_of_its_division(unit: str, code: str) -> None:
    assert CLOCKS.calendar_of(unit) == code


@pytest.mark.parametrize(
    ("count", "due"),
    [
        # the hours of the station end at 16:30 in China
        (Count(Unit.WORKING, 1, STATION), datetime(2026, 3, 16, 8, 30, tzinfo=UTC)),
        (Count(Unit.WORKING, 1, OTHER_STATION), datetime(2026, 3, 16, 9, 0, tzinfo=UTC)),
        (Count(Unit.WORKING, 1, "nowhere"), datetime(2026, 3, 16, 9, 0, tzinfo=UTC)),
        (Count(Unit.WORKING, 1), datetime(2026, 3, 16, 9, 0, tzinfo=UTC)),
        (Count(Unit.CALENDAR, 1, STATION), datetime(2026, 3, 16, 8, 30, tzinfo=UTC)),
        (
            Count(Unit.WORKING, 1, STATION, until_midnight=True),
            datetime(2026, 3, 16, 16, 0, tzinfo=UTC),
        ),
    ],
)
def test_a_day_ends_when_the_unit_closes(count: Count, due: datetime) -> None:
    assert CLOCKS.deadline(FRIDAY, count).due == due


@pytest.mark.parametrize(
    ("count", "due"),
    [
        # the hours of the station begin at 08:30 in China
        (Count(Unit.OPENING, 1, EARLY_STATION), datetime(2026, 3, 16, 0, 30, tzinfo=UTC)),
        (Count(Unit.OPENING, 2, EARLY_STATION), datetime(2026, 3, 17, 0, 30, tzinfo=UTC)),
        (Count(Unit.OPENING, 1, ROUND_THE_CLOCK), datetime(2026, 3, 15, 16, 0, tzinfo=UTC)),
        (Count(Unit.OPENING, 1, OTHER_STATION), datetime(2026, 3, 16, 1, 0, tzinfo=UTC)),
        (Count(Unit.OPENING, 1, "nowhere"), datetime(2026, 3, 16, 1, 0, tzinfo=UTC)),
        (Count(Unit.OPENING, 1, until_midnight=True), datetime(2026, 3, 16, 1, 0, tzinfo=UTC)),
    ],
)
def test_a_reminder_rings_when_the_unit_opens(count: Count, due: datetime) -> None:
    clocks = replace(CLOCKS, organisation=organisation.load(MORE_UNITS, DIVISIONS))

    assert clocks.deadline(FRIDAY, count).due == due


def test_a_named_calendar_comes_before_that_of_the_unit() -> None:
    deadline = CLOCKS.deadline(FRIDAY, Count(Unit.WORKING, 1, STATION, calendar="520103"))

    assert deadline.calendar == "520103"


def test_an_unknown_calendar_is_refused() -> None:
    with pytest.raises(UnknownCalendar):
        CLOCKS.deadline(FRIDAY, Count(Unit.WORKING, 1, STATION, calendar="XX"))
