"""Expressions of a diagram and of its decisions know what time it is in China."""

from __future__ import annotations

import pytest

from tests.bpmn.drawing import (
    draw,
    end,
    exclusive,
    flow,
    path,
    process,
    rule,
    start,
    timer_on,
    user,
)
from tests.bpmn.offices import compiled
from tests.bpmn.walking import Walk

# Friday 13 March 2026, 10:00 in China
ASKED = [
    'today() = date("2026-03-13")',
    'now() = date and time("2026-03-13T10:00:00+08:00")',
    "now().hour = 10",
    'string(now()) = "2026-03-13T10:00:00+08:00"',
    'day of week(today()) = "Friday"',
    'working days after(today(), 1) = date and time("2026-03-16T17:00:00+08:00")',
    "working days after(from: today(), n: 1) > now()",
]
DECISION = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"
  id="d" name="d" namespace="d"><decision id="day" name="day"><variable name="day"/>
  <literalExpression><text>string(today())</text></literalExpression></decision></definitions>"""


@pytest.mark.parametrize("condition", ASKED)
def test_a_condition_asks_for_the_time(condition: str) -> None:
    diagram = process(
        "p",
        start(),
        exclusive("is_so", "no"),
        user("yes"),
        user("no"),
        end(),
        path("start", "is_so", "no", "end"),
        flow("is_so", "yes", condition),
        path("yes", "end"),
    )

    assert Walk(compiled(draw(diagram))).waits() == ["yes"]


def test_a_timer_counts_from_today() -> None:
    diagram = process(
        "p",
        start(),
        user("a"),
        timer_on("a", "late", "calendar days after(today(), 3)"),
        end(),
        path("start", "a", "end"),
        path("late", "end"),
    )

    (timer,) = Walk(compiled(draw(diagram))).last.armed

    assert timer.due.isoformat() == "2026-03-16T08:30:00+00:00"


def test_a_decision_asks_for_the_time() -> None:
    diagram = process(
        "p", start(), rule("judge", "day", "verdict"), end(), path("start", "judge", "end")
    )

    (made,) = Walk(compiled(draw(diagram), decisions={"day.dmn": DECISION})).last.decisions

    assert made.output == "2026-03-13"
