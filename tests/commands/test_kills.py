"""A process killed at any statement leaves nothing lost, doubled or half done."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from engine.commands import timers, user_tasks
from engine.commands.engine import Engine
from engine.core.errors import Conflict
from engine.store import database, failpoints
from tests.commands import test_budgets, test_timers
from tests.commands.offices import CLERK, COLLEAGUE, HEAD, Office, posted
from tests.commands.oracle import assert_sound, deeds
from tests.commands.test_timers import CLOCKED, DUE

# more than any of the commands runs: the last ones are not killed at all
STATEMENTS = 12
PLACES = [
    *(f"statement:kill:{n}" for n in range(1, STATEMENTS + 1)),
    "commit:kill:1",
    "committed:kill:1",
]


def killed(office: Office, place: str, command: Callable[[Engine], object]) -> bool:
    """Run a command in a process of its own, armed to die; tell whether it died."""
    child = os.fork()
    if child == 0:
        store = database.open_store(
            office.engine.store.url.render_as_string(hide_password=False),
            failpoints.armed(place),
        )
        command(replace(office.engine, store=store))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def again(command: Callable[[], object]) -> None:
    """Repeat a command as its user would, who does not know whether it was done."""
    with suppress(Conflict):
        command()


@pytest.mark.parametrize("place", PLACES)
def test_completing_a_task(office: Office, place: str) -> None:
    office.deploy(test_budgets.ROUNDS, files=test_budgets.FORMS, messages=("withdrawal",))
    instance = office.start(now_at="2026-03-13")
    task, answers = office.task(CLERK), posted(note="n", now_at="2026-03-13")

    killed(office, place, lambda engine: user_tasks.complete(engine, task, CLERK, answers))
    assert_sound(office.engine, instance)
    again(lambda: user_tasks.complete(office.engine, task, CLERK, answers))

    assert_sound(office.engine, instance)
    assert deeds(office.engine, instance, "user_task_completed") == 1
    assert [row.element for row in office.inbox(COLLEAGUE)] == ["decide"]


@pytest.mark.parametrize("place", PLACES)
def test_firing_a_timer(office: Office, place: str) -> None:
    office.deploy(CLOCKED, files=test_timers.FILES)
    instance = office.start()
    office.clock.now = DUE

    killed(office, place, timers.fire_due)
    assert_sound(office.engine, instance)
    timers.fire_due(office.engine)

    assert_sound(office.engine, instance)
    assert deeds(office.engine, instance, "timer_fired") == 1
    assert [row.element for row in office.inbox(HEAD)] == ["explain"]


def test_the_places_are_real(office: Office) -> None:
    office.deploy(CLOCKED, files=test_timers.FILES)
    office.start()
    office.clock.now = DUE

    assert killed(office, "statement:kill:3", timers.fire_due)
