"""The Deadline piece: state, time left and how it was counted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.bpmn.offices import CLOCKS
from web import deadlines
from web.deadlines import Counted, Reader

DUE = datetime(2026, 3, 18, 9, tzinfo=UTC)


def at(day: int, hour: int = 1, language: str = "en") -> Reader:
    calendar = CLOCKS.calendars.calendar("520000")
    return Reader(datetime(2026, 3, day, hour, tzinfo=UTC), language, calendar)


@pytest.mark.parametrize(
    ("day", "hour", "state", "left"),
    [
        (12, 1, "later", "4 working days left"),
        (16, 1, "later", "2 working days left"),
        (17, 1, "soon", "1 working day left"),
        (18, 1, "soon", "Due today"),
        (18, 9, "soon", "Due today"),
        (18, 10, "late", "Late since today"),
        (20, 1, "late", "2 working days late"),
        (23, 1, "late", "3 working days late"),
    ],
)
def test_time_left_is_told_in_working_days(day: int, hour: int, state: str, left: str) -> None:
    shown = deadlines.running(Counted(DUE), at(day, hour))

    assert (shown.state, shown.left) == (state, left)


def test_a_calendar_clock_is_told_in_days() -> None:
    shown = deadlines.running(Counted(DUE, count="calendar"), at(14))

    assert shown.left == "4 days left"


def test_the_reasons_of_a_due_time_are_told() -> None:
    counted = Counted(
        DUE,
        provisional=True,
        legal_basis="ID Card Law, art. 12",
        start=datetime(2026, 3, 13, 2, tzinfo=UTC),
        days=3,
        count="working",
        calendar="520000",
    )

    shown = deadlines.running(counted, at(16))

    assert shown.why == (
        "Counted from Fri 13 Mar, 10:00: 3 working days",
        "Working days of calendar 520000",
        "Legal basis: ID Card Law, art. 12",
        "Provisional: the holidays of a year in between are not decreed yet.",
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Counted from Fri 13 Mar, 10:00: as the office opens, 2 working days later"),
        ("zh-Hans", "自 3月13日（周五）10:00 起第 2 个工作日上班时"),
        ("es", "Desde vie 13 mar, 10:00: al abrir la oficina, 2 días hábiles después"),
    ],
)
def test_a_reminder_at_the_opening_of_a_day_is_told_as_such(language: str, told: str) -> None:
    start = datetime(2026, 3, 13, 2, tzinfo=UTC)
    due = datetime(2026, 3, 17, 1, tzinfo=UTC)
    counted = Counted(due=due, start=start, days=2, count="opening")

    shown = deadlines.running(counted, at(16, language=language))

    assert (shown.state, shown.why) == ("soon", (told,))


def test_a_date_over_holidays_not_yet_decreed_is_marked() -> None:
    shown = deadlines.running(Counted(DUE, provisional=True), at(16))

    assert shown.provisional


def test_what_is_done_is_told_with_its_instant() -> None:
    shown = deadlines.kept(DUE, at(20, language="zh-Hans"))

    assert (shown.state, shown.left, shown.at) == ("done", "已办", "3月18日（周三）17:00")
