"""Deadlines that the diagram itself lets be counted anew, and the pauses they leave out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.bpmn.drawing import (
    call,
    draw,
    end,
    lane,
    message_on,
    path,
    process,
    start,
    timer_on,
    user,
)
from tests.bpmn.offices import compiled
from tests.bpmn.walking import Walk

TEXT = "calendar days after(submitted_at, 60 + (if more = null then 0 else more))"
CLOCK = {"deadline": "CLK-STAT", "kind": "breach", "legalBasis": "Art. 1"}
INNER = process(
    "inner",
    lane("inner_desk", "inner_start", "check", "inner_end", jurisdiction="station"),
    start("inner_start"),
    user("check", recounts="CLK-STAT"),
    user("then"),
    end("inner_end"),
    path("inner_start", "check", "then", "inner_end"),
)


def outer(text: str = TEXT, **clock: str) -> Walk:
    extended = message_on(
        "handle", "extended", "extended", interrupting=False, recounts="CLK-STAT"
    )
    diagram = process(
        "p",
        lane("desk", "start", "handle", jurisdiction="station"),
        start(instants="submitted_at"),
        call("handle", "inner"),
        timer_on("handle", "late", text, **{**CLOCK, **clock}),
        extended,
        end(),
        end("told"),
        end("noted"),
        path("start", "handle", "end"),
        path("late", "told"),
        path("extended", "noted"),
    )
    walk = Walk(compiled(draw(diagram, INNER, messages=("extended",))))
    walk.answers.update(walk.last.instants)
    return walk


def test_a_message_lets_the_clock_of_the_call_around_be_counted_anew() -> None:
    walk = outer()
    (armed,) = walk.last.armed

    walk.answers["more"] = 30
    (again,) = walk.send("extended").recounted

    assert (again.id, again.days, again.start) == (armed.id, 90, armed.start)
    assert again.due > armed.due


def test_a_task_of_a_called_process_recounts_with_its_answers_when_it_is_completed() -> None:
    walk = outer()

    (again,) = walk.complete("check", more=10).recounted

    assert again.days == 70


def test_a_timer_of_the_same_run_is_not_counted_twice() -> None:
    assert outer().last.recounted == ()


def test_another_clock_is_left_alone() -> None:
    walk = outer(deadline="CLK-OTHER")

    assert walk.complete("check", more=10).recounted == ()


def test_what_cannot_be_counted_any_more_stays() -> None:
    walk = outer("working days after(if more = null then submitted_at else null, 3)")

    assert walk.complete("check", more=10).recounted == ()


def test_the_opening_of_a_day_is_counted_anew_like_its_end() -> None:
    text = "opening of working day after(submitted_at, 2 + (if more = null then 0 else more))"
    walk = outer(text, kind="reminder")

    (again,) = walk.complete("check", more=1).recounted

    # Wednesday, 09:00 in China
    assert again.due == datetime(2026, 3, 18, 1, 0, tzinfo=UTC)
    assert (again.count, again.days) == ("opening", 3)


@pytest.mark.parametrize(
    ("paused", "resumed", "days"),
    [
        # Friday to Tuesday, the days of the weekend are none
        ("2026-03-13T02:00:00Z", "2026-03-17T02:00:00Z", 5),
        # both on one day
        ("2026-03-13T01:00:00Z", "2026-03-13T08:00:00Z", 3),
        ("2026-03-17T02:00:00Z", "2026-03-13T02:00:00Z", 3),
        (None, "2026-03-13T02:00:00Z", 3),
        ("2026-03-13T02:00:00Z", None, 3),
    ],
)
def test_a_pause_gives_its_working_days_back(
    paused: str | None, resumed: str | None, days: int
) -> None:
    pause = "working days between(paused_at, resumed_at)"
    walk = outer(f"working days after(submitted_at, 3 + {pause})")

    (again,) = walk.complete("check", paused_at=paused, resumed_at=resumed).recounted

    assert again.days == days
