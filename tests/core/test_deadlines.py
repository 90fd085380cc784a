"""Deadlines against an independent walk over days, and what the command line prints."""

from __future__ import annotations

import os
import time as process_time
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.core import deadlines
from engine.core.business_calendar import Calendars
from engine.core.deadlines import (
    CLOSE_OF_BUSINESS,
    END_OF_DAY,
    OPENING_OF_BUSINESS,
    Uncountable,
    Unit,
)

CHINA = timezone(timedelta(hours=8))
CODES = st.sampled_from(["CN", "520000", "520102", "522601", "522722"])
STARTS = st.datetimes(
    datetime(2004, 1, 2),  # noqa: DTZ001
    datetime(2098, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC) | st.just(CHINA),
)
OPENINGS = st.sampled_from([OPENING_OF_BUSINESS, time(8, 30), time(0)])
CLOSINGS = st.sampled_from([CLOSE_OF_BUSINESS, time(16, 30), END_OF_DAY])


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati"])
def server_zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The time zone of the machine, which must make no difference."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    process_time.tzset()
    yield request.param
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    process_time.tzset()


def walk(calendar, start: datetime, count: int, *, working: bool) -> date:
    """Count day by day, as a clerk with a wall calendar does."""
    day = (start.astimezone(UTC) + timedelta(hours=8)).date()
    while count:
        day += timedelta(days=1)
        count -= calendar.is_working_day(day) or not working
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def end(day: date, closes: time) -> datetime:
    local = datetime.combine(day, closes, CHINA)
    return local + timedelta(days=1) if closes == END_OF_DAY else local


@settings(max_examples=150)
@given(code=CODES, start=STARTS, days=st.integers(1, 90), closes=CLOSINGS)
def test_working_days_end_where_a_walk_ends(calendars: Calendars, code, start, days, closes):
    calendar = calendars.calendar(code)

    deadline = deadlines.working_days_after(calendar, start, days, closes)

    assert deadline.due == end(walk(calendar, start, days, working=True), closes)
    assert deadline.due.tzinfo is UTC
    assert (deadline.start, deadline.days, deadline.unit) == (start, days, Unit.WORKING)
    assert deadline.calendar == code


@settings(max_examples=60)
@given(code=CODES, start=STARTS, days=st.integers(1, 90), opens=OPENINGS)
def test_a_working_day_opens_where_a_walk_ends(calendars: Calendars, code, start, days, opens):
    calendar = calendars.calendar(code)

    reminder = deadlines.opening_of_working_day_after(calendar, start, days, opens)

    day = walk(calendar, start, days, working=True)
    assert reminder.due == datetime.combine(day, opens, CHINA)
    assert (reminder.start, reminder.days, reminder.unit) == (start, days, Unit.OPENING)


@settings(max_examples=60)
@given(code=CODES, days=st.integers(1, 60), start=STARTS)
def test_a_count_is_provisional_where_a_projected_day_lies_in_it(
    calendars: Calendars, code, start, days
):
    calendar = calendars.calendar(code)
    first = start.astimezone(CHINA).date()

    deadline = deadlines.working_days_after(calendar, start, days)

    last = deadline.due.astimezone(CHINA).date()
    counted = {first + timedelta(days=n) for n in range(1, (last - first).days + 1)}
    projected = set(calendar.projected)
    assert deadline.provisional == any(day.toordinal() in projected for day in counted)


@settings(max_examples=150)
@given(code=CODES, start=STARTS, days=st.integers(1, 400), closes=CLOSINGS)
def test_calendar_days_end_where_a_walk_ends(calendars: Calendars, code, start, days, closes):
    calendar = calendars.calendar(code)

    deadline = deadlines.calendar_days_after(calendar, start, days, closes)

    assert deadline.due == end(walk(calendar, start, days, working=False), closes)
    assert deadline.unit is Unit.CALENDAR


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (("2026-03-13", "3", "520000", "working"), "2026-03-18T17:00:00+08:00"),
        (("2026-03-13T23:59:59", "3", "520000", "working"), "2026-03-18T17:00:00+08:00"),
        (("2026-03-13T16:00:00Z", "3", "520000", "working"), "2026-03-18T17:00:00+08:00"),
        (("2026-03-15T15:59:59Z", "1", "520000", "working"), "2026-03-16T17:00:00+08:00"),
        (("2026-03-15T16:00:00Z", "1", "520000", "working"), "2026-03-17T17:00:00+08:00"),
        (("2026-03-13T20:00:00-05:00", "3", "520000", "working"), "2026-03-18T17:00:00+08:00"),
        (("2026-02-13", "3", "520000", "working"), "2026-02-25T17:00:00+08:00"),
        (("2026-09-30", "3", "CN", "working"), "2026-10-10T17:00:00+08:00"),
        (("2026-09-30", "1", "CN", "calendar"), "2026-10-08T17:00:00+08:00"),
        (("2026-01-01", "60", "520000", "calendar"), "2026-03-02T17:00:00+08:00"),
        (("2024-08-07", "1", "522701", "working"), "2024-08-12T17:00:00+08:00"),
        (("2024-08-07", "1", "520100", "working"), "2024-08-08T17:00:00+08:00"),
        (("2026-12-30", "1", "520000", "working"), "2026-12-31T17:00:00+08:00"),
        (("2026-12-31", "1", "520000", "working"), "2027-01-04T17:00:00+08:00 provisional"),
        (("2026-07-22", "1", "522636", "working"), "2026-07-27T17:00:00+08:00 provisional"),
        (("2100-12-30", "1", "CN", "calendar"), "2100-12-31T17:00:00+08:00 provisional"),
        (("2003-12-31T16:00:00Z", "1", "CN", "working"), "2004-01-02T17:00:00+08:00"),
        (("2026-03-13", "+03", "CN", "working"), "2026-03-18T17:00:00+08:00"),
    ],
)
def test_due_prints_the_legal_instant_in_any_server_zone(
    calendars: Calendars, server_zone: str, question, expected
):
    start, days, code, unit = question

    assert deadlines.due_line(start, days, calendars.calendar(code), unit) == expected


