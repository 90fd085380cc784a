"""The tick fires and serves, is watched, and holds deadlines back when the clock jumps."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from threading import Event

import pytest

from engine.core.services import Handler, ServiceCall, ServiceResult
from engine.scheduler import Scheduler
from engine.store import database
from engine.store.queries import timers as queries
from tests.bpmn.drawing import end, lane, path, process, service, start, user
from tests.commands import test_timers
from tests.commands.offices import CLERK, HEAD, Office
from tests.commands.procedures import form, text
from tests.commands.test_timers import CLOCKED, DUE

SERVED = process(
    "p",
    lane("desk", "start", "decide", "end", jurisdiction="station"),
    lane("machine", "ask", role="platform"),
    start(),
    service("ask", "register.ask"),
    user("decide"),
    end(),
    path("start", "ask", "decide", "end"),
)


@dataclass(slots=True)
class Seconds:
    """Seconds since boot, moved by hand."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def scheduler(office: Office, seconds: Seconds) -> Scheduler:
    return Scheduler(office.engine, seconds)


def answered(office: Office, reply: Handler) -> None:
    office.handlers["register.ask"] = reply
    office.deploy(SERVED, files={"p/decide.json": form(text("note"))})
    office.start()


def pass_time(office: Office, seconds: Seconds, passed: float) -> None:
    office.clock.advance(seconds=passed)
    seconds.now += passed


def test_a_tick_fires_what_is_due(office: Office, scheduler: Scheduler) -> None:
    office.deploy(CLOCKED, files=test_timers.FILES)
    office.start()
    office.clock.now = DUE

    scheduler.fire()

    assert scheduler.state.fired == 1
    assert office.inbox(HEAD)[0].element == "explain"


def test_a_tick_serves_what_is_due(office: Office, scheduler: Scheduler) -> None:
    answered(office, Handler(run=lambda _: ServiceResult()))

    scheduler.serve()

    assert scheduler.state.served == 1
    assert office.inbox(CLERK)[0].element == "decide"


def test_a_started_scheduler_ticks_until_it_is_stopped(
    office: Office, scheduler: Scheduler
) -> None:
    asked = Event()

    def reply(call: ServiceCall) -> ServiceResult:
        asked.set()
        return ServiceResult()

    answered(office, Handler(run=reply))

    scheduler.start()
    ticked = asked.wait(timeout=20)
    scheduler.stop()

    assert ticked
    assert not scheduler.state.running


def test_a_silent_tick_is_restarted(scheduler: Scheduler, seconds: Seconds) -> None:
    scheduler.start()
    seconds.now += 6

    scheduler.check()
    running = scheduler.state.running
    scheduler.stop()

    assert running
    assert scheduler.state.restarts >= 1


def test_a_tick_that_is_heard_is_left_alone(scheduler: Scheduler, seconds: Seconds) -> None:
    scheduler.fire()
    seconds.now += 4

    scheduler.check()

    assert scheduler.state.restarts == 0


def test_a_clock_that_jumps_ahead_holds_deadlines_back(
    office: Office,
    scheduler: Scheduler,
    seconds: Seconds,
    caplog: pytest.LogCaptureFixture,
) -> None:
    office.deploy(CLOCKED, files=test_timers.FILES)
    instance = office.start()
    scheduler.fire()
    seconds.now += 1
    office.clock.now = DUE

    with caplog.at_level(logging.ERROR):
        scheduler.fire()

    assert scheduler.state.clock_jumped
    assert queries.of(office.engine.store, instance)[0].ending is None
    assert "wall clock jumped" in caplog.text


def test_a_clock_that_was_looked_at_is_trusted_again(
    office: Office, scheduler: Scheduler, seconds: Seconds
) -> None:
    office.deploy(CLOCKED, files=test_timers.FILES)
    office.start()
    scheduler.fire()
    office.clock.now = DUE
    scheduler.fire()

    scheduler.accept_clock()
    scheduler.fire()

    assert scheduler.state.fired == 1


def test_time_that_passes_for_both_clocks_is_no_jump(
    office: Office, scheduler: Scheduler, seconds: Seconds
) -> None:
    scheduler.fire()
    pass_time(office, seconds, 86_400)

    scheduler.fire()

    assert not scheduler.state.clock_jumped


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_store_that_fails_is_told_and_the_tick_goes_on(
    office: Office, scheduler: Scheduler
) -> None:
    database.close(office.engine.store)
    path_of_store = str(office.engine.store.url.database)
    with open(path_of_store, "r+b") as file:
        file.write(b"this is no database")

    scheduler.fire()

    assert scheduler.state.failure in {"store_failed", "database_unreachable"}
    assert json.dumps(scheduler.state.fired) == "0"
