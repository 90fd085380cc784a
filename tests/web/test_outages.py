"""What operators meet of alarms, and of outages that explain a late deadline."""

from __future__ import annotations

import re

import pytest

from engine.commands import alarms, service_tasks, timers
from engine.commands.engine import Engine
from tests.web.browsers import Clock, Visitor


@pytest.fixture
def late(visitor: Visitor, clock: Clock, engine: Engine) -> str:
    """A case whose deadline passed three days ago, which rang only now."""
    address = visitor("applicant").apply()
    clock.advance(days=5)
    timers.fire_due(engine)
    return address


def test_an_alarm_is_on_the_page_until_its_cause_is_gone(
    visitor: Visitor, clock: Clock, engine: Engine
) -> None:
    visitor("applicant").apply()
    clock.advance(days=4)
    alarms.watch(engine)
    operator = visitor("operator")
    rang = operator.read("/operations")

    timers.fire_due(engine)
    service_tasks.run_due(engine)
    alarms.watch(engine)

    assert "A deadline that was due on Tue 17 Mar, 1" in rang
    quiet = operator.read("/operations")
    assert 'role="alert"' not in quiet
    assert "Earlier alarms" in quiet


def test_somebody_looks_after_an_alarm(visitor: Visitor, clock: Clock, engine: Engine) -> None:
    visitor("applicant").apply()
    clock.advance(days=4)
    alarms.watch(engine)
    operator = visitor("operator")
    address = re.search(r'action="([^"]+/acknowledge)"', operator.read("/operations"))
    assert address is not None

    answer = operator.post(address[1], page="/operations")

    assert answer.status_code == 303
    assert "looks after it since" in operator.read("/operations?told=acknowledged")


def test_an_alarm_is_a_notice_that_leads_to_operations(
    visitor: Visitor, clock: Clock, engine: Engine
) -> None:
    visitor("applicant").apply()
    clock.advance(days=4)
    alarms.watch(engine)

    assert 'href="/operations"' in visitor("administrator").read("/notices")


OUTAGE = {
    "system": "network",
    "unit": "520000",
    "note": "the line of the province was cut",
    "begun": "2026-03-17T08:00",
    "ended": "2026-03-20T12:00",
}


def test_an_outage_stands_on_the_case_and_on_the_task_that_explains(
    visitor: Visitor, late: str
) -> None:
    operator, head = visitor("operator"), visitor("head")

    answer = operator.post("/operations/outages", page="/operations", **OUTAGE)

    assert answer.status_code == 303
    assert "the line of the province was cut" in operator.read("/operations")
    assert "Fell due during an outage: Network" in head.read(late)
    assert "Fell due during an outage: Network" in head.read(head.first_task())


def test_a_late_clock_tells_when_it_was_due_and_when_it_rang(visitor: Visitor, late: str) -> None:
    page = visitor("head").read(late)

    assert "Was due Thu 19 Mar, 17:00, rang only Sat 21 Mar, 09:00" in page


@pytest.mark.parametrize(
    "changes", [{"begun": ""}, {"begun": "soon"}, {"ended": "2026-03-16T08:00"}, {"note": "x"}]
)
def test_an_outage_that_cannot_be_is_refused(
    visitor: Visitor, clock: Clock, changes: dict[str, str]
) -> None:
    clock.advance(days=5)
    operator = visitor("operator")

    answer = operator.post("/operations/outages", page="/operations", **{**OUTAGE, **changes})

    assert answer.status_code == 422
    assert 'class="summary"' in answer.get_data(as_text=True)


def test_an_outage_that_lasts_is_ended_on_the_page(visitor: Visitor, clock: Clock) -> None:
    clock.advance(days=5)
    operator = visitor("operator")
    operator.post("/operations/outages", page="/operations", **{**OUTAGE, "ended": ""})
    address = re.search(r'action="([^"]+/end)"', operator.read("/operations"))
    assert address is not None

    answer = operator.post(address[1], page="/operations")

    assert answer.status_code == 303
    assert "It is over" not in operator.read("/operations")


@pytest.mark.parametrize("who", ["clerk", "administrator"])
def test_outages_are_recorded_by_operators_only(visitor: Visitor, clock: Clock, who: str) -> None:
    clock.advance(days=5)

    answer = visitor(who).post("/operations/outages", page="/password", **OUTAGE)

    assert answer.status_code == 403
