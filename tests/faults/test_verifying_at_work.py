"""Verifying the history while the office works raises no false alarm."""

from __future__ import annotations

from typing import Any

from engine.commands import history, readings, user_tasks
from engine.commands.engine import Engine
from tests.commands.offices import CLERK
from tests.faults import children
from tests.faults.desk import Desk

ROUNDS = 40


def test_a_chain_that_grows_while_it_is_verified_stands(desk: Desk) -> None:
    tasks = tuple(desk.task(desk.begin(), "receive") for _ in range(20))

    outcomes = children.race(desk, [((_work, tasks), (_verify,)) for _ in range(3)])

    assert [broken.value for _, broken in outcomes] == [[], [], []]


def _work(engine: Engine, tasks: tuple[str, ...]) -> None:
    for _ in range(2):
        for task in tasks:
            user_tasks.claim(engine, task, CLERK)
            readings.record(engine, CLERK, "person_read", "", {})
            user_tasks.release(engine, task, CLERK)


def _verify(engine: Engine) -> list[Any]:
    return [bad for _ in range(ROUNDS) for bad in history.verify(engine).broken]
