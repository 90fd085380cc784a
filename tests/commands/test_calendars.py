"""A decree moves exactly the deadlines that it must, by two people, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.commands import (
    calendars,
    history,
    office_calendars,
    offices,
    recounts,
    timers,
    user_tasks,
)
from engine.commands.accounts import NewAccount, row
from engine.commands.moved_deadlines import together
from engine.core import instants
from engine.core.decrees import DecreeRefused
from engine.core.errors import Conflict, NotFound, NotPermitted
from engine.core.people import SYSTEM, Actor
from engine.store.queries import calendars as queries
from engine.store.queries import history as entries
from engine.store.queries import timers as timer_queries
from engine.store.transaction import transaction
from engine.store.writes import accounts
from engine.store.writes.accounts import GrantRow
from tests.bpmn.drawing import end, lane, path, process, start, timer_on, user
from tests.commands import plain_counting
from tests.commands.decrees import (
    ADMINISTRATOR,
    APPROVER,
    DECREE,
    FILES,
    HOLIDAYS,
    WINTER,
    WORKED,
    again,
    broken_off,
    given,
    opened,
)
from tests.commands.offices import CLERK, Office, person, posted

SECOND = person("bruno", ("administrator", "520000"))
COUNTS = {
    "in_2": (2, "working"),
    "in_4": (4, "working"),
    "in_9": (9, "working"),
    "in_c": (7, "calendar"),
}
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
    ready = opened(office)
    for actor in (ADMINISTRATOR, SECOND):
        _employ(ready, actor)
    return ready


def _employ(office: Office, actor: Actor) -> None:
    at = instants.text(office.clock.now)
    grant = GrantRow(actor.id, actor.id, "administrator", "520000", "x", at, "x", at)
    with transaction(office.engine.store) as tx:
        accounts.insert_accounts(
            tx, row(office.engine, NewAccount(actor.id, actor.name, "520000", ""), "x")
        )
        accounts.insert_grants(tx, grant)


def propose(office: Office) -> str:
    return calendars.propose(office.engine, given(), ADMINISTRATOR)


def decree(office: Office) -> Office:
    """Put the decree of 2027 in force; its deadlines are not counted again yet."""
    calendars.approve(office.engine, propose(office), office.engine.clocks.version, APPROVER)
    return again(office)


def dues(office: Office, instance: str) -> dict[str, datetime]:
    rows = timer_queries.of(office.engine.store, instance)
    return {row.element: instants.parse(row.due_at) for row in rows}


def started(office: Office, days: int) -> str:
    """Start an instance some days after Monday 28 December 2026."""
    office.clock.now = WINTER + timedelta(days=days)
    return office.start()


def expected(days: int, works: plain_counting.Works) -> dict[str, datetime]:
    start = WINTER + timedelta(days=days)
    return {
        name: plain_counting.due(start, number, count, works)
        for name, (number, count) in COUNTS.items()
    }


def test_a_decree_moves_exactly_what_a_plain_count_moves(office: Office) -> None:
    instances = {days: started(office, days) for days in range(-12, 60, 3)}
    old = {days: expected(days, plain_counting.weekdays) for days in instances}
    assert {days: dues(office, one) for days, one in instances.items()} == old
    new = {days: expected(days, plain_counting.decreed(HOLIDAYS, WORKED)) for days in instances}
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
    old = {days: {"at_2": opening(days, plain_counting.weekdays)} for days in instances}
    assert {days: dues(office, one) for days, one in instances.items()} == old

    ready = decree(office)
    recounts.run(ready.engine)

    works = plain_counting.decreed(HOLIDAYS, WORKED)
    new = {days: {"at_2": opening(days, works)} for days in instances}
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
    before = expected(0, plain_counting.weekdays)
    after = expected(0, plain_counting.decreed(HOLIDAYS, WORKED))
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

    foreseen = calendars.preview(office.engine, propose(office), APPROVER)
    ready = decree(office)
    recounts.run(ready.engine)

    kept = {name for name, row in expected(20, plain_counting.weekdays).items()}
    assert foreseen.settled == len(kept)
    assert not any(t.provisional for t in timer_queries.of(ready.engine.store, instance))


def test_a_batch_that_was_cut_short_is_taken_up(office: Office) -> None:
    instances = [started(office, 0) for _ in range(4)]
    ready = decree(office)

    recounts.run(ready.engine, 5)
    half = recounts.left(ready.engine)
    while recounts.run(again(office).engine, 5):
        pass

    right = expected(0, plain_counting.decreed(HOLIDAYS, WORKED))
    assert 0 < half < 4 * len(COUNTS)
    assert [dues(ready, one) for one in instances] == [right] * 4
    moved = [e.kind for e in entries.timeline(ready.engine.store, instances[0])]
    assert moved.count("timer_moved") == 3


@pytest.mark.parametrize("statement", range(1, 24, 2))
def test_a_crash_anywhere_leaves_nothing_half_moved(office: Office, statement: int) -> None:
    instances = [started(office, 0), started(office, 0)]
    ready = decree(office)

    broken_off(ready, statement)
    recounts.run(ready.engine)

    right = expected(0, plain_counting.decreed(HOLIDAYS, WORKED))
    assert [dues(ready, one) for one in instances] == [right, right]
    told = [e for one in instances for e in entries.timeline(ready.engine.store, one)]
    assert len([e for e in told if e.kind == "timer_moved"]) == 6
    assert queries.latest(ready.engine.store)[0].moved == 6
    assert history.verify(ready.engine).broken == ()


def test_counting_again_twice_moves_nothing_twice(office: Office) -> None:
    instance = started(office, 0)
    ready = decree(office)
    recounts.run(ready.engine)
    first = dues(ready, instance)

    assert recounts.run(ready.engine) == 0
    assert dues(ready, instance) == first


def test_progress_is_told(office: Office) -> None:
    started(office, 0)
    started(office, -12)
    ready = decree(office)
    before = recounts.left(ready.engine)

    recounts.run(ready.engine)

    (row,) = queries.latest(ready.engine.store)
    assert (before, recounts.left(ready.engine), row.moved) == (8, 0, 3)


def test_a_deadline_that_has_ended_is_never_judged_anew(office: Office) -> None:
    instance = started(office, 0)
    user_tasks.complete(office.engine, office.task(CLERK), CLERK, posted())
    before = timer_queries.of(office.engine.store, instance)

    recounts.run(decree(office).engine)

    assert timer_queries.of(office.engine.store, instance) == before


def test_what_a_person_gave_is_kept(office: Office) -> None:
    instance = started(office, 0)
    timer = next(t for t in timer_queries.of(office.engine.store, instance) if t.element == "in_4")
    extended = plain_counting.due(WINTER, 6, "working", plain_counting.weekdays)
    timers.move(office.engine, timer.id, extended, "remote", SYSTEM)

    ready = decree(office)
    recounts.run(ready.engine)

    works = plain_counting.decreed(HOLIDAYS, WORKED)
    assert dues(ready, instance)["in_4"] == plain_counting.due(WINTER, 6, "working", works)


def test_a_deadline_does_not_ring_before_it_is_counted_again(office: Office) -> None:
    instance = started(office, 0)
    ready = decree(office)
    office.clock.now = expected(0, plain_counting.weekdays)["in_4"]

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

    assert dues(ready, instance) == expected(0, plain_counting.decreed(HOLIDAYS, WORKED))


def test_whoever_proposes_does_not_approve(office: Office) -> None:
    proposal = propose(office)

    with pytest.raises(NotPermitted) as refused:
        calendars.approve(office.engine, proposal, 1, ADMINISTRATOR)

    assert refused.value.code == "second_person_needed"
    assert queries.version(office.engine.store) == 1


def test_the_only_administrator_approves_alone(office: Office) -> None:
    with transaction(office.engine.store) as tx:
        accounts.revoke_grant(tx, SECOND.id, ADMINISTRATOR.id, instants.text(WINTER))

    calendars.approve(office.engine, propose(office), 1, ADMINISTRATOR)

    assert queries.version(office.engine.store) == 2


@pytest.mark.parametrize("actor", [CLERK, person("eva", ("administrator", "520102"))])
def test_calendars_are_for_who_looks_after_them(office: Office, actor: Actor) -> None:
    proposal = propose(office)

    with pytest.raises(NotPermitted):
        calendars.propose(office.engine, given(), actor)
    with pytest.raises(NotPermitted):
        calendars.preview(office.engine, proposal, actor)
    with pytest.raises(NotPermitted):
        calendars.approve(office.engine, proposal, 1, actor)


def test_a_proposal_is_settled_once(office: Office) -> None:
    proposal = propose(office)
    calendars.turn_down(office.engine, proposal, APPROVER)

    with pytest.raises(Conflict) as refused:
        calendars.approve(office.engine, proposal, 1, APPROVER)

    assert refused.value.code == "calendar_proposal_settled"


def test_a_preview_that_is_out_of_date_is_not_approved(office: Office) -> None:
    first, second = propose(office), propose(office)
    calendars.approve(office.engine, first, 1, APPROVER)

    with pytest.raises(Conflict) as refused:
        calendars.approve(office.engine, second, 1, APPROVER)

    assert refused.value.code == "calendars_moved_on"
    still = queries.proposal(office.engine.store, second)
    assert still is not None
    assert calendars.may_approve(office.engine, still, APPROVER)
    assert not calendars.may_approve(office.engine, still, ADMINISTRATOR)


def test_an_unknown_proposal_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        calendars.approve(office.engine, "nothing", 1, APPROVER)


def test_a_wrong_decree_is_refused_whole(office: Office) -> None:
    with pytest.raises(DecreeRefused):
        calendars.propose(office.engine, given(DECREE + "2026-01-01,holiday\n"), ADMINISTRATOR)

    assert queries.latest(office.engine.store) == ()


def test_deadlines_of_one_unit_and_clock_are_shown_together(office: Office) -> None:
    started(office, 0)
    started(office, 0)

    rows = together(calendars.preview(office.engine, propose(office), APPROVER).moves)

    assert {row.number for row in rows} == {2}
    assert [row.clock for row in rows] == sorted(row.clock for row in rows)


def test_a_new_office_takes_the_shipped_files_over_once(office: Office) -> None:
    shipped = {"CN-2027": "not even read"}

    assert offices.opened(office.engine, shipped) is office.engine
    assert queries.files(office.engine.store, 1) == {}


def test_an_older_version_can_be_read(office: Office) -> None:
    ready = decree(office)
    day = datetime(2027, 1, 4, tzinfo=UTC).date()

    before = office_calendars.at_version(ready.engine, 1).calendar("CN")

    assert before.is_working_day(day)
    assert not ready.engine.clocks.calendars.calendar("CN").is_working_day(day)
