"""Many timers due at once, several sweepers, some of them killed: each timer fires once."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import update

from engine.commands import process_definitions, process_instances, timers
from engine.core.people import SYSTEM
from engine.store import tables
from engine.store.queries import timers as queries
from engine.store.statements import Statement
from engine.store.transaction import transaction
from tests.bpmn.drawing import draw, end, flow, lane, path, process, start, timer_on, user
from tests.commands.offices import CLERK, posted
from tests.commands.procedures import form
from tests.faults import children, oracle
from tests.faults.desk import Desk

REMINDERS = [f"reminder_{day}" for day in range(1, 11)]
REMINDING = process(
    "reminding",
    lane("desk", "start", "wait", "end", *(f"after_{each}" for each in REMINDERS)),
    start(instants="submitted_at"),
    user("wait"),
    end(),
    path("start", "wait", "end"),
    *(timer_on("wait", each, f"P{day}D", "timeDuration") for day, each in enumerate(REMINDERS, 1)),
    *(end(f"after_{each}") for each in REMINDERS),
    *(flow(each, f"after_{each}") for each in REMINDERS),
)
FILES = {"reminding.bpmn": draw(REMINDING), "reminding/wait.json": form()}


@pytest.fixture
def reminders(desk: Desk, instances: int) -> int:
    """The office was closed while the timers of so many instances came due."""
    process_definitions.deploy(desk.engine, FILES, SYSTEM)
    for _ in range(instances):
        process_instances.start(desk.engine, "reminding", CLERK, posted())
    desk.clock.advance(weeks=3)
    return instances * len(REMINDERS)


@pytest.mark.parametrize("instances", [50, pytest.param(1000, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    ("workers", "kills"),
    [
        pytest.param(2, [], id="two sweepers"),
        pytest.param(4, [], id="four sweepers", marks=pytest.mark.long),
        pytest.param(
            4,
            ["statement:kill:50", "commit:kill:5", "committed:kill:9"],
            id="four sweepers, three of them killed",
        ),
    ],
)
def test_timers_that_came_due_together_fire_once_each_the_oldest_first(
    desk: Desk, reminders: int, workers: int, kills: list[str]
) -> None:
    outcomes = children.together(desk, (timers.fire_due,), workers, kills)

    assert sum(outcome.killed for done in outcomes for outcome in done) == len(kills)
    assert queries.due(desk.store, "9", 1) == ()
    endings = Counter(row["ending"] for row in oracle.rows(desk.store, tables.timer))
    assert endings == {"fired": reminders}
    assert oracle.kinds(desk.store)["timer_fired"] == reminders
    assert oracle.violations(desk.engine) == []
    assert _fired_in_order(desk)


@pytest.mark.parametrize("instances", [10])
def test_an_instance_that_is_broken_stops_no_other_and_catches_up_once_it_is_mended(
    desk: Desk, reminders: int
) -> None:
    (sound, *_) = oracle.rows(desk.store, tables.process_instance)
    _write_state(desk, sound["id"], b"broken")

    children.together(desk, (timers.fire_due,), 2)

    assert oracle.kinds(desk.store)["timer_fired"] == reminders - len(REMINDERS)
    assert {instance for instance, _ in queries.stuck(desk.store)} == {sound["id"]}
    _write_state(desk, sound["id"], sound["state"])
    desk.clock.advance(minutes=10)
    assert timers.fire_due(desk.engine) == len(REMINDERS)
    assert oracle.violations(desk.engine) == []
    assert _fired_in_order(desk)


def _write_state(desk: Desk, instance: str, state: bytes) -> None:
    rows = tables.process_instance
    with transaction(desk.store) as tx:
        tx.execute(
            Statement("damage", update(rows).where(rows.c.id == instance).values(state=state))
        )


def _fired_in_order(desk: Desk) -> bool:
    """Tell whether the timers of each instance fired in the order of their due times."""
    fired: dict[str, list[str]] = {}
    for row in oracle.rows(desk.store, tables.history):
        if row["kind"] == "timer_fired":
            fired.setdefault(row.of, []).append(row["element"])
    return all(elements == REMINDERS for elements in fired.values())
