"""Deadlines that the diagram moves, and people who are free before their case has ended."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engine.commands import history, messages, process_instances, timers, user_tasks
from engine.core import instants
from engine.core.errors import Conflict
from engine.store.queries import history as entries
from engine.store.queries import inbox, tasks
from engine.store.queries import timers as queries
from engine.store.queries.timers import TimerRow
from engine.store.transaction import reading
from tests.bpmn.drawing import (
    end,
    flow,
    lane,
    message_on,
    milestone,
    path,
    process,
    start,
    timer_on,
    user,
)
from tests.commands.offices import CLERK, HEAD, Office, posted
from tests.commands.procedures import form, text

TEXT = 'calendar days after(submitted_at, if more = "yes" then 90 else 60)'
PROCEDURE = process(
    "p",
    lane("desk", "start", "check", "settled", "explain", jurisdiction="station"),
    start(instants="submitted_at", unique="number"),
    user("check"),
    timer_on("check", "late", TEXT, deadline="CLK-STAT", kind="breach", legalBasis="Art. 1"),
    message_on(
        "check",
        "extended",
        "extended",
        interrupting=False,
        role="clerk",
        recounts="CLK-STAT",
        when="more = null",
    ),
    milestone("settled", frees="number"),
    user("explain"),
    end(),
    end("noted"),
    end("told"),
    path("start", "check", "settled", "explain", "end"),
    flow("extended", "noted"),
    flow("late", "told"),
)
FORMS = {
    **dict.fromkeys(("p/check.json", "p/explain.json"), form()),
    "p/start.json": form(text("number")),
    "p/extended.json": form(text("more")),
}


@pytest.fixture(autouse=True)
def _deployed(office: Office) -> None:

    office.deploy(PROCEDURE, files=FORMS, messages=("extended",))


def begin(office: Office) -> str:
    return office.start(number="7")


def deadline(office: Office, instance: str) -> TimerRow:
    (found,) = (t for t in queries.of(office.engine.store, instance) if t.ending is None)
    return found


def due(office: Office, instance: str) -> datetime:
    return instants.parse(deadline(office, instance).due_at)


def extend(office: Office, instance: str, more: str = "yes") -> None:
    with reading(office.engine.store) as tx:
        (awaited,) = tasks.awaited_of(tx, instance)
    messages.send(office.engine, awaited.id, CLERK, posted(more=more))


def test_an_extension_moves_the_deadline_and_how_it_is_counted(office: Office) -> None:
    instance = begin(office)
    before = deadline(office, instance)

    extend(office, instance)

    after = deadline(office, instance)
    assert (after.id, after.start_at, after.days) == (before.id, before.start_at, 90)
    assert instants.parse(after.due_at) > instants.parse(before.due_at) + timedelta(days=25)


def test_the_entry_tells_from_when_to_when_and_which_element_asked(office: Office) -> None:
    instance = begin(office)
    before = deadline(office, instance)

    extend(office, instance)

    told = entries.timeline(office.engine.store, instance)[-1]
    (moved,) = told.body["moved"]
    assert (told.kind, moved["clock"], moved["ground"]) == (
        "message_received",
        "CLK-STAT",
        "extended",
    )
    assert moved["from"] == before.due_at
    assert moved["to"] == deadline(office, instance).due_at
    assert history.verify(office.engine).broken == ()


def test_the_inbox_shows_the_new_due_time(office: Office) -> None:
    instance = begin(office)

    extend(office, instance)

    (row,) = inbox.open_tasks(office.engine.store, CLERK, inbox.View.ALL, office.clock.now)
    assert row.deadline is not None
    assert row.deadline.due_at == deadline(office, instance).due_at


def test_the_deadline_rings_at_its_new_instant_only(office: Office) -> None:
    instance = begin(office)
    old = due(office, instance)
    extend(office, instance)

    office.clock.now = old
    early = timers.fire_due(office.engine)
    office.clock.now = due(office, instance)

    assert (early, timers.fire_due(office.engine)) == (0, 1)


def test_a_count_that_is_the_same_leaves_a_deadline_that_a_person_moved(office: Office) -> None:
    instance = begin(office)
    given = due(office, instance) + timedelta(days=2)
    timers.move(office.engine, deadline(office, instance).id, given, "remote area", HEAD)

    extend(office, instance, more="no")

    assert due(office, instance) == given
    assert "moved" not in entries.timeline(office.engine.store, instance)[-1].body


def test_who_has_a_settled_case_may_begin_another_while_the_first_waits(office: Office) -> None:
    begin(office)
    with pytest.raises(Conflict, match="open_instance_exists"):
        begin(office)

    user_tasks.complete(office.engine, office.task(), CLERK, posted())

    assert process_instances.start(office.engine, "p", CLERK, posted(number="7"))
