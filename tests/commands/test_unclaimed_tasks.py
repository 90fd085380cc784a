"""What heads see of the work of their unit that nobody has taken, and when it is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.commands import timers, unclaimed_tasks, user_tasks
from engine.core.people import Actor
from engine.store.queries import timers as timer_queries
from engine.store.queries import unclaimed_tasks as queries
from engine.store.transaction import reading
from tests.bpmn.drawing import end, lane, path, process, start, timer_on, user
from tests.bpmn.offices import OTHER_STATION, STATION
from tests.commands.offices import AUDITOR, CLERK, HEAD, Office, person, posted
from tests.commands.procedures import form, text

# one working day after Friday the 13th, when the first station closes
DUE = datetime(2026, 3, 16, 8, 30, tzinfo=UTC)
UNTAKEN = process(
    "p",
    lane("desk", "start", "receive", "end", jurisdiction="station"),
    lane("heads", "see_to_it", "seen", role="head", jurisdiction="station"),
    start(),
    user("receive"),
    timer_on(
        "receive",
        "untaken",
        "working days after(now(), 1)",
        deadline="CLK-TAKE",
        kind="unclaimed",
        legalBasis="Office rule",
    ),
    user("see_to_it"),
    end(),
    end("seen"),
    path("start", "receive", "end"),
    path("untaken", "see_to_it", "seen"),
)
FILES = {"p/receive.json": form(text("note")), "p/see_to_it.json": form(text("why"))}


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(UNTAKEN, files=FILES)


def seen(office: Office, actor: Actor = HEAD) -> list[str]:
    return [row.element for row in unclaimed_tasks.of(office.engine, actor)]


def test_a_head_sees_what_nobody_took_for_a_working_day(office: Office) -> None:
    office.start()
    office.clock.now = DUE.replace(minute=29)
    before = seen(office)

    office.clock.now = DUE

    assert (before, seen(office)) == ([], ["receive"])


def test_what_somebody_holds_is_none_of_it(office: Office) -> None:
    office.start()
    user_tasks.claim(office.engine, office.task(), CLERK)

    office.clock.now = DUE

    assert seen(office) == []


@pytest.mark.parametrize(
    "actor",
    [CLERK, AUDITOR, person("noa", ("head", OTHER_STATION)), person("lan", ("leader", STATION))],
)
def test_who_does_not_lead_that_work_sees_nothing_of_it(office: Office, actor: Actor) -> None:
    office.start()

    office.clock.now = DUE

    assert seen(office, actor) == []


def test_the_oldest_comes_first(office: Office) -> None:
    first = office.start()
    office.clock.advance(hours=1)
    second = office.start()

    office.clock.now = DUE

    found = unclaimed_tasks.of(office.engine, HEAD)
    assert [row.instance_id for row in found] == [first, second]


def test_a_timer_of_what_nobody_took_fires(office: Office) -> None:
    office.start()
    office.clock.now = DUE

    fired = timers.fire_due(office.engine)

    assert (fired, [row.element for row in office.inbox(HEAD)]) == (1, ["see_to_it"])


def test_a_timer_of_what_somebody_took_ends_and_the_case_goes_on(office: Office) -> None:
    instance, task = office.start(), office.task()
    user_tasks.claim(office.engine, task, CLERK)
    office.clock.now = DUE

    fired = timers.fire_due(office.engine)
    again = timers.fire_due(office.engine)
    user_tasks.complete(office.engine, task, CLERK, posted())

    (timer,) = timer_queries.of(office.engine.store, instance)
    assert (fired, again, timer.ending) == (0, 0, "disarmed")
    assert office.inbox(HEAD) == ()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_tasks_of_a_unit_are_found_by_indexes_alone(office: Office) -> None:
    statement, parameters = queries.question(STATION, frozenset(["clerk", "window"]))
    compiled = office.engine.store.text(statement)

    with reading(office.engine.store) as tx:
        tx.cursor.execute(f"EXPLAIN QUERY PLAN {compiled.text}", compiled.values(parameters))
        plan = [str(row[-1]) for row in tx.cursor.fetchall()]

    scans = [step for step in plan if step.startswith("SCAN")]
    assert scans == ["SCAN oldest", "SCAN oldest"]
