"""Timers fire at their instant, once, and one that is broken stops no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.commands import history, timers, user_tasks
from engine.core import instants
from engine.core.errors import Conflict, InvalidInput, NotFound, NotPermitted
from engine.core.people import SYSTEM
from engine.store.queries import applications, health, inbox
from engine.store.queries import history as entries
from engine.store.queries import timers as queries
from engine.store.queries.inbox import View
from engine.store.transaction import transaction
from engine.store.writes import process_instances
from engine.store.writes.process_instances import Advance
from tests.bpmn.drawing import end, lane, path, process, start, timer_on, user
from tests.bpmn.offices import OTHER_STATION
from tests.commands.offices import CLERK, HEAD, Office, person, posted
from tests.commands.procedures import form, text

# three working days after Friday the 13th, when the first station closes
DUE = datetime(2026, 3, 18, 8, 30, tzinfo=UTC)
CLOCKED = process(
    "p",
    lane("desk", "start", "receive", "end", jurisdiction="station"),
    lane("heads", "explain", "explained", role="head", jurisdiction="station"),
    start(instants="begun_at"),
    user("receive"),
    timer_on(
        "receive",
        "overdue",
        "working days after(begun_at, 3)",
        deadline="CLK-PRE",
        kind="breach",
        legalBasis="Art. 12",
    ),
    user("explain"),
    end(),
    end("explained"),
    path("start", "receive", "end"),
    path("overdue", "explain", "explained"),
)
FILES = {"p/receive.json": form(text("note")), "p/explain.json": form(text("why"))}


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:
    office.deploy(CLOCKED, files=FILES)


def break_state(office: Office, instance_id: str) -> None:
    """Damage the saved state of an instance."""
    with transaction(office.engine.store) as tx:
        change = Advance(b"broken", None, None, None, 1, "00")
        process_instances.advance(tx, instance_id, 1, change)


def test_a_timer_does_not_fire_before_its_instant(office: Office) -> None:
    office.start()
    office.clock.now = DUE - timedelta(microseconds=1)

    assert timers.fire_due(office.engine) == 0


def test_a_missed_deadline_gives_the_head_a_task(office: Office) -> None:
    office.start()
    office.clock.now = DUE

    fired = timers.fire_due(office.engine)

    (row,) = office.inbox(HEAD)
    assert (fired, row.element) == (1, "explain")


def test_a_timer_fires_once(office: Office) -> None:
    office.start()
    office.clock.now = DUE
    timers.fire_due(office.engine)

    assert timers.fire_due(office.engine) == 0


def test_the_entry_tells_when_it_was_due_and_when_it_fired(office: Office) -> None:
    instance = office.start()
    office.clock.now = DUE + timedelta(hours=2)

    timers.fire_due(office.engine)

    told = entries.timeline(office.engine.store, instance)[-1]
    assert (told.kind, told.at) == ("timer_fired", instants.text(office.clock.now))
    assert (told.body["due"], told.body["clock"]) == (instants.text(DUE), "CLK-PRE")


def test_the_deadline_of_a_task_is_in_the_inbox(office: Office) -> None:
    office.start()

    (row,) = office.inbox(CLERK)

    assert row.deadline is not None
    assert (row.deadline.clock, row.deadline.due_at) == ("CLK-PRE", instants.text(DUE))
    assert (row.deadline.days, row.deadline.count) == (3, "working")


def test_a_missed_deadline_stands_as_late_while_its_task_is_open(office: Office) -> None:
    office.start()
    office.clock.now = DUE
    timers.fire_due(office.engine)
    office.clock.advance(hours=1)

    (row,) = office.inbox(CLERK, View.LATE)

    assert row.deadline is not None
    assert row.deadline.ending == "fired"
    assert inbox.counts(office.engine.store, CLERK, office.clock.now)[View.LATE] == 1


def test_a_missed_promise_stays_with_its_application(office: Office) -> None:
    office.start()
    office.clock.now = DUE
    timers.fire_due(office.engine)

    (row,) = applications.of(office.engine.store, CLERK.id)

    assert [(each.kind, each.due_at) for each in row.timers] == [("breach", instants.text(DUE))]


def test_a_kept_promise_is_none(office: Office) -> None:
    office.start()
    user_tasks.complete(office.engine, office.task(CLERK), CLERK, posted())

    (row,) = applications.of(office.engine.store, CLERK.id)

    assert row.timers == ()


def test_a_completed_task_disarms_its_timer(office: Office) -> None:
    instance = office.start()
    user_tasks.complete(office.engine, office.task(CLERK), CLERK, posted())
    office.clock.now = DUE

    assert timers.fire_due(office.engine) == 0
    assert [row.ending for row in queries.of(office.engine.store, instance)] == ["disarmed"]


def test_one_broken_instance_does_not_stop_the_others(office: Office) -> None:
    broken = office.start()
    office.start()
    break_state(office, broken)
    office.clock.now = DUE

    fired = timers.fire_due(office.engine)

    ((instance, row),) = queries.stuck(office.engine.store)
    assert (fired, instance, row.attempts) == (1, broken, 1)
    assert health.of(office.engine.store, office.clock.now).failing_timers == 1


def test_a_failed_timer_waits_longer_each_time(office: Office) -> None:
    break_state(office, office.start())
    office.clock.now = DUE
    timers.fire_due(office.engine)
    office.clock.advance(seconds=59)
    timers.fire_due(office.engine)
    office.clock.advance(seconds=1)

    timers.fire_due(office.engine)

    ((_, row),) = queries.stuck(office.engine.store)
    assert row.attempts == 2
    assert row.retry_at == instants.text(office.clock.now + timedelta(minutes=2))


def test_the_oldest_due_fires_first(office: Office) -> None:
    second = office.start()
    (timer,) = queries.of(office.engine.store, office.start())
    timers.move(office.engine, timer.id, DUE - timedelta(days=1), "republished", SYSTEM)
    office.clock.now = DUE

    timers.fire_due(office.engine, limit=1)

    assert entries.timeline(office.engine.store, second)[-1].kind == "instance_started"
    assert timers.fire_due(office.engine) == 1


def test_a_moved_timer_fires_at_its_new_instant(office: Office) -> None:
    instance = office.start()
    (timer,) = queries.of(office.engine.store, instance)
    later = DUE + timedelta(days=2)

    timers.move(office.engine, timer.id, later, "remote area", HEAD)

    office.clock.now = DUE
    assert timers.fire_due(office.engine) == 0
    office.clock.now = later
    assert timers.fire_due(office.engine) == 1


def test_the_history_tells_who_moved_a_timer_and_why(office: Office) -> None:
    instance = office.start()
    (timer,) = queries.of(office.engine.store, instance)

    timers.move(office.engine, timer.id, DUE + timedelta(days=2), "remote area", HEAD)

    told = entries.timeline(office.engine.store, instance)[-1]
    assert (told.kind, told.actor, told.body["ground"]) == ("timer_moved", HEAD.id, "remote area")
    assert told.body["from"] == instants.text(DUE)
    assert history.verify(office.engine).broken == ()


def test_a_timer_is_not_moved_without_a_ground(office: Office) -> None:
    (timer,) = queries.of(office.engine.store, office.start())

    with pytest.raises(InvalidInput):
        timers.move(office.engine, timer.id, DUE, " ", HEAD)


def test_the_clerk_who_is_late_may_not_move_the_deadline(office: Office) -> None:
    (timer,) = queries.of(office.engine.store, office.start())

    with pytest.raises(NotPermitted):
        timers.move(office.engine, timer.id, DUE, "busy", CLERK)


def test_the_head_of_another_station_does_not_learn_of_the_deadline(office: Office) -> None:
    (timer,) = queries.of(office.engine.store, office.start())
    other = person("far", ("head", OTHER_STATION))

    with pytest.raises(NotFound):
        timers.move(office.engine, timer.id, DUE, "busy", other)


def test_a_fired_timer_cannot_be_moved(office: Office) -> None:
    (timer,) = queries.of(office.engine.store, office.start())
    office.clock.now = DUE
    timers.fire_due(office.engine)

    with pytest.raises(Conflict):
        timers.move(office.engine, timer.id, DUE, "too late", HEAD)
