"""What operators meet: health, incidents, trying again and giving up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.commands import service_tasks, timers
from engine.commands.engine import Engine
from engine.core.errors import ServiceTaskFailed
from engine.core.services import Handler, ServiceCall, ServiceResult
from tests.web.browsers import Browser, Clock

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
def test_giving_up_where_the_diagram_draws_no_way_is_refused(visitor: Visitor) -> None:
    operator = visitor("operator")
    address = re.search(r'action="([^"]+/give-up)"', operator.read("/operations"))
    assert address is not None

    answer = operator.post(address[1], page="/operations", reason="the mailbox is gone")

    assert answer.status_code in {409, 422, 500}
    assert "notices.tell" in operator.read("/operations")


def test_a_timer_that_is_overdue_is_told(visitor: Visitor, clock: Clock, engine: Engine) -> None:
    visitor("applicant").apply()
    clock.advance(days=4)

    page = visitor("operator").read("/operations")

    assert "Wed 18 Mar, 17:00" in page


def test_a_load_balancer_is_told_that_the_store_answers(visitor: Visitor) -> None:
    answer = visitor().get("/healthz")

    assert answer.get_json() == {"status": "ok"}
