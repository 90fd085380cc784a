"""Messages between cases at the same moment as other deeds on them, and as each other."""

from __future__ import annotations

from collections import Counter

import pytest

from engine.commands import deliveries, process_definitions, process_instances, user_tasks
from engine.core import instants
from engine.core.people import SYSTEM
from engine.store.queries import service_tasks
from engine.store.queries.service_tasks import DueServiceTask
from tests.bpmn.drawing import (
    catch_message,
    draw,
    end,
    lane,
    parallel,
    path,
    process,
    start,
    throw_message,
)
from tests.commands.offices import CLERK, posted
from tests.commands.procedures import form, text
from tests.faults import children, oracle
from tests.faults.desk import Desk

ROUNDS = pytest.mark.parametrize("rounds", [5, pytest.param(50, marks=pytest.mark.long)])
# each tells the others of its subject, and hears of them
PEER = process(
    "peer",
    lane("peers", "came", jurisdiction="station"),
    start("came"),
    parallel("both"),
    throw_message("greet", "greeting", correlation="subject"),
    end("greeted"),
    catch_message("hear", "greeting", role="platform"),
    end("heard_it"),
    path("came", "both", "greet", "greeted"),
    path("both", "hear", "heard_it"),
)


def begin(desk: Desk, subject: str, process_id: str = "p", **more: str) -> str:
    answers = posted(subject=subject, **more)
    return process_instances.start(desk.engine, process_id, CLERK, answers)


def waiting(desk: Desk, *instances: str) -> list[DueServiceTask]:
    """Give what these instances have to send."""
    due = service_tasks.due(desk.store, instants.text(desk.clock.now), 999)
    return [next(task for task in due if task.instance_id == each) for each in instances]


@ROUNDS
def test_a_task_is_completed_or_its_case_hears_from_another_never_both(
    desk: Desk, rounds: int
) -> None:
    commands = []
    for _ in range(rounds):
        subject = desk.subject()
        task = desk.task(begin(desk, subject), "receive")
        (news,) = waiting(desk, begin(desk, subject, "news", why="moved"))
        done = (user_tasks.complete, task, CLERK, posted())
        commands.append((done, (deliveries.deliver, news)))

    outcomes = children.race(desk, commands)

    lost = Counter(each.refusal for one in outcomes for each in one)
    told = oracle.kinds(desk.store)
    assert set(lost) <= {"", "task_withdrawn"}
    assert told["message_sent"] == rounds
    assert told["message_received"] == lost["task_withdrawn"]
    assert told["user_task_completed"] == rounds - lost["task_withdrawn"]
    assert oracle.violations(desk.engine) == []


@ROUNDS
def test_two_servers_deliver_a_message_once(desk: Desk, rounds: int) -> None:
    commands = []
    for _ in range(rounds):
        subject = desk.subject()
        begin(desk, subject)
        (news,) = waiting(desk, begin(desk, subject, "news", why="moved"))
        commands.append(((deliveries.deliver, news), (deliveries.deliver, news)))

    outcomes = children.race(desk, commands)

    told = oracle.kinds(desk.store)
    assert {each.refusal for one in outcomes for each in one} == {""}
    assert (told["message_sent"], told["message_received"]) == (rounds, rounds)
    assert oracle.violations(desk.engine) == []


@ROUNDS
def test_cases_that_tell_each_other_both_hear(desk: Desk, rounds: int) -> None:
    files = {
        "peer.bpmn": draw(PEER, messages=("greeting",)),
        "peer/came.json": form(text("subject")),
    }
    process_definitions.deploy(desk.engine, files, SYSTEM)
    commands = []
    for _ in range(rounds):
        subject = desk.subject()
        pair = waiting(desk, *(begin(desk, subject, "peer") for _ in range(2)))
        commands.append(tuple((deliveries.deliver, each) for each in pair))

    outcomes = children.race(desk, commands)

    told = oracle.kinds(desk.store)
    assert {each.refusal for one in outcomes for each in one} == {""}
    assert (told["message_sent"], told["message_received"]) == (2 * rounds, 2 * rounds)
    assert oracle.violations(desk.engine) == []
