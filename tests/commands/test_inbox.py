"""The inbox: whose tasks, in which order, page by page, and at a cost that does not grow."""

from __future__ import annotations

import pytest

from engine.commands import user_tasks
from engine.store.queries import inbox
from engine.store.queries.inbox import View
from engine.store.transaction import reading
from tests.bpmn.drawing import end, lane, path, process, start, timer_on, user
from tests.commands.offices import (
    APPLICANT,
    CLERK,
    COLLEAGUE,
    NEIGHBOUR,
    STRANGER,
    Office,
    person,
    posted,
)
from tests.commands.procedures import form, text

PAGE = 50
# the days until a task is due are entered when it begins
URGENT = process(
    "p",
    lane("desk", "start", "receive", "ask", "end", jurisdiction="station"),
    lane("citizen", "supply", role="applicant", jurisdiction="own_case"),
    start(),
    user("receive"),
    timer_on(
        "receive",
        "clock",
        "working days after(begun_at, 3)",
        deadline="CLK-PRE",
        kind="breach",
        legalBasis="Art. 1",
    ),
    user("supply"),
    user("ask"),
    end(),
    end("late"),
    path("start", "receive", "supply", "ask", "end"),
    path("clock", "late"),
)
FILES = {
    "p/start.json": form(text("begun_at"), text("name")),
    "p/receive.json": form(text("note")),
    "p/supply.json": form(text("note")),
    "p/ask.json": form(text("note")),
}
STARTER = person("rosa", ("clerk", "520102001"), ("applicant", "520102001"))


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(URGENT, files=FILES)


def begin(office: Office, day: str) -> str:
    return office.start(STARTER, begun_at=day, name="张美")


def test_the_earliest_deadline_comes_first(office: Office) -> None:
    later, sooner = begin(office, "2026-04-10"), begin(office, "2026-04-03")

    assert [row.instance_id for row in office.inbox(CLERK)] == [sooner, later]


def test_names_are_masked(office: Office) -> None:
    begin(office, "2026-04-03")

    assert office.inbox(CLERK)[0].about == "张*"


def test_pages_follow_each_other_without_gap_or_repeat(office: Office) -> None:
    started = {begin(office, f"2026-04-{1 + number % 9:02}") for number in range(PAGE + 5)}
    first = office.inbox(CLERK)

    rest = inbox.open_tasks(
        office.engine.store, CLERK, View.ALL, office.clock.now, first[-1].task_id
    )

    assert (len(first), len(rest)) == (PAGE, 5)
    assert {row.instance_id for row in (*first, *rest)} == started


def test_views_and_their_counts(office: Office) -> None:
    begin(office, "2026-04-03")
    begin(office, "2026-01-05")
    (late,) = office.inbox(CLERK, View.LATE)
    user_tasks.claim(office.engine, late.task_id, CLERK)

    counted = inbox.counts(office.engine.store, CLERK, office.clock.now)

    assert counted == {View.ALL: 2, View.MINE: 1, View.FREE: 1, View.LATE: 1}
    assert [row.task_id for row in office.inbox(CLERK, View.MINE)] == [late.task_id]
    assert len(office.inbox(COLLEAGUE, View.FREE)) == 1


def test_another_station_sees_nothing(office: Office) -> None:
    begin(office, "2026-04-03")

    assert office.inbox(STRANGER) == ()


def test_a_task_of_the_own_case_is_for_its_starter_alone(office: Office) -> None:
    begin(office, "2026-04-03")
    user_tasks.complete(office.engine, office.task(CLERK), CLERK, posted())

    assert [row.element for row in office.inbox(STARTER)] == ["supply"]
    assert office.inbox(APPLICANT) == office.inbox(NEIGHBOUR) == ()


def test_who_holds_nothing_has_an_empty_inbox(office: Office) -> None:
    begin(office, "2026-04-03")

    assert office.inbox(person("nobody")) == ()
    assert set(inbox.counts(office.engine.store, person("nobody"), office.clock.now).values()) == {
        0
    }


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_inbox_is_found_by_indexes_alone(office: Office) -> None:
    statement, parameters = inbox.question(CLERK, View.ALL, office.clock.now)
    compiled = office.engine.store.text(statement)
    with reading(office.engine.store) as tx:
        tx.cursor.execute(f"EXPLAIN QUERY PLAN {compiled.text}", compiled.values(parameters))
        plan = [str(row[-1]) for row in tx.cursor.fetchall()]

    scans = [step for step in plan if step.startswith("SCAN")]
    assert scans == ["SCAN chosen"]