@pytest.mark.parametrize(
    ("start", "days", "unit", "sentence"),
    [
        ("tomorrow", "1", "working", "neither a date"),
        ("2026-02-30", "1", "working", "neither a date"),
        ("", "1", "working", "neither a date"),
        ("2026-01-01\n2026-01-02", "1", "working", "neither a date"),
        ("2026-01-05", "0", "working", "1 or more"),
        ("2026-01-05", "-1", "working", "1 or more"),
        ("2026-01-05", "-" + "9" * 5000, "calendar", "1 or more"),
        ("2026-01-05", "1.5", "working", "not a whole number"),
        ("2026-01-05", "three", "working", "not a whole number"),
        ("2026-01-05", "٣", "working", "not a whole number"),
        ("2026-01-05", "", "working", "not a whole number"),
        ("2026-01-05", "9" * 5000, "working", "2004 to 2100"),
        ("2026-01-05", "36525", "working", "2004 to 2100"),
        ("2026-01-05", "36525", "calendar", "2004 to 2100"),
        ("2003-12-31", "1", "working", "2004 to 2100"),
        ("2100-12-31", "1", "working", "2004 to 2100"),
        ("2100-12-31T16:00:00Z", "1", "working", "2004 to 2100"),
        ("0001-01-01T00:00:00+14:00", "1", "working", "2004 to 2100"),
        ("9999-12-31T23:59:59-14:00", "1", "working", "2004 to 2100"),
        ("2026-01-05", "1", "moons", "unknown unit"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_one_line(
    calendars: Calendars, start, days, unit, sentence
):
    with pytest.raises(Uncountable, match=sentence) as refusal:
        deadlines.due_line(start, days, calendars.calendar("CN"), unit)

    assert len(str(refusal.value).splitlines()) == 1


def test_an_instant_without_a_zone_is_refused(calendars: Calendars):
    with pytest.raises(Uncountable, match="no time zone"):
        deadlines.working_days_after(
            calendars.calendar("CN"), datetime.fromisoformat("2026-01-05"), 1
        )


@pytest.mark.parametrize(
    ("now", "due", "left"),
    [
        ("2026-03-16T09:00", "2026-03-18T17:00", 2),
        ("2026-03-18T18:00", "2026-03-18T17:00", 0),
        ("2026-03-20T09:00", "2026-03-18T17:00", 0),
        ("2026-03-16T09:00", "2026-03-19T00:00", 2),
        ("2026-02-13T09:00", "2026-02-25T17:00", 3),
    ],
)
def test_the_working_days_left_are_those_after_today(calendars: Calendars, now, due, left):
    moments = [datetime.fromisoformat(text).replace(tzinfo=CHINA) for text in (now, due)]

    assert deadlines.remaining_working_days(calendars.calendar("CN"), *moments) == left


@pytest.mark.parametrize(
    ("due", "paused", "resumed", "expected"),
    [
        pytest.param("03-18T17:00", "03-16", "03-16", "03-18T17:00", id="same_day"),
        pytest.param("03-18T17:00", "03-16", "03-17", "03-18T17:00", id="no_whole_day"),
        pytest.param("03-18T17:00", "03-16", "03-19", "03-20T17:00", id="two_whole_days"),
        pytest.param("03-18T17:00", "03-13", "03-16", "03-18T17:00", id="over_a_weekend"),
        pytest.param("03-20T17:00", "03-16", "03-18", "03-23T17:00", id="moves_over_a_weekend"),
        pytest.param("03-19T00:00", "03-16", "03-18", "03-20T00:00", id="ends_at_midnight"),
    ],
)
def test_a_pause_moves_a_deadline_by_its_whole_working_days(
    calendars: Calendars, due, paused, resumed, expected
):
    moments = [
        datetime.fromisoformat(f"2026-{text}").replace(tzinfo=CHINA)
        for text in (due, paused, resumed)
    ]

    moved = deadlines.after_pause(calendars.calendar("CN"), *moments)

    assert moved == datetime.fromisoformat(f"2026-{expected}").replace(tzinfo=CHINA)
    assert moved.tzinfo is UTC


def test_a_pause_cannot_move_a_deadline_past_the_calendar(calendars: Calendars):
    due, paused, resumed = (datetime(2100, 12, day, 9, tzinfo=CHINA) for day in (30, 1, 29))

    with pytest.raises(Uncountable, match="2004 to 2100"):
        deadlines.after_pause(calendars.calendar("CN"), due, paused, resumed)
