"""A deadline that runs is counted again by a new calendar, and keeps what a person gave it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from engine.core import business_calendar, deadlines, recounting
from engine.core.business_calendar import BusinessCalendar
from engine.core.deadlines import END_OF_DAY, Deadline
from engine.core.recounting import Running

DIVISIONS = "code,name_zh,name_en,level,parent_code\n520000,省,Province,province,\n"
DECREE = """calendar = "CN"
year = 2027
working_days = [2027-01-09]
[holidays]
"New Year" = [2027-01-01, 2027-01-04, 2027-01-05]
"""
BEFORE = business_calendar.load({}, DIVISIONS).calendar("CN")
AFTER = business_calendar.load({"CN-2027": DECREE}, DIVISIONS).calendar("CN")
# Wednesday 30 December 2026, 10:00 in China
START = datetime(2026, 12, 30, 2, tzinfo=UTC)


def running(counted: Deadline, due: datetime | None = None) -> Running:
    return Running(due or counted.due, counted.start, counted.days, counted.unit)


@pytest.mark.parametrize("days", [1, 2, 3, 5, 8, 30, 400])
@pytest.mark.parametrize("closes", [deadlines.CLOSE_OF_BUSINESS, END_OF_DAY])
@pytest.mark.parametrize("count", [deadlines.working_days_after, deadlines.calendar_days_after])
def test_counting_again_is_counting_anew(days, closes, count) -> None:  # type: ignore[no-untyped-def]
    old, new = count(BEFORE, START, days, closes), count(AFTER, START, days, closes)

    again = recounting.recount(running(old), BEFORE, AFTER)

    assert (again.due, again.provisional) == (new.due, new.provisional)


@pytest.mark.parametrize("days", [1, 2, 3, 5, 8, 30, 400])
@pytest.mark.parametrize("opens", [deadlines.OPENING_OF_BUSINESS, time(0)])
def test_the_opening_of_a_day_is_counted_again_as_anew(days: int, opens: time) -> None:
    count = deadlines.opening_of_working_day_after
    old, new = count(BEFORE, START, days, opens), count(AFTER, START, days, opens)

    again = recounting.recount(running(old), BEFORE, AFTER)

    assert (again.due, again.provisional) == (new.due, new.provisional)


def test_the_same_calendar_moves_nothing() -> None:
    old = deadlines.working_days_after(AFTER, START, 5)

    assert recounting.recount(running(old), AFTER, AFTER).due == old.due


@pytest.mark.parametrize("calendar", [BEFORE, AFTER])
def test_going_back_gives_the_old_due_time(calendar: BusinessCalendar) -> None:
    old = deadlines.working_days_after(BEFORE, START, 5)
    moved = recounting.recount(running(old), BEFORE, AFTER)

    back = recounting.recount(running(old, moved.due), AFTER, BEFORE)

    assert back.due == old.due


def test_an_extended_deadline_keeps_its_working_days() -> None:
    counted = deadlines.working_days_after(BEFORE, START, 2)
    extended = deadlines.working_days_after(BEFORE, START, 4).due

    again = recounting.recount(running(counted, extended), BEFORE, AFTER)

    assert again.due == deadlines.working_days_after(AFTER, START, 4).due


def test_a_day_that_a_person_named_moves_only_off_a_holiday() -> None:
    counted = deadlines.calendar_days_after(BEFORE, START, 1)
    named = deadlines.calendar_days_after(BEFORE, START, 5).due
    quiet = deadlines.calendar_days_after(BEFORE, START, 7).due

    moved = recounting.recount(running(counted, named), BEFORE, AFTER)
    kept = recounting.recount(running(counted, quiet), BEFORE, AFTER)

    assert moved.due == named + timedelta(days=2)
    assert kept.due == quiet


def test_a_last_day_without_work_is_left_alone() -> None:
    counted = deadlines.working_days_after(BEFORE, START, 2)
    sunday = datetime(2027, 1, 3, 9, tzinfo=UTC)

    assert recounting.recount(running(counted, sunday), BEFORE, AFTER).due == sunday
