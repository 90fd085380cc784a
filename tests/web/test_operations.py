"""What operators meet: health, incidents, trying again and giving up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.commands import service_tasks, timers
from engine.commands.engine import Engine
from engine.core.errors import ServiceTaskFailed
from engine.core.services import Handler, ServiceCall, ServiceResult
from engine.store import database, tables
from engine.store.statements import Statement
from engine.store.transaction import reading
from tests.web.browsers import Browser, Clock
from web.app import create_app
from web.settings import WebSettings

Visitor = Callable[..., Browser]


@pytest.fixture
def incident(engine: Engine, visitor: Visitor, clock: Clock) -> None:
    """A reminder that could not be sent."""

    def refuse(_: ServiceCall) -> ServiceResult:
        raise ServiceTaskFailed("mail_unreachable", permanent=True, host="mail.example")

    visitor("applicant").apply()
    clock.advance(days=3)
    timers.fire_due(engine)
    silent = replace(engine, handlers={"notices.tell": Handler(refuse)})
    service_tasks.run_due(silent)


@pytest.fixture
def operator(visitor: Visitor) -> Browser:
    return visitor("operator")


def test_health_is_for_operators(visitor: Visitor) -> None:
    assert visitor("clerk").get("/operations").status_code == 403


def test_a_quiet_office_has_no_incident(operator: Browser) -> None:
    page = operator.read("/operations")

    assert "No incident" in page
    assert "None is due" in page


@pytest.mark.usefixtures("incident")
def test_an_incident_says_what_failed_and_why(visitor: Visitor) -> None:
    page = visitor("operator").read("/operations")

    assert "notices.tell" in page
    assert "The mail server mail.example did not take the mail." in page


@pytest.mark.usefixtures("incident")
def test_an_incident_is_tried_again(visitor: Visitor, engine: Engine) -> None:
    operator = visitor("operator")
    address = re.search(r'action="([^"]+/retry)"', operator.read("/operations"))
    assert address is not None

    answer = operator.post(address[1], page="/operations")
    service_tasks.run_due(engine)

    assert answer.status_code == 303
    assert "No incident" in operator.read("/operations?told=retried")


@pytest.mark.usefixtures("incident")
def test_giving_up_a_reminder_where_the_diagram_draws_no_way_ends_the_reminder(
    visitor: Visitor,
) -> None:
    operator = visitor("operator")
    address = re.search(r'action="([^"]+/give-up)"', operator.read("/operations"))
    assert address is not None

    answer = operator.post(address[1], page="/operations", reason="the mailbox is gone")

    assert answer.status_code == 303
    assert "No incident" in operator.read("/operations")


def test_a_timer_that_is_overdue_is_told(visitor: Visitor, clock: Clock, engine: Engine) -> None:
    visitor("applicant").apply()
    clock.advance(days=4)

    page = visitor("operator").read("/operations")

    assert "Wed 18 Mar, 17:00" in page


def test_a_load_balancer_is_told_that_the_store_answers(visitor: Visitor) -> None:
    answer = visitor().get("/healthz")

    assert (answer.status_code, answer.get_json()["status"]) == (200, "ok")


@dataclass(frozen=True)
class Tick:
    """How a tick says it is."""

    silent_for: float | None = 0.4
    failure: str = ""
    clock_jumped: bool = False


@dataclass
class Works:
    """A tick that does nothing but be looked at."""

    state: Tick = Tick()

    def accept_clock(self) -> None:
        self.state = replace(self.state, clock_jumped=False)


def _browser(engine: Engine, works: Works, username: str = "") -> Browser:
    browser = Browser(create_app(engine, WebSettings(demo=True), works).test_client())
    if username:
        browser.sign_in(username)
    return browser


@pytest.mark.parametrize("silent", [None, 10.5])
def test_a_clock_that_stands_is_told_to_the_load_balancer(
    engine: Engine, silent: float | None
) -> None:
    answer = _browser(engine, Works(Tick(silent))).get("/healthz")

    assert answer.status_code == 503
    assert answer.get_json()["reason"] == "The clock has not ticked for more than 10 seconds."


def test_a_database_that_does_not_answer_is_told_to_the_load_balancer(
    engine: Engine, tmp_path: Path
) -> None:
    gone = replace(engine, store=database.open_store(f"sqlite:///{tmp_path}/no/such.db"))

    answer = _browser(gone, Works()).get("/healthz")

    assert (answer.status_code, answer.get_json()["status"]) == (503, "down")


def test_an_operator_sees_tick_and_database(engine: Engine) -> None:
    page = _browser(engine, Works(), "operator").read("/operations")

    assert "0.4 s ago" in page
    assert re.search(r"SQLite, \d+\.\d MB", page)
    assert "jumped" not in page


def test_after_a_jump_an_operator_says_that_the_clock_is_right(engine: Engine) -> None:
    works = Works(Tick(clock_jumped=True))
    operator = _browser(engine, works, "operator")

    shown = operator.read("/operations")
    answer = operator.post("/operations/clock", page="/operations")

    assert "The clock is right" in shown
    assert (answer.status_code, works.state.clock_jumped) == (303, False)
    assert _last_kind(engine) == ("clock_accepted", "operator")
    assert operator.post("/operations/clock", page="/operations").status_code == 409


def test_an_administrator_sees_the_jump_and_may_not_judge_it(engine: Engine) -> None:
    works = Works(Tick(clock_jumped=True))
    administrator = _browser(engine, works, "administrator")

    shown = administrator.read("/operations")
    answer = administrator.post("/operations/clock", page="/operations")

    assert ("jumped" in shown, "The clock is right" in shown) == (True, False)
    assert (answer.status_code, works.state.clock_jumped) == (403, True)


def _last_kind(engine: Engine) -> tuple[str, str]:
    entry = tables.day_entry.c
    last = select(entry.kind, entry.actor).order_by(entry.day.desc(), entry.seq.desc()).limit(1)
    with reading(engine.store) as tx:
        kind, actor = tx.one(Statement("last_day_entry", last), {})
    return kind, actor
