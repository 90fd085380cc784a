"""A decree moves exactly the deadlines that it must, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engine.commands import calendars, history, recounts, timers, user_tasks
from engine.core import instants
from engine.core.people import SYSTEM
from engine.store.queries import history as entries
from engine.store.queries import timers as timer_queries
from tests.bpmn.drawing import end, lane, path, process, start, timer_on, user
from tests.commands import plain_counting
from tests.commands.decreed_dues import COUNTS, DECREED, WEEKDAYS, dues, expected, started
from tests.commands.decrees import APPROVER, FILES, WINTER, decree, opened, propose
from tests.commands.offices import CLERK, Office, posted

# a reminder in the morning
REMINDED = process(
    "p",
    lane("desk", "start", "receive", "end", "told", jurisdiction="station"),
    start(instants="begun_at"),
    user("receive"),
    timer_on(
        "receive",
        "at_2",
        "opening of working day after(begun_at, 2)",
        deadline="CLK-A",
        kind="reminder",
        legalBasis="Art. 12",
        interrupting=False,
    ),
    end(),
    end("told"),
    path("start", "receive", "end"),
    path("at_2", "told"),
)


@pytest.fixture(name="office")
def _office(office: Office) -> Office:
    return opened(office)


def test_a_decree_moves_exactly_what_a_plain_count_moves(office: Office) -> None:
    instances = {days: started(office, days) for days in range(-12, 60, 3)}
    old = {days: expected(days, WEEKDAYS) for days in instances}
    assert {days: dues(office, one) for days, one in instances.items()} == old
    new = {days: expected(days, DECREED) for days in instances}
    named = {
        (instances[days], name, old[days][name], new[days][name])
        for days in instances
        for name in COUNTS
        if old[days][name] != new[days][name]
    }

    foreseen = calendars.preview(office.engine, propose(office), APPROVER)
    ready = decree(office)
    while recounts.run(ready.engine, 7):
        pass

    assert {(m.timer.instance_id, m.timer.element, m.old, m.new) for m in foreseen.moves} == named
    assert 0 < len(named) < len(instances) * len(COUNTS)
    assert {days: dues(ready, one) for days, one in instances.items()} == new


def test_a_decree_moves_a_reminder_to_the_opening_of_another_day(office: Office) -> None:
    office.deploy(REMINDED, files=FILES)
    instances = {days: started(office, days) for days in range(-6, 3)}
    old = {days: {"at_2": opening(days, WEEKDAYS)} for days in instances}
    assert {days: dues(office, one) for days, one in instances.items()} == old

    ready = decree(office)
    recounts.run(ready.engine)

    new = {days: {"at_2": opening(days, DECREED)} for days in instances}
    assert {days: dues(ready, one) for days, one in instances.items()} == new
    assert new != old


def opening(days: int, works: plain_counting.Works) -> datetime:
    return plain_counting.due(WINTER + timedelta(days=days), 2, "opening", works)


def test_a_moved_deadline_is_told_in_the_history_of_its_case(office: Office) -> None:
    instance = started(office, 0)

    ready = decree(office)
    recounts.run(ready.engine)

    told = [e for e in entries.timeline(ready.engine.store, instance) if e.kind == "timer_moved"]
    moved = {e.element: (e.body["from"], e.body["to"]) for e in told}
    before = expected(0, WEEKDAYS)
    after = expected(0, DECREED)
    assert moved == {
        name: (instants.text(before[name]), instants.text(after[name]))
        for name in COUNTS
        if before[name] != after[name]
    }
    assert {e.body["ground"] for e in told} == {"CN 2027: 国办发明电〔2026〕9号"}
    assert {e.body["calendar_version"] for e in told} == {2}
    assert history.verify(ready.engine).broken == ()


def test_a_deadline_that_stays_gets_no_entry(office: Office) -> None:
    instance = started(office, -12)

    recounts.run(decree(office).engine)

    kinds = [e.kind for e in entries.timeline(office.engine.store, instance)]
    assert kinds == ["instance_started"]


def test_a_deadline_is_provisional_no_longer_once_its_year_is_decreed(office: Office) -> None:
    instance = started(office, 0)
    assert {t.provisional for t in timer_queries.of(office.engine.store, instance)} == {True}

    ready = decree(office)
    recounts.run(ready.engine)

    # 2026 has no decree in this small office
    still = {t.element: t.provisional for t in timer_queries.of(ready.engine.store, instance)}
    assert still == dict.fromkeys(COUNTS, True)
    later = started(ready, 10)
    assert {t.provisional for t in timer_queries.of(ready.engine.store, later)} == {False}


def test_a_decree_settles_what_was_provisional_without_moving_it(office: Office) -> None:
    instance = started(office, 20)
    before = dues(office, instance)

    foreseen = calendars.preview(office.engine, propose(office), APPROVER)
    ready = decree(office)
    recounts.run(ready.engine)

    assert (foreseen.settled, foreseen.moves) == (len(COUNTS), ())
    assert dues(ready, instance) == before
    assert not any(t.provisional for t in timer_queries.of(ready.engine.store, instance))


def test_a_deadline_that_has_ended_is_never_judged_anew(office: Office) -> None:
    instance = started(office, 0)
    user_tasks.complete(office.engine, office.task(CLERK), CLERK, posted())
    before = timer_queries.of(office.engine.store, instance)

    recounts.run(decree(office).engine)

    assert timer_queries.of(office.engine.store, instance) == before


def test_what_a_person_gave_is_kept(office: Office) -> None:
    instance = started(office, 0)
    timer = next(t for t in timer_queries.of(office.engine.store, instance) if t.element == "in_4")
    extended = plain_counting.due(WINTER, 6, "working", WEEKDAYS)
    timers.move(office.engine, timer.id, extended, "remote", SYSTEM)

    ready = decree(office)
    recounts.run(ready.engine)

    assert dues(ready, instance)["in_4"] == plain_counting.due(WINTER, 6, "working", DECREED)


def test_a_deadline_does_not_ring_before_it_is_counted_again(office: Office) -> None:
    instance = started(office, 0)
    ready = decree(office)
    office.clock.now = expected(0, WEEKDAYS)["in_4"]

    early = timers.fire_due(ready.engine)
    recounts.run(ready.engine)
    fired = timers.fire_due(ready.engine)

    assert (early, fired) == (0, 1)
    endings = {t.element: t.ending for t in timer_queries.of(ready.engine.store, instance)}
    assert (endings["in_2"], endings["in_4"]) == ("fired", None)


def test_a_deadline_counted_by_a_process_that_slept_is_counted_again(office: Office) -> None:
    ready = decree(office)
    recounts.run(ready.engine)
    instance = started(office, 0)

    recounts.run(ready.engine)

    assert dues(ready, instance) == expected(0, DECREED)
