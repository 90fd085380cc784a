"""Two processes at the same moment: whatever comes first, what they do is one story."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from engine.commands import messages, process_instances, refunds, tills, timers, user_tasks
from engine.commands.engine import Engine
from engine.core import instants
from engine.store import tables
from tests.bpmn.offices import STATION
from tests.commands.offices import CLERK, COLLEAGUE, HEAD, person, posted
from tests.faults import children, oracle, scenes
from tests.faults.children import Outcome
from tests.faults.desk import Desk

ROUNDS = pytest.mark.parametrize("rounds", [10, pytest.param(100, marks=pytest.mark.long)])
DEPUTY = person("dep", ("head", STATION))
NAMES = {CLERK.id, COLLEAGUE.id}


def refusals(outcomes: list[tuple[Outcome, ...]]) -> list[list[str]]:
    return [[each.refusal for each in one if each.refusal] for one in outcomes]


@ROUNDS
def test_of_two_who_complete_a_task_one_wins_and_the_other_is_told_who_and_when(
    desk: Desk, rounds: int
) -> None:
    tasks = [desk.task(desk.begin(), "receive") for _ in range(rounds)]

    outcomes = children.race(
        desk,
        [
            tuple((user_tasks.complete, task, actor, posted()) for actor in (CLERK, COLLEAGUE))
            for task in tasks
        ],
    )

    assert refusals(outcomes) == [["task_already_completed"]] * rounds
    winners = [_winner(desk, task) for task in tasks]
    told = [_told(each) for one in outcomes for each in one if each.refusal]
    assert told == [(by, desk.clock.now) for by in winners]
    assert oracle.kinds(desk.store)["user_task_completed"] == rounds
    assert oracle.violations(desk.engine) == []


@ROUNDS
def test_of_two_who_claim_a_task_one_holds_it(desk: Desk, rounds: int) -> None:
    tasks = [desk.task(desk.begin(), "receive") for _ in range(rounds)]

    outcomes = children.race(
        desk,
        [tuple((user_tasks.claim, task, actor) for actor in (CLERK, COLLEAGUE)) for task in tasks],
    )

    assert refusals(outcomes) == [["task_held"]] * rounds
    assert oracle.kinds(desk.store)["user_task_claimed"] == rounds
    assert oracle.violations(desk.engine) == []


@ROUNDS
def test_of_two_applications_of_one_citizen_one_is_open(desk: Desk, rounds: int) -> None:
    citizens = [posted(subject=desk.subject()) for _ in range(rounds)]

    outcomes = children.race(
        desk,
        [
            tuple((process_instances.start, "p", actor, one) for actor in (CLERK, COLLEAGUE))
            for one in citizens
        ],
    )

    assert refusals(outcomes) == [["open_instance_exists"]] * rounds
    told = [
        (
            first.value or first.parameters["instance"],
            second.value or second.parameters["instance"],
        )
        for first, second in outcomes
    ]
    assert all(one == other for one, other in told)
    assert oracle.violations(desk.engine) == []


@ROUNDS
def test_a_task_is_completed_or_its_case_withdrawn_never_both(desk: Desk, rounds: int) -> None:
    commands = []
    for _ in range(rounds):
        instance = desk.begin()
        message = desk.awaited(instance)
        done = (user_tasks.complete, desk.task(instance, "receive"), CLERK, posted())
        commands.append((done, (messages.send, message, CLERK, posted(why="moved"))))

    outcomes = children.race(desk, commands)

    lost = Counter(each for one in refusals(outcomes) for each in one)
    assert lost.total() == rounds
    assert set(lost) <= {"task_withdrawn", "message_no_longer_awaited"}
    told = oracle.kinds(desk.store)
    assert told["user_task_completed"] == lost["message_no_longer_awaited"]
    assert told["message_received"] == lost["task_withdrawn"]
    assert oracle.violations(desk.engine) == []


@ROUNDS
def test_two_branches_of_one_case_both_go_on(desk: Desk, rounds: int) -> None:
    commands = []
    for _ in range(rounds):
        instance = desk.begin()
        desk.clock.advance(days=10)
        timers.fire_due(desk.engine)
        tasks = [desk.task(instance, element) for element in ("receive", "explain")]
        commands.append(tuple((user_tasks.complete, task, CLERK, posted()) for task in tasks))

    outcomes = children.race(desk, commands)

    assert refusals(outcomes) == [[]] * rounds
    assert oracle.kinds(desk.store)["user_task_completed"] == 2 * rounds
    assert oracle.violations(desk.engine) == []


@ROUNDS
def test_a_deadline_fires_or_its_task_is_completed_first(desk: Desk, rounds: int) -> None:
    commands = []
    for _ in range(rounds):
        task = desk.task(desk.begin(), "receive")
        desk.clock.advance(days=5)
        commands.append(
            ((user_tasks.complete, task, CLERK, posted()), (_fire_due_at, desk.clock.now))
        )
        desk.clock.advance(days=2)

    outcomes = children.race(desk, commands)

    assert refusals(outcomes) == [[]] * rounds
    clocks = [row for row in oracle.rows(desk.store, tables.timer) if row["element"] == "clock"]
    assert {row["ending"] for row in clocks} <= {"fired", "disarmed"}
    fired = sum(sweep.value for _, sweep in outcomes)
    assert oracle.kinds(desk.store)["timer_fired"] == fired
    assert oracle.violations(desk.engine) == []


@ROUNDS
def test_of_two_who_confirm_a_refund_one_gives_it_back(desk: Desk, rounds: int) -> None:
    asked = [_asked(desk) for _ in range(rounds)]

    outcomes = children.race(
        desk, [tuple((refunds.confirm, one, actor) for actor in (HEAD, DEPUTY)) for one in asked]
    )

    assert refusals(outcomes) == [["refund_settled"]] * rounds
    assert {row["ending"] for row in oracle.rows(desk.store, tables.refund)} == {"confirmed"}
    assert oracle.kinds(desk.store)["refund_confirmed"] == rounds
    assert _given_back(desk) == 40 * rounds
    assert oracle.violations(desk.engine) == []


@ROUNDS
def test_a_refund_is_confirmed_or_turned_down_never_both(desk: Desk, rounds: int) -> None:
    asked = [_asked(desk) for _ in range(rounds)]

    outcomes = children.race(
        desk,
        [((refunds.confirm, one, HEAD), (refunds.turn_down, one, scenes.WINDOW)) for one in asked],
    )

    assert refusals(outcomes) == [["refund_settled"]] * rounds
    told = oracle.kinds(desk.store)
    assert told["refund_confirmed"] + told["refund_turned_down"] == rounds
    assert _given_back(desk) == 40 * told["refund_confirmed"]
    assert oracle.violations(desk.engine) == []


@ROUNDS
def test_a_double_click_asks_for_one_refund(desk: Desk, rounds: int) -> None:
    clicks = []
    for _ in range(rounds):
        instance, given = scenes.pay(desk), scenes.refund(desk)
        clicks.append(((refunds.ask, instance, given, scenes.WINDOW),) * 2)

    outcomes = children.race(desk, clicks)

    assert refusals(outcomes) == [[]] * rounds
    assert all(first.value == second.value for first, second in outcomes)
    assert len(oracle.rows(desk.store, tables.refund)) == rounds
    assert oracle.violations(desk.engine) == []


def _asked(desk: Desk) -> str:
    return refunds.ask(desk.engine, scenes.pay(desk), scenes.refund(desk), scenes.WINDOW)


def _given_back(desk: Desk) -> Decimal:
    day = desk.clock.now.astimezone(instants.ZONE).date()
    return -tills.of_day(desk.engine, STATION, day, HEAD).amount


def _fire_due_at(engine: Engine, at: datetime) -> int:
    return timers.fire_due(replace(engine, clock=lambda: at))


def _winner(desk: Desk, task: str) -> str:
    (row,) = (row for row in oracle.rows(desk.store, tables.user_task) if row["id"] == task)
    return str(row["completed_by"])


def _told(outcome: Outcome) -> tuple[object, object]:
    return outcome.parameters["by"], outcome.parameters["at"]
