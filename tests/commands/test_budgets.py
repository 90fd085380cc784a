"""What a completed user task may cost: statements and commits, whatever the store holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.commands import user_tasks
from engine.commands.engine import Engine
from engine.store.failpoints import Failpoints
from tests.bpmn.drawing import (
    end,
    exclusive,
    flow,
    lane,
    message_on,
    path,
    process,
    start,
    timer_on,
    user,
)
from tests.commands.offices import CLERK, COLLEAGUE, Office, posted
from tests.commands.procedures import form, text

STATEMENTS = 10
# a round ends a timer and a message and begins others; its answers replace older ones
ROUNDS = process(
    "p",
    lane(
        "desk",
        "start",
        "receive",
        "decide",
        "again",
        "late",
        "gone",
        "dropped",
        "end",
        jurisdiction="station",
    ),
    start(),
    user("receive"),
    timer_on(
        "receive",
        "clock",
        "working days after(now_at, 3)",
        deadline="CLK-PRE",
        kind="breach",
        legalBasis="Art. 1",
    ),
    message_on("receive", "withdraw", "withdrawal"),
    user("decide", separateFrom="receive"),
    timer_on(
        "decide",
        "second_clock",
        "working days after(now_at, 3)",
        deadline="CLK-REV",
        kind="breach",
        legalBasis="Art. 2",
    ),
    message_on("decide", "drop", "withdrawal"),
    exclusive("again", default="end"),
    end(),
    end("late"),
    end("gone"),
    end("dropped"),
    end("too_late"),
    path("start", "receive", "decide", "again", "end"),
    flow("again", "receive", 'decision = "again"'),
    path("clock", "late"),
    path("withdraw", "gone"),
    path("drop", "dropped"),
    path("second_clock", "too_late"),
)
FORMS = {
    "p/receive.json": form(text("note"), text("now_at")),
    "p/decide.json": form(text("decision")),
    "p/start.json": form(text("now_at")),
    "p/withdraw.json": form(text("why")),
    "p/drop.json": form(text("why")),
}


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(ROUNDS, files=FORMS, messages=("withdrawal",))


def counted(engine: Engine, what: str, command: Callable[[Engine], None]) -> int:
    """Run a command and count how often it passes a place of the store."""
    places = Failpoints(what, passage=0)
    command(replace(engine, store=replace(engine.store, failpoints=places)))
    return places.passed


def complete(office: Office) -> Callable[[Engine], None]:
    """Prepare the completion of the one open task."""
    (row,) = office.inbox(COLLEAGUE)
    if row.element == "receive":
        answers = posted(note="n", now_at="2026-03-13")
        return lambda engine: user_tasks.complete(engine, row.task_id, CLERK, answers)
    again = posted(decision="again")
    return lambda engine: user_tasks.complete(engine, row.task_id, COLLEAGUE, again)


def rounds(office: Office, number: int) -> None:
    for _ in range(2 * number):
        complete(office)(office.engine)


def test_a_completed_task_costs_one_commit(office: Office) -> None:
    office.start(now_at="2026-03-13")

    commits = counted(office.engine, "commit", complete(office))

    assert commits == 1


def test_a_completed_task_costs_at_most_ten_statements(office: Office) -> None:
    office.start(now_at="2026-03-13")
    rounds(office, 1)

    first = counted(office.engine, "statement", complete(office))
    second = counted(office.engine, "statement", complete(office))

    assert max(first, second) <= STATEMENTS


def test_statements_do_not_grow_with_the_length_of_the_history(office: Office) -> None:
    office.start(now_at="2026-03-13")
    rounds(office, 1)
    early = counted(office.engine, "statement", complete(office))
    complete(office)(office.engine)

    rounds(office, 20)

    assert counted(office.engine, "statement", complete(office)) == early


def test_a_start_costs_at_most_ten_statements(office: Office) -> None:
    places = Failpoints("statement", passage=0)
    engine = replace(office.engine, store=replace(office.engine.store, failpoints=places))

    replace(office, engine=engine).start(CLERK, now_at="2026-03-13")

    assert places.passed <= STATEMENTS
